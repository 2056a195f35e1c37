// Functions with large frames call these: they touch each page of the frame in order, so that the system's guard page
// moves down. What they change of the registers is a convention of its own for each processor.
#include "runtime.h"

#if defined(__i386__)
// eax: the size. The stack pointer is moved too.
__attribute__((naked)) void _chkstk(void) {
  __asm__(".globl __alloca_probe\n"
          "__alloca_probe:\n\t"
          "pushl %ecx\n\t"
          "leal 8(%esp), %ecx\n" // the caller's stack pointer
          "1: cmpl $0x1000, %eax\n\t"
          "jb 2f\n\t"
          "subl $0x1000, %ecx\n\t"
          "testl %ecx, (%ecx)\n\t"
          "subl $0x1000, %eax\n\t"
          "jmp 1b\n"
          "2: subl %eax, %ecx\n\t"
          "testl %ecx, (%ecx)\n\t"
          "movl %esp, %eax\n\t"
          "movl %ecx, %esp\n\t"
          "movl (%eax), %ecx\n\t"
          "pushl 4(%eax)\n\t" // the place to return to
          "retl");
}
// The same with room for a frame that is aligned.
#define ALIGNED(name, mask)                                                                                            \
  __attribute__((naked)) void name(void) {                                                                             \
    __asm__("pushl %ecx\n\t"                                                                                           \
            "leal 8(%esp), %ecx\n\t"                                                                                   \
            "subl %eax, %ecx\n\t"                                                                                      \
            "andl $" #mask ", %ecx\n\t"                                                                                \
            "addl %ecx, %eax\n\t"                                                                                      \
            "popl %ecx\n\t"                                                                                            \
            "jmp __chkstk");                                                                                           \
  }
ALIGNED(_alloca_probe_8, 7)
ALIGNED(_alloca_probe_16, 15)
#elif defined(__x86_64__) && !defined(__arm64ec__)
// rax: the size. Nothing else changes.
__asm__(".text\n"
        ".globl __chkstk\n"
        ".seh_proc __chkstk\n"
        "__chkstk:\n\t"
        "pushq %rcx\n\t"
        ".seh_pushreg %rcx\n\t"
        "pushq %rax\n\t"
        ".seh_pushreg %rax\n\t"
        ".seh_endprologue\n\t"
        "leaq 24(%rsp), %rcx\n" // the caller's stack pointer
        "1: cmpq $0x1000, %rax\n\t"
        "jb 2f\n\t"
        "subq $0x1000, %rcx\n\t"
        "testq %rcx, (%rcx)\n\t"
        "subq $0x1000, %rax\n\t"
        "jmp 1b\n"
        "2: subq %rax, %rcx\n\t"
        "testq %rcx, (%rcx)\n\t"
        "popq %rax\n\t"
        "popq %rcx\n\t"
        "retq\n\t"
        ".seh_endproc\n");
#elif defined(__aarch64__)
// x15: the size in units of 16 bytes.
__attribute__((naked)) void __chkstk(void) {
  __asm__("lsl x16, x15, #4\n\t"
          "mov x17, sp\n"
          "1: sub x17, x17, #4096\n\t"
          "subs x16, x16, #4096\n\t"
          "ldr xzr, [x17]\n\t"
          "b.gt 1b\n\t"
          "ret");
}
#elif defined(__arm__)
// r4: the size in units of 4 bytes; on return in bytes.
__attribute__((naked)) void __chkstk(void) {
  __asm__("lsl r4, r4, #2\n\t"
          "mov r12, sp\n\t"
          "push {r5, r6}\n\t"
          "mov r5, r4\n"
          "1: sub r12, r12, #4096\n\t"
          "subs r5, r5, #4096\n\t"
          "ldr r6, [r12]\n\t"
          "bgt 1b\n\t"
          "pop {r5, r6}\n\t"
          "bx lr");
}
#endif
