#include "program.h"

int __stdcall wWinMain(Handle, Handle, wchar *, int);

static int run(void) { return wWinMain(&__ImageBase, 0, _get_wide_winmain_command_line(), __linkshim_show()); }

int wWinMainCRTStartup(void) {
  static const struct Start start = {windowsApp, 1, run};
  __security_init_cookie();
  __linkshim_run(&start);
}
