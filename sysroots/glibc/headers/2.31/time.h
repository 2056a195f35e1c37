__BEGIN_DECLS
#ifdef __USE_MISC
extern int stime (const time_t *__when) __THROW;
#endif
__END_DECLS
