// Waiting for a value in memory. From macOS 14.4 on.
#ifndef __OS_SYNC_WAIT_ON_ADDRESS__
#define __OS_SYNC_WAIT_ON_ADDRESS__
#include <os/clock.h>
#include <stdint.h>
#include <sys/cdefs.h>
#include <sys/types.h>

typedef uint32_t os_sync_wait_on_address_flags_t;
typedef uint32_t os_sync_wake_by_address_flags_t;
enum {
  OS_SYNC_WAIT_ON_ADDRESS_NONE = 0,
  OS_SYNC_WAIT_ON_ADDRESS_SHARED = 1,
  OS_SYNC_WAKE_BY_ADDRESS_NONE = 0,
  OS_SYNC_WAKE_BY_ADDRESS_SHARED = 1,
};

__BEGIN_DECLS
int os_sync_wait_on_address(void *addr, uint64_t value, size_t size, os_sync_wait_on_address_flags_t flags);
int os_sync_wait_on_address_with_deadline(void *addr, uint64_t value, size_t size,
                                          os_sync_wait_on_address_flags_t flags, os_clockid_t clockid,
                                          uint64_t deadline);
int os_sync_wait_on_address_with_timeout(void *addr, uint64_t value, size_t size,
                                         os_sync_wait_on_address_flags_t flags, os_clockid_t clockid,
                                         uint64_t timeout_ns);
int os_sync_wake_by_address_any(void *addr, size_t size, os_sync_wake_by_address_flags_t flags);
int os_sync_wake_by_address_all(void *addr, size_t size, os_sync_wake_by_address_flags_t flags);
__END_DECLS
#endif
