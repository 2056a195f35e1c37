__BEGIN_DECLS
extern void cfree (void *__ptr) __THROW;
extern void *malloc_get_state (void) __THROW;
extern int malloc_set_state (void *__ptr) __THROW;
extern void (*volatile __malloc_initialize_hook) (void);
extern void __malloc_check_init (void) __THROW;
__END_DECLS
