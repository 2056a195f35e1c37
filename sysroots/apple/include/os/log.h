// The unified log.
#ifndef __os_log_h
#define __os_log_h
#include <os/object.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/cdefs.h>

#if OS_OBJECT_USE_OBJC
OS_OBJECT_DECL(os_log);
#else
typedef struct os_log_s *os_log_t;
#endif
typedef uint8_t os_log_type_t;
enum {
  OS_LOG_TYPE_DEFAULT = 0x00,
  OS_LOG_TYPE_INFO = 0x01,
  OS_LOG_TYPE_DEBUG = 0x02,
  OS_LOG_TYPE_ERROR = 0x10,
  OS_LOG_TYPE_FAULT = 0x11,
};

__BEGIN_DECLS
extern struct mach_header __dso_handle;
extern struct os_log_s _os_log_default;
os_log_t os_log_create(const char *subsystem, const char *category);
bool os_log_type_enabled(os_log_t oslog, os_log_type_t type);
void _os_log_impl(void *dso, os_log_t log, os_log_type_t type, const char *format, uint8_t *buf,
                  uint32_t size);
__END_DECLS

#define OS_LOG_DISABLED ((os_log_t)0)
#define OS_LOG_DEFAULT ((os_log_t) & _os_log_default)
#define os_log_with_type(log, type, format, ...)                                                             \
  __extension__({                                                                                            \
    os_log_t _os_log = (log);                                                                                \
    os_log_type_t _os_type = (type);                                                                         \
    if (os_log_type_enabled(_os_log, _os_type)) {                                                            \
      static const char _os_format[] __attribute__((section("__TEXT,__oslogstring,cstring_literals"))) =     \
          format;                                                                                            \
      uint8_t _Alignas(16) _os_bytes[__builtin_os_log_format_buffer_size(format, ##__VA_ARGS__)];            \
      _os_log_impl(&__dso_handle, _os_log, _os_type, _os_format,                                             \
                   (uint8_t *)__builtin_os_log_format(_os_bytes, format, ##__VA_ARGS__),                     \
                   (uint32_t)sizeof(_os_bytes));                                                             \
    }                                                                                                        \
  })
#define os_log(log, format, ...) os_log_with_type(log, OS_LOG_TYPE_DEFAULT, format, ##__VA_ARGS__)
#define os_log_info(log, format, ...) os_log_with_type(log, OS_LOG_TYPE_INFO, format, ##__VA_ARGS__)
#define os_log_debug(log, format, ...) os_log_with_type(log, OS_LOG_TYPE_DEBUG, format, ##__VA_ARGS__)
#define os_log_error(log, format, ...) os_log_with_type(log, OS_LOG_TYPE_ERROR, format, ##__VA_ARGS__)
#define os_log_fault(log, format, ...) os_log_with_type(log, OS_LOG_TYPE_FAULT, format, ##__VA_ARGS__)
#endif
