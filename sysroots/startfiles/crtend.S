/* crtend.o and crtendS.o: the last object of the user's part of a link. A zero word ends .eh_frame. */
#if defined(__arm__)
  .syntax unified
#else
  .section .eh_frame,"a",%progbits
  .p2align 2
  .long 0
#endif

  .section .tm_clone_table,"aw",%progbits
  .globl __TMC_END__
  .hidden __TMC_END__
  .type __TMC_END__,%object
__TMC_END__:

  .section .note.GNU-stack,"",%progbits
