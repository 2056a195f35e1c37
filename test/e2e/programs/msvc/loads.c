// Loads a DLL at its first call, misses another, and loads one by its name.
#pragma comment(lib, "msvcrt")
int printf(const char *, ...);
__declspec(dllimport) int answer(void);
__declspec(dllimport) int nobodys(void);
void *__stdcall LoadLibraryA(const char *);
void *__stdcall GetProcAddress(void *, const char *);
int __stdcall FreeLibrary(void *);

static int missing(unsigned code) { return code == 0xC06D007E; }
int main(void) {
  void *rust = LoadLibraryA("adds.dll");
  int (*adds)(int, int) = rust ? (int (*)(int, int))GetProcAddress(rust, "adds") : 0;
  printf("rust %d %d\n", adds ? adds(2, 3) : 0, adds ? adds(2147483647, 1) : 0);
  if (rust) FreeLibrary(rust);
  printf("before\n");
  printf("%d\n", answer());
  __try {
    nobodys();
  } __except (missing(__exception_code())) {
    printf("missing\n");
  }
  return 0;
}
