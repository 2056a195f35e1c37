// The functions that run at the end: of the process, or of the DLL that registers them.
#include "runtime.h"

FallibleFunction _onexit(FallibleFunction function) {
  int (*ofDll)(FallibleFunction) = __linkshim_start.registerAtExit;
  int failed = ofDll ? ofDll(function) : _crt_atexit((Function)function);
  return failed ? 0 : function;
}

int atexit(Function function) { return _onexit((FallibleFunction)function) ? 0 : -1; }
