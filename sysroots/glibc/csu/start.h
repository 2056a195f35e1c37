/* The program's first instructions, by architecture: pass the initial stack pointer and the loader's exit function
   to startProgram, with the outermost frame marked as such. */
#if defined(__powerpc64__) && _CALL_ELF != 2
#define START_SIZE "24" /* the function descriptor */
#else
#define START_SIZE ".-_start"
#endif
#define START(code) __asm__(".text\n.globl _start\n.type _start,%function\n" code "\n.size _start," START_SIZE "\n")

#if defined(__x86_64__)
START("_start:\n"
      "xorl %ebp, %ebp\n"
      "movq %rsp, %rdi\n"
      "movq %rdx, %rsi\n"
      "andq $-16, %rsp\n"
      "call startProgram\n"
      "hlt");
#elif defined(__i386__)
START("_start:\n"
      "xorl %ebp, %ebp\n"
      "movl %esp, %eax\n"
      "andl $-16, %esp\n"
      "subl $8, %esp\n"
      "pushl %edx\n"
      "pushl %eax\n"
      "call startProgram\n"
      "hlt");
#elif defined(__aarch64__)
START("_start:\n"
      "mov x29, #0\n"
      "mov x30, #0\n"
      "mov x1, x0\n"
      "mov x0, sp\n"
      "and sp, x0, #-16\n"
      "bl startProgram\n"
      "brk #0");
#elif defined(__arm__)
START(".arm\n"
      "_start:\n"
      "mov fp, #0\n"
      "mov lr, #0\n"
      "mov r1, r0\n"
      "mov r0, sp\n"
      "bic sp, sp, #7\n"
      "bl startProgram\n"
      "udf #0");
#elif defined(__riscv)
START(".weak __global_pointer$\n"
      "_start:\n"
      ".option push\n"
      ".option norelax\n"
      "lla gp, __global_pointer$\n"
      ".option pop\n"
      "li s0, 0\n"
      "mv a1, a0\n"
      "mv a0, sp\n"
      "andi sp, sp, -16\n"
      "call startProgram\n"
      "unimp");
#elif defined(__loongarch__)
START("_start:\n"
      "move $fp, $zero\n"
      "move $ra, $zero\n"
      "move $a1, $a0\n"
      "move $a0, $sp\n"
      "bstrins.d $sp, $zero, 3, 0\n"
      "bl startProgram\n"
      "break 0");
#elif defined(__powerpc64__) && _CALL_ELF == 2
START("_start:\n"
      "addis 2, 12, .TOC.-_start@ha\n"
      "addi 2, 2, .TOC.-_start@l\n"
      ".localentry _start, .-_start\n"
      "mr 8, 1\n"
      "clrrdi 1, 1, 4\n"
      "li 0, 0\n"
      "stdu 0, -32(1)\n"
      "mtlr 0\n"
      "bl startProgram\n"
      "nop\n"
      "trap");
#elif defined(__powerpc64__)
START(".pushsection .opd,\"aw\",%progbits\n"
      ".p2align 3\n"
      "_start: .quad .L._start, .TOC.@tocbase, 0\n"
      ".popsection\n"
      ".L._start:\n"
      "mr 8, 1\n"
      "clrrdi 1, 1, 4\n"
      "li 0, 0\n"
      "stdu 0, -112(1)\n"
      "mtlr 0\n"
      "bl startProgram\n"
      "nop\n"
      "trap");
#elif defined(__powerpc__)
START("_start:\n"
      "mr 8, 1\n"
      "clrrwi 1, 1, 4\n"
      "li 0, 0\n"
      "stwu 0, -16(1)\n"
      "mtlr 0\n"
      "bl startProgram\n"
      "trap");
#elif defined(__s390x__)
START("_start:\n"
      "lgr %r2, %r15\n"
      "lgr %r3, %r14\n"
      "lghi %r0, -16\n"
      "ngr %r15, %r0\n"
      "aghi %r15, -160\n"
      "lghi %r11, 0\n"
      "xc 0(8,%r15), 0(%r15)\n"
      "brasl %r14, startProgram\n"
      ".long 0");
#elif defined(__mips__) && defined(__mips64)
START(".set push\n"
      ".set noreorder\n"
      ".globl __start\n" /* the name that linkers for MIPS start at */
      "__start:\n"
      "_start:\n"
      "bal 1f\n"
      "move $fp, $zero\n"
      "1: .cpsetup $ra, $zero, 1b\n"
      "move $ra, $zero\n"
      "move $a0, $sp\n"
      "move $a1, $v0\n"
      "and $sp, $sp, -16\n"
      "dla $t9, startProgram\n"
      "jalr $t9\n"
      "nop\n"
      "break\n"
      ".set pop");
#elif defined(__mips__)
START(".set push\n"
      ".set noreorder\n"
      ".globl __start\n" /* the name that linkers for MIPS start at */
      "__start:\n"
      "_start:\n"
      "bal 1f\n"
      "move $fp, $zero\n"
      "1: .cpload $ra\n"
      "move $ra, $zero\n"
      "move $a0, $sp\n"
      "move $a1, $v0\n"
      "and $sp, $sp, -8\n"
      "addiu $sp, $sp, -16\n"
      "la $t9, startProgram\n"
      "jalr $t9\n"
      "nop\n"
      "break\n"
      ".set pop");
#elif defined(__m68k__)
START("_start:\n"
      "suba.l %a6, %a6\n"
      "move.l %sp, %d0\n"
      "move.l %a1, -(%sp)\n"
      "move.l %d0, -(%sp)\n"
      "bsr.l startProgram\n"
      "illegal");
#elif defined(__sparc__) && defined(__arch64__)
START("_start:\n"
      "mov 0, %fp\n"
      "add %sp, 2047+128, %o0\n"
      "mov %g1, %o1\n"
      "call startProgram\n"
      "sub %sp, 48, %sp\n"
      "unimp 0");
#elif defined(__sparc__)
START("_start:\n"
      "mov 0, %fp\n"
      "add %sp, 64, %o0\n"
      "mov %g1, %o1\n"
      "call startProgram\n"
      "sub %sp, 32, %sp\n"
      "unimp 0");
#else
#error "no start code for this architecture"
#endif
