__BEGIN_DECLS
#ifdef __USE_GNU
# include <bits/types/__sigset_t.h>
extern int pthread_attr_getsigmask_np (const pthread_attr_t *__attr, __sigset_t *__mask);
extern int pthread_attr_setsigmask_np (pthread_attr_t *__attr, const __sigset_t *__mask);
#endif
__END_DECLS
