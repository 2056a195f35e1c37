#include "program.h"

void _set_app_type(int);
int _configure_narrow_argv(int);
int _configure_wide_argv(int);
int _initialize_narrow_environment(void);
int _initialize_wide_environment(void);
int _seh_filter_exe(unsigned long, void *);

enum { argumentsAsGiven = 1, runtimeFailed = 255 };

static int prepare(const struct Start *start) {
  _set_app_type(start->type);
  int failed = start->wide ? _configure_wide_argv(argumentsAsGiven) : _configure_narrow_argv(argumentsAsGiven);
  if (failed) return 0;
  if (start->wide ? _initialize_wide_environment() : _initialize_narrow_environment()) return 0;
  if (!__linkshim_initialise()) return 0;
  atexit(__linkshim_terminate);
  if (__linkshim_start.startOfTls) __linkshim_start.startOfTls(0, threadAttach, 0);
  return 1;
}

__declspec(noreturn) void __linkshim_run(const struct Start *start) {
  // The filter makes signals of C, such as SIGSEGV, of the exceptions that nobody handled.
  __try {
    exit(prepare(start) ? start->run() : runtimeFailed);
  } __except (_seh_filter_exe(__exception_code(), __exception_info())) {
    _exit((int)__exception_code());
  }
}
