__BEGIN_DECLS
#if __GLIBC_USE (ISOC2Y)
extern uintmax_t umaxabs (intmax_t __n) __THROW __attribute__ ((__const__));
#endif
__END_DECLS
