__BEGIN_DECLS
#if defined __USE_XOPEN && !__GLIBC_PREREQ (2, 26)
extern __sighandler_t bsd_signal (int __sig, __sighandler_t __handler) __THROW;
#endif
#if defined __USE_MISC && !__GLIBC_PREREQ (2, 21)
struct sigvec
  {
    __sighandler_t sv_handler;
    int sv_mask;
    int sv_flags;
# define sv_onstack sv_flags
  };
# define SV_ONSTACK (1 << 0)
# define SV_INTERRUPT (1 << 1)
# define SV_RESETHAND (1 << 2)
extern int sigvec (int __sig, const struct sigvec *__vec, struct sigvec *__ovec) __THROW;
#endif
__END_DECLS
