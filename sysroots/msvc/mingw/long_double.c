// The functions of long double, which is double for this target. The UCRT's own headers have them inline;
// mingw-w64's have the declarations.
#include <math.h>
#include <stdlib.h>
#include <wchar.h>

#define ONE(name)                                                                                            \
  long double name##l(long double x) {                                                                       \
    return name((double)x);                                                                                  \
  }
#define TWO(name)                                                                                            \
  long double name##l(long double x, long double y) {                                                        \
    return name((double)x, (double)y);                                                                       \
  }
#define TO(type, name)                                                                                       \
  type name##l(long double x) {                                                                              \
    return name((double)x);                                                                                  \
  }

// OBJECTS: what is parted by empty lines, each with what is above this line.

ONE(acos)

ONE(acosh)

ONE(asin)

ONE(asinh)

ONE(atan)

ONE(atanh)

ONE(cbrt)

ONE(ceil)

ONE(cos)

ONE(cosh)

ONE(erf)

ONE(erfc)

ONE(exp)

ONE(exp2)

ONE(expm1)

ONE(fabs)

ONE(floor)

ONE(lgamma)

ONE(log)

ONE(log10)

ONE(log1p)

ONE(log2)

ONE(logb)

ONE(nearbyint)

ONE(rint)

ONE(round)

ONE(sin)

ONE(sinh)

ONE(sqrt)

ONE(tan)

ONE(tanh)

ONE(tgamma)

ONE(trunc)

TWO(atan2)

TWO(copysign)

TWO(fdim)

TWO(fmax)

TWO(fmin)

TWO(fmod)

TWO(hypot)

TWO(nextafter)

TWO(pow)

TWO(remainder)

TO(int, ilogb)

TO(long, lrint)

TO(long, lround)

TO(long long, llrint)

TO(long long, llround)

long double fmal(long double x, long double y, long double z) {
  return fma((double)x, (double)y, (double)z);
}

long double frexpl(long double x, int *exponent) {
  return frexp((double)x, exponent);
}

long double ldexpl(long double x, int exponent) {
  return ldexp((double)x, exponent);
}

long double modfl(long double x, long double *whole) {
  return modf((double)x, (double *)whole);
}

long double nanl(const char *tag) {
  return nan(tag);
}

long double remquol(long double x, long double y, int *quotient) {
  return remquo((double)x, (double)y, quotient);
}

long double scalblnl(long double x, long exponent) {
  return scalbln((double)x, exponent);
}

long double scalbnl(long double x, int exponent) {
  return scalbn((double)x, exponent);
}

double nexttoward(double x, long double y) {
  return nextafter(x, (double)y);
}

long double nexttowardl(long double x, long double y) {
  return nextafter((double)x, (double)y);
}

float nexttowardf(float x, long double y) {
  if (x == y) return (float)y;
  if (x != x || y != y) return x + (float)y;
  return nextafterf(x, y > x ? HUGE_VALF : -HUGE_VALF);
}

int __fpclassifyl(long double x) {
  return __fpclassify((double)x);
}

int __isnanl(long double x) {
  return __isnan((double)x);
}

int __signbitl(long double x) {
  return __signbit((double)x);
}

int isnanl(long double x) {
  return __isnan((double)x);
}

int finitel(long double x) {
  return _finite((double)x);
}

void sincos(double x, double *sine, double *cosine) {
  *sine = sin(x), *cosine = cos(x);
}

void sincosf(float x, float *sine, float *cosine) {
  *sine = sinf(x), *cosine = cosf(x);
}

void sincosl(long double x, long double *sine, long double *cosine) {
  *sine = sin((double)x), *cosine = cos((double)x);
}

long double strtold(const char *text, char **end) {
  return strtod(text, end);
}

long double wcstold(const wchar_t *text, wchar_t **end) {
  return wcstod(text, end);
}

float __mingw_strtof(const char *text, char **end) {
  return strtof(text, end);
}

double __mingw_strtod(const char *text, char **end) {
  return strtod(text, end);
}

long double __mingw_strtold(const char *text, char **end) {
  return strtod(text, end);
}

float __mingw_wcstof(const wchar_t *text, wchar_t **end) {
  return wcstof(text, end);
}

double __mingw_wcstod(const wchar_t *text, wchar_t **end) {
  return wcstod(text, end);
}

long double __mingw_wcstold(const wchar_t *text, wchar_t **end) {
  return wcstod(text, end);
}
