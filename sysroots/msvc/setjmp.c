// The compiler passes the frame as the second argument; these are names that it calls.
#include "runtime.h"

#if defined(__x86_64__) && !defined(__arm64ec__)
__asm__(".text\n"
        ".globl _setjmp\n"
        "_setjmp: jmpq *__imp___intrinsic_setjmp(%rip)\n"
        ".globl _setjmpex\n"
        "_setjmpex: jmpq *__imp___intrinsic_setjmpex(%rip)\n");
#elif defined(__aarch64__)
#define TO(name, other)                                                                                                \
  ".globl " name "\n" name ":\n\t"                                                                                     \
  "adrp x16, __imp_" other "\n\t"                                                                                      \
  "ldr x16, [x16, :lo12:__imp_" other "]\n\t"                                                                          \
  "br x16\n"
__asm__(".text\n" TO("_setjmp", "__intrinsic_setjmp") TO("_setjmpex", "__intrinsic_setjmpex"));
#endif
