// Being told of every thread that starts and ends.
#ifndef __PTHREAD_INTROSPECTION__
#define __PTHREAD_INTROSPECTION__
#include <pthread.h>
#include <stddef.h>
#include <sys/cdefs.h>

typedef void (*pthread_introspection_hook_t)(unsigned int event, pthread_t thread, void *addr, size_t size);
enum {
  PTHREAD_INTROSPECTION_THREAD_CREATE = 1,
  PTHREAD_INTROSPECTION_THREAD_START,
  PTHREAD_INTROSPECTION_THREAD_TERMINATE,
  PTHREAD_INTROSPECTION_THREAD_DESTROY,
};

__BEGIN_DECLS
pthread_introspection_hook_t pthread_introspection_hook_install(pthread_introspection_hook_t hook);
int pthread_introspection_setspecific_np(pthread_t thread, pthread_key_t key, const void *value);
void *pthread_introspection_getspecific_np(pthread_t thread, pthread_key_t key);
__END_DECLS
#endif
