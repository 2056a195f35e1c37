/* Weak references: to a function newer than the floor, and to one that is there. */
#include <stdio.h>

extern int statx(int, const char *, int, unsigned, void *) __attribute__((weak));
extern const char *gnu_get_libc_version(void) __attribute__((weak));
extern int no_such_function(void) __attribute__((weak));

int main(void) {
  printf("%s %s %s\n", statx ? "statx" : "-", gnu_get_libc_version ? "version" : "-", no_such_function ? "no such" : "-");
  return 0;
}
