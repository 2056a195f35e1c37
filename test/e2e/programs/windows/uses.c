#include <limits.h>
#include <stdio.h>
int adds(int a, int b);
int main(void) {
  int seven = adds(3, 4), none = adds(INT_MAX, 1);
  printf("%d %d\n", seven, none);
  return 0;
}
