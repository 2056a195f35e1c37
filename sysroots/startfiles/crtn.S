/* crtn.o: the end of the functions _init and _fini that crti.S begins. */
#include "initfini.h"

#ifdef INIT_PROLOGUE
  .section .init,"ax",%progbits
  INIT_EPILOGUE

  .section .fini,"ax",%progbits
  INIT_EPILOGUE
#endif
  .section .note.GNU-stack,"",%progbits
