// Stands in for libc++abi's cxa_exception_storage.cpp. The exceptions that a thread has caught are the one thing that
// all modules of a process must share, so that one may rethrow what another caught. libc++abi is hidden in each of
// them; this variable is not, and its name is no one else's.
#include "cxa_exception.h"

namespace __cxxabiv1 {
extern "C" {
__attribute__((weak, visibility("default"))) constinit thread_local __cxa_eh_globals __linkshim_eh_globals = {};
__cxa_eh_globals *__cxa_get_globals() { return &__linkshim_eh_globals; }
__cxa_eh_globals *__cxa_get_globals_fast() { return &__linkshim_eh_globals; }
}
} // namespace __cxxabiv1
