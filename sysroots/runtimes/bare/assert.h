/* For compiler-rt where there is no C library. */
#define assert(condition) ((void)0)
