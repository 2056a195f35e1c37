#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A C library at work, long double and 128-bit numbers with it: their functions are the compiler's runtime. */
int describe(char *out, size_t size, double value) {
  char *copy = strdup("root");
  long double exact = sqrtl((long double)value);
  unsigned __int128 wide = (unsigned __int128)(unsigned long long)value * 1000000007u / 3;
  int length = snprintf(out, size, "%s %.3f %llu", copy, (double)exact, (unsigned long long)wide);
  free(copy);
  return length;
}
