/* The library of order.c. */
#include <stdlib.h>
#include <unistd.h>

static int value;
static void leave(void) {
  if (write(1, "library atexit\n", 15) < 0) abort();
}
__attribute__((constructor)) static void start(void) {
  if (write(1, "library constructor\n", 20) < 0) abort();
  atexit(leave);
  value = 7;
}
__attribute__((destructor)) static void stop(void) {
  if (write(1, "library destructor\n", 19) < 0) abort();
}
int libraryValue(void) { return value; }
