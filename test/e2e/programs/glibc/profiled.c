/* Enough calls for the profiler to have something to write. */
#include <stdio.h>
__attribute__((noinline)) int work(int n) { return n < 2 ? n : work(n - 1) + work(n - 2); }
int main(void) {
  printf("%d\n", work(25));
  return 0;
}
