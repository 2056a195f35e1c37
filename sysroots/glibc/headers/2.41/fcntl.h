#if defined __USE_GNU && __GLIBC_PREREQ (2, 43)
# include <linux/openat2.h>
__BEGIN_DECLS
extern int openat2 (int __dfd, const char *__filename, const struct open_how *__how, __SIZE_TYPE__ __usize)
     __nonnull ((2, 3));
__END_DECLS
#endif
