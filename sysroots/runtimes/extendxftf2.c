/* As compiler-rt's file of this name, for 32-bit x86 too, where __float128 is a type as well. */
#include "int_lib.h"
#if defined(CRT_HAS_TF_MODE) && __LDBL_MANT_DIG__ == 64
#define SRC_80
#define DST_QUAD
#include "fp_extend_impl.inc"

COMPILER_RT_ABI tf_float __extendxftf2(xf_float a) { return __extendXfYf2__(a); }
#endif
