/* The kernel's flush daemon. Until 2.22. */
#ifndef _SYS_KDAEMON_H
#define _SYS_KDAEMON_H 1
#include <features.h>

__BEGIN_DECLS
extern int bdflush (int __func, long int __data) __THROW;
__END_DECLS
#endif
