#include "program.h"

int wmain(int, wchar **, wchar **);

static int run(void) { return wmain(*__p___argc(), *__p___wargv(), _get_initial_wide_environment()); }

int wmainCRTStartup(void) {
  static const struct Start start = {consoleApp, 1, run};
  __security_init_cookie();
  __linkshim_run(&start);
}
