// Where a DLL starts and ends. The user's DllMain is called after the initialisers, and before the terminators.
#include "runtime.h"

int __stdcall DllMain(Handle, unsigned, void *);

static OnExitTable atExit;
static int attached;

static int registerAtExit(FallibleFunction function) { return _register_onexit_function(&atExit, function); }

static int attach(Handle module, void *reserved) {
  __linkshim_start.registerAtExit = registerAtExit;
  if (_initialize_onexit_table(&atExit) || !__linkshim_initialise()) return 0;
  if (__linkshim_start.startOfTls) __linkshim_start.startOfTls(module, threadAttach, reserved);
  ++attached;
  if (DllMain(module, processAttach, reserved)) return 1;
  DllMain(module, processDetach, reserved);
  return 0;
}

static int detach(Handle module, void *reserved) {
  if (attached == 0) return 0; // the initialisers failed
  --attached;
  int result = DllMain(module, processDetach, reserved);
  _execute_onexit_table(&atExit);
  __linkshim_terminate();
  return result;
}

int __stdcall _DllMainCRTStartup(Handle module, unsigned reason, void *reserved) {
  if (reason == processAttach) {
    __security_init_cookie();
    return attach(module, reserved);
  }
  return reason == processDetach ? detach(module, reserved) : DllMain(module, reason, reserved);
}
