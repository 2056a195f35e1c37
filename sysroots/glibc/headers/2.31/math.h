/* What a program may define to handle errors of the mathematical functions. Its macros (DOMAIN, OVERFLOW, ...) are
   names that newer programs use for other things: they are there for those that ask for System V. */
#if defined __USE_MISC && !__GLIBC_PREREQ (2, 27)
__BEGIN_DECLS
typedef enum { _IEEE_ = -1, _SVID_, _XOPEN_, _POSIX_, _ISOC_ } _LIB_VERSION_TYPE;
extern _LIB_VERSION_TYPE _LIB_VERSION;
# ifdef __cplusplus
#  define __linkshim_exception __exception
# else
#  define __linkshim_exception exception
# endif
struct __linkshim_exception;
# ifdef _SVID_SOURCE
struct __linkshim_exception
  {
    int type;
    char *name;
    double arg1, arg2, retval;
  };
#  define DOMAIN 1
#  define SING 2
#  define OVERFLOW 3
#  define UNDERFLOW 4
#  define TLOSS 5
#  define PLOSS 6
#  define HUGE 3.40282347e+38F
#  define X_TLOSS 1.41484755040568800000e+16
# endif
extern int matherr (struct __linkshim_exception *__exc);
# undef __linkshim_exception
__END_DECLS
#endif
