__BEGIN_DECLS
#ifdef __USE_XOPEN
extern void encrypt (char *__block, int __edflag) __THROW;
#endif
__END_DECLS
