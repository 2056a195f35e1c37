/* Variables of the C library that have several names, read and written by the program: in code that is not position
   independent each of them is copied into the program, and all its names must mean the copy. */
#define _GNU_SOURCE
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

extern char **__environ, **_environ;
extern char *__progname_full, *__progname;
extern char *__tzname[2];
extern int __daylight;
extern long __timezone;

static int failures;
static void check(int good, const char *what) {
  if (good) return;
  printf("wrong: %s\n", what);
  ++failures;
}

int main(int count, char **words) {
  check(environ && environ == __environ && environ == _environ, "environ");
  setenv("MARK", "one", 1);
  check(environ == __environ && strcmp(getenv("MARK"), "one") == 0, "environ after setenv");
  char *own[] = {"MARK=two", 0};
  environ = own;
  check(getenv("MARK") && strcmp(getenv("MARK"), "two") == 0, "getenv after environ was set");

  environ = 0;
  setenv("TZ", "ABC3DEF", 1);
  tzset();
  check(tzname[0] && strcmp(tzname[0], "ABC") == 0, "tzname");
  check(__tzname[1] && strcmp(__tzname[1], "DEF") == 0, "__tzname");
  check(timezone == 3 * 3600 && __timezone == timezone, "timezone");
  check(daylight == 1 && __daylight == 1, "daylight");

  check(program_invocation_name && strcmp(program_invocation_name, words[0]) == 0, "program_invocation_name");
  check(__progname_full == program_invocation_name, "__progname_full");
  check(program_invocation_short_name == __progname && strchr(__progname, '/') == 0, "__progname");

  check(getopt(count, words, "o:") == 'o' && optarg && strcmp(optarg, "value") == 0, "optarg");
  check(optind == 3, "optind");
  check(stdout != stderr && fprintf(stdout, "%s", "") == 0, "stdout");
  errno = ERANGE;
  check(errno == ERANGE, "errno");
  if (!failures) puts("right");
  return failures;
}
