// The start of a program, for each kind of main function.
#pragma once
#include "runtime.h"

enum AppType { consoleApp = 1, windowsApp = 2 };

struct Start {
  enum AppType type;
  int wide; // main's arguments are UTF-16
  int (*run)(void);
};

/// Prepares the C library, calls `run`, and ends the process with what it returns.
__declspec(noreturn) void __linkshim_run(const struct Start *start);

int *__p___argc(void);
char ***__p___argv(void);
wchar ***__p___wargv(void);
char **_get_initial_narrow_environment(void);
wchar **_get_initial_wide_environment(void);
char *_get_narrow_winmain_command_line(void);
wchar *_get_wide_winmain_command_line(void);

extern struct Image {
  char dosHeader;
} __ImageBase;

/// How the window should be shown, as the parent process asked for.
int __linkshim_show(void);
