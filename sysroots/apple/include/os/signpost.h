// Marks of intervals in the unified log: types and functions; the macros that emit a mark are in Apple's SDK
// alone.
#ifndef __OS_SIGNPOST_H__
#define __OS_SIGNPOST_H__
#include <os/log.h>

typedef uint64_t os_signpost_id_t;
typedef uint8_t os_signpost_type_t;
#define OS_SIGNPOST_ID_NULL ((os_signpost_id_t)0)
#define OS_SIGNPOST_ID_INVALID ((os_signpost_id_t)~0ull)
#define OS_SIGNPOST_ID_EXCLUSIVE ((os_signpost_id_t)0xEEEEB0B5B2B2EEEE)
enum {
  OS_SIGNPOST_EVENT = 0x00,
  OS_SIGNPOST_INTERVAL_BEGIN = 0x01,
  OS_SIGNPOST_INTERVAL_END = 0x02,
};

__BEGIN_DECLS
os_signpost_id_t os_signpost_id_make_with_pointer(os_log_t log, const void *ptr);
os_signpost_id_t os_signpost_id_generate(os_log_t log);
bool os_signpost_enabled(os_log_t log);
__END_DECLS
#endif
