/* As compiler-rt's file of this name, for 32-bit x86 too, where __float128 is a type as well. */
#include "int_lib.h"
#if defined(CRT_HAS_TF_MODE) && __LDBL_MANT_DIG__ == 64
#define SRC_QUAD
#define DST_80
#include "fp_trunc_impl.inc"

COMPILER_RT_ABI xf_float __trunctfxf2(tf_float a) { return __truncXfYf2__(a); }
#endif
