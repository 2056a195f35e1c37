/* How a function that is pieced together from several .init (or .fini) sections begins and ends, by architecture.
   The middle may call functions: the prologue saves what the psABI asks for and keeps the stack aligned. */
#define INIT_ALIGN .p2align 2
#define INIT_ENTRY(name) name:

#if defined(__x86_64__)
#undef INIT_ALIGN
#define INIT_ALIGN .p2align 4
#define INIT_PROLOGUE subq $8, %rsp
#define INIT_EPILOGUE addq $8, %rsp; ret
#elif defined(__i386__)
#undef INIT_ALIGN
#define INIT_ALIGN .p2align 4
#define INIT_PROLOGUE pushl %ebx; subl $8, %esp
#define INIT_EPILOGUE addl $8, %esp; popl %ebx; ret
#elif defined(__aarch64__)
#define INIT_PROLOGUE stp x29, x30, [sp, #-16]!; mov x29, sp
#define INIT_EPILOGUE ldp x29, x30, [sp], #16; ret
#elif defined(__arm__)
#define INIT_PROLOGUE push {r3, lr}
#define INIT_EPILOGUE pop {r3, lr}; bx lr
#elif defined(__powerpc64__) && _CALL_ELF == 2
#undef INIT_ENTRY
#define INIT_ENTRY(name)                                                                                             \
  name:                                                                                                              \
  addis 2, 12, .TOC.-name@ha;                                                                                      \
  addi 2, 2, .TOC.-name@l;                                                                                         \
  .localentry name, .-name
#define INIT_PROLOGUE mflr 0; std 0, 16(1); stdu 1, -32(1)
#define INIT_EPILOGUE addi 1, 1, 32; ld 0, 16(1); mtlr 0; blr
#elif defined(__powerpc64__)
#undef INIT_ENTRY
#define INIT_ENTRY(name)                                                                                             \
  .pushsection .opd, "aw", %progbits;                                                                               \
  .p2align 3;                                                                                                        \
  name: .quad .L.name, .TOC.@tocbase, 0;                                                                              \
  .popsection;                                                                                                       \
  .L.name:
#define INIT_PROLOGUE mflr 0; std 0, 16(1); stdu 1, -112(1)
#define INIT_EPILOGUE addi 1, 1, 112; ld 0, 16(1); mtlr 0; blr
#elif defined(__powerpc__)
#define INIT_PROLOGUE stwu 1, -16(1); mflr 0; stw 0, 20(1)
#define INIT_EPILOGUE lwz 0, 20(1); mtlr 0; addi 1, 1, 16; blr
#elif defined(__s390x__)
#define INIT_PROLOGUE stmg %r6, %r15, 48(%r15); lgr %r14, %r15; aghi %r15, -160; stg %r14, 0(%r15)
#define INIT_EPILOGUE lmg %r6, %r15, 208(%r15); br %r14
#elif defined(__mips__) && defined(__mips64)
#define INIT_PROLOGUE daddiu $sp, $sp, -16; sd $ra, 8($sp); sd $gp, 0($sp)
#define INIT_EPILOGUE ld $ra, 8($sp); ld $gp, 0($sp); daddiu $sp, $sp, 16; jr $ra
#elif defined(__mips__)
#define INIT_PROLOGUE addiu $sp, $sp, -32; sw $ra, 28($sp); sw $gp, 24($sp)
#define INIT_EPILOGUE lw $ra, 28($sp); lw $gp, 24($sp); addiu $sp, $sp, 32; jr $ra
#elif defined(__m68k__)
#define INIT_PROLOGUE link.w %a6, #0
#define INIT_EPILOGUE unlk %a6
#define INIT_RETURN rts /* on a line of its own: `;` begins a comment */
#elif defined(__sparc__) && defined(__arch64__)
#define INIT_PROLOGUE save %sp, -176, %sp
#define INIT_EPILOGUE ret; restore
#elif defined(__sparc__)
#define INIT_PROLOGUE save %sp, -96, %sp
#define INIT_EPILOGUE ret; restore
#endif
