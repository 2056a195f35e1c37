/* What runs before and after main, each once: printed in order. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void say(const char *text) {
  size_t n = 0;
  while (text[n])
    ++n;
  if (write(1, text, n) < 0) abort();
}
static void preinit(int count, char **words, char **environment) {
  say(count == 1 && words[0] && environment ? "preinit\n" : "preinit without arguments\n");
}
__attribute__((section(".preinit_array"), used)) static void (*const early)(int, char **, char **) = preinit;

__attribute__((constructor(101))) static void first(int count, char **words, char **environment) {
  say(count == 1 && words[0] && environment ? "constructor 101\n" : "constructor without arguments\n");
}
__attribute__((constructor)) static void second(void) { say("constructor\n"); }
__attribute__((destructor)) static void last(void) { say("destructor\n"); }
__attribute__((destructor(101))) static void veryLast(void) { say("destructor 101\n"); }
static void atEnd(void) { say("atexit\n"); }

extern int libraryValue(void);

int main(void) {
  atexit(atEnd);
  say(libraryValue() == 7 ? "main\n" : "main, but the library did not start\n");
  return 0;
}
