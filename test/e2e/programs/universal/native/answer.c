#include <unistd.h>

int answer(void) { return getpid() ? 42 : 0; }
