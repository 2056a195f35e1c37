// A working directory of the thread's own.
#ifndef _PTHREAD_SPIS_H
#define _PTHREAD_SPIS_H
#include <sys/cdefs.h>

__BEGIN_DECLS
int pthread_chdir_np(const char *path);
int pthread_fchdir_np(int fd);
__END_DECLS
#endif
