/* crt1.o, Scrt1.o and gcrt1.o: the start of a dynamically linked program, for every floor. gcrt1.o
   (LINKSHIM_PROFILED) also starts the profiler of `-pg`, before anything of the program runs.

   glibc up to 2.33 leaves the constructors of the main program to the function `init` that the program
   passes; from 2.34 on it runs them itself when `init` is null, and calls `init` otherwise. So a program that
   always passes its own function is right with both: they run once. Destructors and .preinit_array are the
   loader's work. */
#include <stddef.h>

#define HIDDEN __attribute__((visibility("hidden")))

typedef void Constructor(int, char **, char **);

extern int main(int, char **, char **);
extern HIDDEN Constructor *const __init_array_start[], *const __init_array_end[];
extern HIDDEN void _init(void) __attribute__((weak));

/* libio of the old 32-bit architectures takes a program without this symbol for one built before glibc 2.1.
 */
const int _IO_stdin_used = 0x20001;

int __data_start = 0;
extern int data_start __attribute__((weak, alias("__data_start")));

#if defined(LINKSHIM_PROFILED)
extern void __monstartup(unsigned long, unsigned long);
extern void _mcleanup(void);
extern int __cxa_atexit(void (*)(void *), void *, void *);
extern HIDDEN char _start[], etext[];

static void startProfile(void) {
  __monstartup((unsigned long)_start, (unsigned long)etext);
  __cxa_atexit((void (*)(void *))_mcleanup, 0, 0);
}
#else
static void startProfile(void) {}
#endif

static void runConstructors(int argc, char **argv, char **environment) {
  startProfile();
  if (_init) _init();
  size_t count = (size_t)(__init_array_end - __init_array_start);
  for (size_t i = 0; i < count; ++i)
    __init_array_start[i](argc, argv, environment);
}

#if defined(__powerpc__)
struct StartupInfo {
  void *smallData;
  int (*main)(int, char **, char **);
  Constructor *init;
  void (*fini)(void);
};
extern int __libc_start_main(int, char **, char **, void *, void (*)(void), struct StartupInfo *, char **);

/* The loader passes all of this in registers, and __libc_start_main finds it on the stack when there is no
 * loader. */
HIDDEN __attribute__((used, noreturn)) void startProgram(int argc, char **argv, char **environment,
                                                         void *auxiliary, void (*loaderExit)(void),
                                                         char **stack) {
  static struct StartupInfo info = {0, main, runConstructors, 0};
  __libc_start_main(argc, argv, environment, auxiliary, loaderExit, &info, stack);
  __builtin_trap();
}
#else
extern int __libc_start_main(int (*)(int, char **, char **), int, char **, Constructor *, void (*)(void),
                             void (*)(void), void *);

HIDDEN __attribute__((used, noreturn)) void startProgram(void **stack, void (*loaderExit)(void)) {
  __libc_start_main(main, (int)(size_t)stack[0], (char **)(stack + 1), runConstructors, 0, loaderExit, stack);
  __builtin_trap();
}
#endif

#include "start.h"
