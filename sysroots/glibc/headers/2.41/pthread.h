__BEGIN_DECLS
#ifdef __USE_GNU
extern __pid_t pthread_gettid_np (pthread_t __thread_id);
#endif
__END_DECLS
