__BEGIN_DECLS
#ifdef __USE_GNU
extern int mseal (void *__addr, size_t __len, unsigned long __flags) __THROW;
#endif
__END_DECLS
