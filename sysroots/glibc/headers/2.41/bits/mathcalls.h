#if __GLIBC_USE (IEC_60559_FUNCS_EXT_C23)
__MATHCALL (compoundn,, (_Mdouble_ __x, long long int __y));
__MATHCALL (pown,, (_Mdouble_ __x, long long int __y));
__MATHCALL (powr,, (_Mdouble_ __x, _Mdouble_ __y));
__MATHCALL (rootn,, (_Mdouble_ __x, long long int __y));
__MATHCALL (rsqrt,, (_Mdouble_ __x));
#endif
