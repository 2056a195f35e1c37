/* crt1.o and Scrt1.o: the start of a dynamically linked program. musl's loader runs constructors and
   destructors; the functions passed here matter to nobody, as long as they have the right types. */
#include <stddef.h>

#define HIDDEN __attribute__((visibility("hidden")))

extern int main(int, char **, char **);
extern HIDDEN void _init(void) __attribute__((weak));
extern HIDDEN void _fini(void) __attribute__((weak));
extern int __libc_start_main(int (*)(int, char **, char **), int, char **, void (*)(void), void (*)(void),
                             void (*)(void));

HIDDEN __attribute__((used, noreturn)) void startProgram(void **stack, void (*loaderExit)(void)) {
  (void)loaderExit;
  __libc_start_main(main, (int)(size_t)stack[0], (char **)(stack + 1), _init, _fini, 0);
  __builtin_trap();
}

#include "sysroots/glibc/csu/start.h"
