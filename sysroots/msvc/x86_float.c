// st(0) as a whole number of 64 bits in edx:eax, without the fraction.
#include "runtime.h"

__asm__(".text\n"
        ".globl __ftol2\n"
        ".globl __ftol2_sse\n"
        ".globl __ftol\n"
        "__ftol2:\n"
        "__ftol2_sse:\n"
        "__ftol:\n\t"
        "subl $12, %esp\n\t"
        "fnstcw (%esp)\n\t"
        "movw (%esp), %ax\n\t"
        "orw $0xc00, %ax\n\t" // rounds towards zero
        "movw %ax, 2(%esp)\n\t"
        "fldcw 2(%esp)\n\t"
        "fistpll 4(%esp)\n\t"
        "fldcw (%esp)\n\t"
        "movl 4(%esp), %eax\n\t"
        "movl 8(%esp), %edx\n\t"
        "addl $12, %esp\n\t"
        "retl\n");
