__BEGIN_DECLS
#ifdef __USE_XOPEN
extern void setkey (const char *__key) __THROW;
#endif
#ifdef __USE_MISC
extern void cfree (void *__ptr) __THROW;
#endif
__END_DECLS
