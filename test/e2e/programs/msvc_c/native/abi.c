#define _GNU_SOURCE
#include <complex.h>
#include <dirent.h>
#include <fenv.h>
#include <malloc.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <windows.h>

#define CHECK(what)                                                                                          \
  do {                                                                                                       \
    if (!(what)) return __LINE__;                                                                            \
  } while (0)

/* Layouts: what Microsoft's compiler makes of them. */
struct Bits {
  char a : 3;
  int b : 5;
  char c : 2;
  long long d : 40;
};
struct Mixed {
  char a;
  double b;
  short c;
  long long d;
  long e;
  wchar_t f;
};
#pragma pack(push, 2)
struct Packed {
  char a;
  int b;
  double c;
};
#pragma pack(pop)
struct __declspec(align(32)) Aligned {
  char a;
};
enum Small { one = 1, two = 2 };
union Either {
  char a[5];
  int b;
};
_Static_assert(sizeof(struct Bits) == 24, "bit-fields of another type begin anew");
_Static_assert(sizeof(struct Mixed) == 40 && offsetof(struct Mixed, e) == 32 &&
                   offsetof(struct Mixed, f) == 36,
               "");
_Static_assert(sizeof(struct Packed) == 14 && sizeof(struct Aligned) == 32 && sizeof(enum Small) == 4, "");
_Static_assert(sizeof(union Either) == 8 && sizeof(long) == 4 && sizeof(wchar_t) == 2, "");
_Static_assert(sizeof(long double) == 8 && sizeof(time_t) == 8 && (wchar_t)-1 > 0, "");

struct Mixed changed(struct Mixed m) {
  m.a += 1, m.b += 0.5, m.c += 2, m.d += 3, m.e += 4, m.f += 5;
  return m;
}
struct Three {
  float x, y, z;
};
struct Three turned(struct Three t) {
  return (struct Three){t.y, t.z, t.x};
}
struct Pair {
  int a, b;
} swapped(struct Pair p) {
  return (struct Pair){p.b, p.a};
}
enum Small other(enum Small s) {
  return s == one ? two : one;
}
#ifdef __SIZEOF_INT128__
__int128 wide(__int128 a, unsigned __int128 b) {
  return a * 3 + (__int128)(b / 7);
}
#endif

double sum(int count, ...) {
  va_list list, again;
  double all = 0;
  va_start(list, count);
  va_copy(again, list);
  for (int i = 0; i < count; ++i)
    all += va_arg(list, double);
  all += va_arg(again, double);
  va_end(again);
  va_end(list);
  return all;
}

/* Rust's. */
int called_back(int (*function)(const char *, size_t), const char *text) {
  return function(text, strlen(text));
}

