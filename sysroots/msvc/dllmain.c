// The DllMain of a DLL whose author wrote none.
#include "runtime.h"

int __stdcall DllMain(Handle module, unsigned reason, void *reserved) {
  (void)module, (void)reason, (void)reserved;
  return 1;
}
