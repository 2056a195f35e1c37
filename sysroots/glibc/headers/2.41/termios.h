#if defined __USE_MISC && __GLIBC_PREREQ (2, 42)
__BEGIN_DECLS
typedef speed_t baud_t;
extern baud_t cfgetobaud (const struct termios *__termios_p) __THROW;
extern baud_t cfgetibaud (const struct termios *__termios_p) __THROW;
extern int cfsetobaud (struct termios *__termios_p, baud_t __baud) __THROW;
extern int cfsetibaud (struct termios *__termios_p, baud_t __baud) __THROW;
extern int cfsetbaud (struct termios *__termios_p, baud_t __baud) __THROW;
__END_DECLS
#endif
