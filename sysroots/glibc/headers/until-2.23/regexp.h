/* The regular expressions of System V, as far as glibc has functions for them. Until 2.22. */
#ifndef _REGEXP_H
#define _REGEXP_H 1
#include <features.h>

__BEGIN_DECLS
extern char *loc1, *loc2, *locs;
extern int step (const char *__string, const char *__expbuf) __THROW;
extern int advance (const char *__string, const char *__expbuf) __THROW;
__END_DECLS
#endif
