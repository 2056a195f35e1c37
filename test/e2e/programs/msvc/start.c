// The start of a program with each kind of main function, and what compilers call; without anybody's headers.
#pragma comment(lib, "User32.Lib")
#ifndef DEFAULTS
#define DEFAULTS "libcmt"
#endif
#pragma comment(lib, DEFAULTS)
typedef unsigned short wide;
int printf(const char *, ...);
int fflush(void *);
int atexit(void (*)(void));
int __stdcall GetSystemMetrics(int);

static void last(void) { printf("atexit\n"), fflush(0); }
static __attribute__((noinline)) void fault(volatile int *place) { *place = 1; }
static __attribute__((noinline)) int large(int i) {
  volatile char all[200000];
  all[i] = 1;
  return all[i];
}
static int checked(const char *name, int argument) {
  volatile long long product = 1000000007LL * argument;
  printf("%s %c %.1f %d %d\n", name, argument, 2.5, large(argument * 1000), GetSystemMetrics(0) >= 0);
  printf("%lld %lld\n", product / argument, product % 1000);
#ifdef __SIZEOF_INT128__
  volatile __int128 more = (__int128)product << 70;
  printf("%d\n", more / 3 == ((__int128)product << 70) / 3);
#else
  printf("1\n");
#endif
  __try {
    fault(0);
  } __except (1) {
    printf("caught\n");
  }
  return atexit(last) ? 1 : 7;
}

#if defined(WIDE)
int wmain(int count, wide **arguments) { return count == 2 ? checked("wmain", arguments[1][0]) : 1; }
#elif defined(WINDOW)
int __stdcall WinMain(void *module, void *none, char *line, int show) { return module && !none ? checked("WinMain", line[0]) : show; }
#elif defined(WIDE_WINDOW)
int __stdcall wWinMain(void *module, void *none, wide *line, int show) { return module && !none ? checked("wWinMain", line[0]) : show; }
#else
int main(int count, char **arguments) { return count == 2 ? checked("main", arguments[1][0]) : 1; }
#endif
