/* The start of a dynamically linked program of FreeBSD, NetBSD and OpenBSD: Scrt1.o, crt1.o, crt0.o.

   The loader runs constructors, and gives a function that runs destructors. On FreeBSD up to 13 and on NetBSD
   the variables below are the program's, and the C library takes them from it; newer libraries have their
   own, which these come before, as those of older programs do. */
#define HIDDEN __attribute__((visibility("hidden")))

extern int main(int, char **, char **);
extern void exit(int) __attribute__((noreturn));
extern int atexit(void (*)(void));

/* The kernel knows the system's programs by a note. */
#define NOTE(section, size, name, type, value)                                                               \
  __asm__(".pushsection " section ",\"a\",%note\n.p2align 2\n.long " size "\n.long 4\n.long " type           \
          "\n.asciz \"" name "\"\n.p2align 2\n.long " value "\n.popsection\n")

#if defined(__OpenBSD__)
NOTE(".note.openbsd.ident", "8", "OpenBSD", "1", "0");

extern char ***_csu_finish(char **, char **, void (*)(void));

HIDDEN __attribute__((used, noreturn)) void startProgram(long *stack, void (*loaderExit)(void)) {
  int argc = (int)stack[0];
  char **argv = (char **)(stack + 1);
  char ***environment = _csu_finish(argv, argv + argc + 1, loaderExit);
  exit(main(argc, argv, *environment));
}
#else
char **environ;
char *__progname = "";

static void nameProgram(char **argv) {
  if (!argv[0]) return;
  __progname = argv[0];
  for (char *c = argv[0]; *c; ++c)
    if (*c == '/') __progname = c + 1;
}
#endif

#if defined(__FreeBSD__)
NOTE(".note.tag", "8", "FreeBSD", "1", "1300139"); /* made for 13.0 */

HIDDEN __attribute__((used, noreturn)) void startProgram(long *stack, void (*loaderExit)(void)) {
  int argc = (int)stack[0];
  char **argv = (char **)(stack + 1);
  if (!environ) environ = argv + argc + 1;
  nameProgram(argv);
  if (loaderExit) atexit(loaderExit);
  exit(main(argc, argv, environ));
}
#elif defined(__NetBSD__)
#if defined(__riscv)
NOTE(".note.netbsd.ident", "7", "NetBSD", "1", "1100000000"); /* made for 11.0, the first with RISC-V */
#else
NOTE(".note.netbsd.ident", "7", "NetBSD", "1", "1000000000"); /* made for 10.0 */
#endif
NOTE(".note.netbsd.pax", "4", "PaX", "3", "0");

struct ps_strings {
  char **arguments;
  int argumentCount;
  char **environment;
  int environmentCount;
};
struct ps_strings *__ps_strings;
extern void _libc_init(void);

typedef void Function(void);
extern HIDDEN Function *const __preinit_array_start[], *const __preinit_array_end[];
extern HIDDEN Function *const __init_array_start[], *const __init_array_end[];
extern HIDDEN Function *const __fini_array_start[], *const __fini_array_end[];
extern HIDDEN void _init(void) __attribute__((weak));
extern HIDDEN void _fini(void) __attribute__((weak));

static void runAll(Function *const *first, Function *const *end) {
  for (; first < end; ++first)
    (*first)();
}

static void runDestructors(void) {
  runAll(__fini_array_start, __fini_array_end);
}

/* NetBSD's loader leaves constructors and destructors of the program to its start file. */
HIDDEN __attribute__((used, noreturn)) void startProgram(struct ps_strings *strings,
                                                         void (*loaderExit)(void)) {
  __ps_strings = strings;
  environ = strings->environment;
  nameProgram(strings->arguments);
  _libc_init();
  runAll(__preinit_array_start, __preinit_array_end);
  if (loaderExit) atexit(loaderExit);
  atexit(runDestructors);
  runAll(__init_array_start, __init_array_end);
  if (_fini) atexit(_fini);
  if (_init) _init();
  exit(main(strings->argumentCount, strings->arguments, environ));
}
#endif

/* Where the kernel and the loader put what startProgram gets. */
#define START(code)                                                                                          \
  __asm__(".text\n.globl _start\n.globl __start\n.type _start,%function\n_start:\n__start:\n" code           \
          "\n.size _start,.-_start\n")

#if defined(__x86_64__) && defined(__FreeBSD__)
START("xorl %ebp, %ebp\nandq $-16, %rsp\ncall startProgram\nhlt");
#elif defined(__x86_64__) && defined(__NetBSD__)
START("xorl %ebp, %ebp\nmovq %rbx, %rdi\nmovq %rdx, %rsi\nandq $-16, %rsp\ncall startProgram\nhlt");
#elif defined(__x86_64__)
START("endbr64\nxorl %ebp, %ebp\nmovq %rsp, %rdi\nmovq %rdx, %rsi\nandq $-16, %rsp\ncall startProgram\nhlt");
#elif defined(__aarch64__) && defined(__FreeBSD__)
START("mov x29, #0\nmov x30, #0\nmov x1, x2\nbl startProgram\nbrk #0");
#elif defined(__aarch64__) && defined(__NetBSD__)
START("mov x29, #0\nmov x30, #0\nmov x1, x0\nmov x0, x2\nbl startProgram\nbrk #0");
#elif defined(__aarch64__)
START("hint #34\nmov x29, #0\nmov x30, #0\nmov x1, x2\nmov x0, sp\nbl startProgram\nbrk #0");
#elif defined(__i386__) && defined(__NetBSD__)
START("xorl %ebp, %ebp\nandl $-16, %esp\nsubl $8, %esp\npushl %edx\npushl %ebx\ncall startProgram\nhlt");
#elif defined(__i386__)
START("xorl %ebp, %ebp\nmovl %esp, %eax\nandl $-16, %esp\nsubl $8, %esp\npushl %edx\npushl %eax\n"
      "call startProgram\nhlt");
#elif defined(__riscv) && defined(__FreeBSD__)
START(".option push\n.option norelax\nlla gp, __global_pointer$\n.option pop\n"
      "mv a1, a2\ncall startProgram\nunimp");
#elif defined(__riscv) && defined(__NetBSD__)
START(".option push\n.option norelax\nlla gp, __global_pointer$\n.option pop\n"
      "mv t0, a0\nmv a0, a1\nmv a1, t0\ncall startProgram\nunimp");
#elif defined(__riscv)
START("mv a0, sp\nmv a1, a3\ncall startProgram\nunimp");
#else
#error "no start code for this architecture"
#endif
