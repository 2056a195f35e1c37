// C++ thread variables with initialisers. Compilers list the initialisers in .CRT$XD*, and name __dyn_tls_init so that
// this is linked. The first thread's run after the global ones: the system calls too early, and the start calls again.
#include "runtime.h"

#pragma section(".CRT$XDA", read)
#pragma section(".CRT$XDZ", read)
#pragma section(".CRT$XLC", read)

IN_SECTION(".CRT$XDA") static const Function first = 0;
IN_SECTION(".CRT$XDZ") static const Function end = 0;

__declspec(thread) char __tls_guard;

void __dyn_tls_on_demand_init(void) {
  if (__tls_guard) return;
  __tls_guard = 1;
  for (const Function *each = &first + 1; each < &end; ++each)
    if (*each) (*each)();
}

void __stdcall __dyn_tls_init(Handle module, unsigned reason, void *reserved) {
  (void)module, (void)reserved;
  if (reason == processAttach) __linkshim_start.startOfTls = __dyn_tls_init;
  if (reason == threadAttach) __dyn_tls_on_demand_init();
}

IN_SECTION(".CRT$XLC") const TlsCallback __linkshim_dyn_tls_init = __dyn_tls_init;
