// The quality of service of a process that posix_spawn starts.
#ifndef _PTHREAD_SPAWN_H
#define _PTHREAD_SPAWN_H
#include <pthread/qos.h>
#include <spawn.h>
#include <sys/cdefs.h>

__BEGIN_DECLS
int posix_spawnattr_set_qos_class_np(posix_spawnattr_t *attr, qos_class_t qos_class);
int posix_spawnattr_get_qos_class_np(const posix_spawnattr_t *__restrict attr,
                                     qos_class_t *__restrict qos_class);
__END_DECLS
#endif
