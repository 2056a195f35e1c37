/* As compiler-rt's file of this name, for every processor with numbers of quad precision. */
#define QUAD_PRECISION
#include "fp_lib.h"
#if defined(CRT_HAS_TF_MODE)
#define SRC_QUAD
#define DST_BFLOAT
#include "fp_trunc_impl.inc"

COMPILER_RT_ABI dst_t __trunctfbf2(tf_float a) { return __truncXfYf2__(a); }
#endif
