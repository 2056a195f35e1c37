#if defined __USE_GNU && !__MATH_DECLARING_FLOATN
__MATHCALL (pow10,, (_Mdouble_ __x));
#endif
/* Of TS 18661, which came with 2.25, two functions were there before. */
#if defined __USE_GNU && !__GLIBC_USE (IEC_60559_BFP_EXT_C2X) && !__MATH_DECLARING_FLOATN
__MATHCALL (nextdown,, (_Mdouble_ __x));
__MATHCALL (nextup,, (_Mdouble_ __x));
#endif
