__BEGIN_DECLS
#if defined __USE_MISC || __GLIBC_USE (ISOC23)
extern void *memset_explicit (void *__s, int __c, size_t __n) __THROW __nonnull ((1));
#endif
__END_DECLS
