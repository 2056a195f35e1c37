/* The runtime's functions get their arguments where the compiler puts them: half precision, complex numbers. */
#include <stdio.h>

#if defined(__SIZEOF_INT128__)
#define INT128 1
#endif
#if defined(__FLT16_MANT_DIG__)
#define HALF 1
#endif

static int wrong;
#define IS(what)                                                                                                       \
  if (!(what)) {                                                                                                       \
    printf("wrong: %s\n", #what);                                                                                      \
    wrong = 1;                                                                                                         \
  }

int main(int count, char **arguments) {
  volatile double one = count;
  volatile _Complex double a = 3 * one + 4 * one * 1.0i, b = one + one * 1.0i;
  _Complex double quotient = a / b, product = a * b;
  IS(__real__ quotient == 3.5 && __imag__ quotient == 0.5);
  IS(__real__ product == -1 && __imag__ product == 7);
  volatile _Complex float c = a, d = b;
  _Complex float small = c / d;
  IS(__real__ small == 3.5f && __imag__ small == 0.5f);
  volatile int ten = 10 * count;
  IS(__builtin_powi(one + one, ten) == 1024);
  volatile long double big = one / 4;
  IS((double)(big + big * big) == 0.3125);
  volatile long long wide = 1000000007LL * count, part = 97;
  IS(wide / part == 10309278 && wide % part == 41);
  IS((long long)(double)(wide * one) == wide && (float)wide == 1000000000.0f);
#if HALF
  volatile _Float16 half = (_Float16)(one * 1.5);
  volatile float back = half;
  IS(back == 1.5f && (double)half == 1.5 && (int)(half + half) == 3);
#endif
#if INT128
  volatile __int128 huge = ((__int128)wide << 64) + 5, remainder = huge % 1000003;
  __int128 over;
  IS(huge / wide >> 63 == 2 && remainder == (__int128)(huge - huge / 1000003 * 1000003));
  IS(__builtin_mul_overflow(huge, huge, &over) && (double)(__int128)(one * 18446744073709551616.0) == 18446744073709551616.0);
#if HALF
  volatile __int128 seven = 7;
  IS((_Float16)seven == (_Float16)7 && (__int128)half == 1 && (_Float16)-seven == (_Float16)-7);
#endif
#endif
  if (!wrong) printf("right\n");
  return wrong;
}
