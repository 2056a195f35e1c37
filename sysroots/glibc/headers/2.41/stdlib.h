__BEGIN_DECLS
#if __GLIBC_USE (ISOC23)
extern void free_sized (void *__ptr, size_t __size) __THROW;
extern void free_aligned_sized (void *__ptr, size_t __alignment, size_t __size) __THROW;
extern size_t memalignment (const void *__p);
#endif
#if __GLIBC_USE (ISOC2Y)
extern unsigned int uabs (int __x) __THROW __attribute__ ((__const__)) __wur;
extern unsigned long int ulabs (long int __x) __THROW __attribute__ ((__const__)) __wur;
__extension__ extern unsigned long long int ullabs (long long int __x) __THROW __attribute__ ((__const__)) __wur;
#endif
__END_DECLS
