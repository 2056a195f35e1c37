/* crti.o: the beginning of the functions _init and _fini, whose middle objects with .init and .fini sections bring.
   crtn.S closes them. Architectures whose C library never calls _init (RISC-V, LoongArch, ...) have none. */
#include "initfini.h"

#ifdef INIT_PROLOGUE
  .section .init,"ax",%progbits
  INIT_ALIGN
  .globl _init
  .hidden _init
  .type _init,%function
  INIT_ENTRY(_init)
  INIT_PROLOGUE

  .section .fini,"ax",%progbits
  INIT_ALIGN
  .globl _fini
  .hidden _fini
  .type _fini,%function
  INIT_ENTRY(_fini)
  INIT_PROLOGUE
#endif
  .section .note.GNU-stack,"",%progbits
