#include "program.h"

int __stdcall WinMain(Handle, Handle, char *, int);

static int run(void) { return WinMain(&__ImageBase, 0, _get_narrow_winmain_command_line(), __linkshim_show()); }

int WinMainCRTStartup(void) {
  static const struct Start start = {windowsApp, 0, run};
  __security_init_cookie();
  __linkshim_run(&start);
}
