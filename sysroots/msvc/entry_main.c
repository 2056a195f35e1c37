#include "program.h"

int main(int, char **, char **);

static int run(void) { return main(*__p___argc(), *__p___argv(), _get_initial_narrow_environment()); }

int mainCRTStartup(void) {
  static const struct Start start = {consoleApp, 0, run};
  __security_init_cookie();
  __linkshim_run(&start);
}
