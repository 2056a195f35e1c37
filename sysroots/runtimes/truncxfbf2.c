/* compiler-rt's file of this name is empty for every processor: it asks for a macro before the header that sets it. */
#include "int_lib.h"
#if defined(HAS_80_BIT_LONG_DOUBLE) || __LDBL_MANT_DIG__ == 64
#define SRC_80
#define DST_BFLOAT
#include "fp_trunc_impl.inc"

COMPILER_RT_ABI dst_t __truncxfbf2(xf_float a) { return __truncXfYf2__(a); }
#endif