static int constructed;
__attribute__((constructor)) static void construct(void) {
  constructed = 42;
}
static _Thread_local int mine = 7;
__declspec(thread) int theirs = 8;
static int formats(void) {
  char text[200];
  snprintf(text, sizeof text, "%Lf %lld %zu %ls %a %5.2e %s", 1.25L, 1LL << 40, (size_t)5, L"w", 1.0, 1234.5,
           "s");
  CHECK(!strcmp(text, "1.250000 1099511627776 5 w 0x1.0000000000000p+0 1.23e+03 s"));
  CHECK(snprintf(text, 3, "%d", 12345) == 5 && !strcmp(text, "12"));
  long double read = 0;
  CHECK(sscanf("2.5 77", "%Lf", &read) == 1 && read == 2.5L);
  CHECK(strtold("1.5", NULL) == 1.5L);
  wchar_t wide[20];
  CHECK(swprintf(wide, 20, L"%ls-%d", L"x", 3) == 3 && !wcscmp(wide, L"x-3"));
  return 0;
}
static volatile long double two_l = 2, half_l = 0.5L;
static int numbers(void) {
  CHECK(powl(two_l, 10) == 1024 && sqrtl(two_l * 2) == 2 && fabsl(-two_l) == 2 && floorl(half_l) == 0);
  CHECK(ldexpl(half_l, 3) == 4 && fmodl(two_l + half_l, 2) == 0.5L && cbrtl(8 * half_l * 2) == 2);
  CHECK(isnan(sqrtl(-two_l)) && isinf(two_l / (half_l - half_l)) && !signbit(two_l) && signbit(-two_l));
  double complex z = 3 + 4 * I, product = z * conj(z);
  CHECK(cabs(z) == 5 && creal(product) == 25 && cimag(product) == 0);
  double complex e = cexp(I * acos(-1.0));
  CHECK(fabs(creal(e) + 1) < 1e-9 && fabs(cimag(e)) < 1e-9);
  float complex f = csqrtf(-4);
  CHECK(fabsf(cimagf(f)) == 2);
  feclearexcept(FE_ALL_EXCEPT);
  volatile double zero = 0, inverse = 1 / zero;
  CHECK(inverse > 0 && fetestexcept(FE_DIVBYZERO) && fegetround() == FE_TONEAREST);
  CHECK(lgamma(3.0) > 0.69 && llrint(2.5) == 2 && nexttoward(1.0, 2.0L) > 1);
  return 0;
}
static jmp_buf place;
static void deep(int depth) {
  volatile char room[9000];
  room[depth] = 1;
  if (depth == 0) longjmp(place, 5);
  deep(depth - 1 + room[depth] - 1);
}
static int stack(int n) {
  int got = setjmp(place);
  if (got == 0) deep(20);
  CHECK(got == 5);
  volatile char large[1 << 18];
  large[0] = 1, large[(1 << 18) - 1] = 2;
  char *dynamic = alloca((size_t)n);
  memset(dynamic, 3, (size_t)n);
  CHECK(dynamic[n - 1] == 3 && large[0] == 1);
  int lengths[n];
  lengths[n - 1] = n;
  CHECK(lengths[n - 1] == n);
  return 0;
}
#pragma clang diagnostic ignored "-Watomic-alignment"
static int atoms(void) {
  atomic_int a = 1;
  atomic_llong b = 1;
  CHECK(atomic_fetch_add(&a, 4) == 1 && atomic_fetch_add(&b, 1LL << 40) == 1 && a == 5);
#ifdef __SIZEOF_INT128__
  struct Two {
    long long low, high;
  };
  static _Atomic(struct Two) both;
  atomic_store(&both, ((struct Two){1, 2}));
  struct Two read = atomic_load(&both);
  read = atomic_exchange(&both, ((struct Two){read.high, read.low}));
  read = atomic_load(&both);
  CHECK(read.low == 2 && read.high == 1);
#endif
  return 0;
}
static int files(void) {
  struct stat facts;
  CHECK(stat(".", &facts) == 0 && S_ISDIR(facts.st_mode));
  DIR *folder = opendir(".");
  CHECK(folder && readdir(folder) && closedir(folder) == 0);
  char *made = NULL;
  CHECK(asprintf(&made, "%d", 77) == 2 && !strcmp(made, "77"));
  free(made);
  char *rest = NULL, text[] = "a,b";
  CHECK(!strcmp(strtok_r(text, ",", &rest), "a") && !strcasecmp("AB", "ab"));
  void *aligned = _aligned_malloc(100, 64);
  CHECK(aligned && (uintptr_t)aligned % 64 == 0);
  _aligned_free(aligned);
  CHECK(getpid() == (int)GetCurrentProcessId() && GetStdHandle(STD_ERROR_HANDLE) != NULL);
  return 0;
}
#if defined(_MSC_VER) || !defined(__MINGW32__) || !defined(_WIN32) || !defined(_UCRT) || !defined(__GNUC__)
#error a source sees mingw-w64 with the UCRT
#endif

int abi_check(int n) {
  int (*parts[])(void) = {formats, numbers, atoms, files};
  for (size_t i = 0; i < sizeof parts / sizeof *parts; ++i) {
    int line = parts[i]();
    if (line) return line;
  }
  int line = stack(n);
  if (line) return line;
  CHECK(constructed == 42 && ++mine == 8 && ++theirs == 9);
  return 0;
}
int of_thread(void) {
  return mine + theirs;
}
