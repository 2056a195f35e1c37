/* crtn.o: the end of the functions _init and _fini that crti.S begins. */
#include "initfini.h"

#ifndef INIT_RETURN
#define INIT_RETURN
#endif
#ifdef INIT_PROLOGUE
  .section .init,"ax",%progbits
  INIT_EPILOGUE
  INIT_RETURN

  .section .fini,"ax",%progbits
  INIT_EPILOGUE
  INIT_RETURN
#endif
  .section .note.GNU-stack,"",%progbits
