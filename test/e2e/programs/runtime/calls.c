/* Code whose compilation calls the functions of the compiler's runtime: callX makes clang call X for some target.
   Those of small processors are here as well: for others the same code is an instruction. */
#if defined(__SIZEOF_INT128__)
#define INT128 1
#endif
#if defined(__FLT16_MANT_DIG__)
#define HALF 1
#endif
#if defined(__SSE2__) || defined(__aarch64__) || defined(__riscv)
#define BFLOAT 1
#endif
#if defined(__SIZEOF_FLOAT128__) || defined(__FLOAT128__)
#define QUAD 1
#endif
#if !defined(NO_FLOAT)
#define FLOAT 1
#endif
#if FLOAT
_Complex double call__divdc3(_Complex double a, _Complex double b) { return a / b; }
_Complex double call__muldc3(_Complex double a, _Complex double b) { return a * b; }
_Complex float call__divsc3(_Complex float a, _Complex float b) { return a / b; }
_Complex float call__mulsc3(_Complex float a, _Complex float b) { return a * b; }
_Complex long double call__divxc3(_Complex long double a, _Complex long double b) { return a / b; }
_Complex long double call__mulxc3(_Complex long double a, _Complex long double b) { return a * b; }
#endif
#if INT128
__int128 call__divti3(__int128 a, __int128 b) { return a / b; }
__int128 call__modti3(__int128 a, __int128 b) { return a % b; }
unsigned __int128 call__udivti3(unsigned __int128 a, unsigned __int128 b) { return a / b; }
unsigned __int128 call__umodti3(unsigned __int128 a, unsigned __int128 b) { return a % b; }
unsigned __int128 call__udivmodti4(unsigned __int128 a, unsigned __int128 b) { return a / b + a % b; }
__int128 call__multi3(__int128 a, __int128 b) { return a * b; }
int call__muloti4(__int128 a, __int128 b, __int128 *c) { return __builtin_mul_overflow(a, b, c); }
__int128 call__ashlti3(__int128 a, int b) { return a << b; }
__int128 call__ashrti3(__int128 a, int b) { return a >> b; }
unsigned __int128 call__lshrti3(unsigned __int128 a, int b) { return a >> b; }
#endif
#if INT128 && FLOAT
__int128 call__fixdfti(double a) { return (__int128)a; }
__int128 call__fixsfti(float a) { return (__int128)a; }
unsigned __int128 call__fixunsdfti(double a) { return (unsigned __int128)a; }
unsigned __int128 call__fixunssfti(float a) { return (unsigned __int128)a; }
__int128 call__fixxfti(long double a) { return (__int128)a; }
unsigned __int128 call__fixunsxfti(long double a) { return (unsigned __int128)a; }
double call__floattidf(__int128 a) { return a; }
float call__floattisf(__int128 a) { return a; }
double call__floatuntidf(unsigned __int128 a) { return a; }
float call__floatuntisf(unsigned __int128 a) { return a; }
long double call__floattixf(__int128 a) { return a; }
long double call__floatuntixf(unsigned __int128 a) { return a; }
#endif
#if INT128
int call__popcountti2(unsigned __int128 a) { return __builtin_popcountll(a) + __builtin_popcountll(a >> 64); }
#endif
long long call__divdi3(long long a, long long b) { return a / b; }
long long call__moddi3(long long a, long long b) { return a % b; }
unsigned long long call__udivdi3(unsigned long long a, unsigned long long b) { return a / b; }
unsigned long long call__umoddi3(unsigned long long a, unsigned long long b) { return a % b; }
unsigned long long call__udivmoddi4(unsigned long long a, unsigned long long b) { return a / b + a % b; }
long long call__muldi3(long long a, long long b) { return a * b; }
int call__mulodi4(long long a, long long b, long long *c) { return __builtin_mul_overflow(a, b, c); }
long long call__ashldi3(long long a, int b) { return a << b; }
long long call__ashrdi3(long long a, int b) { return a >> b; }
unsigned long long call__lshrdi3(unsigned long long a, int b) { return a >> b; }
int call__divsi3(int a, int b) { return a / b; }
int call__modsi3(int a, int b) { return a % b; }
unsigned call__udivsi3(unsigned a, unsigned b) { return a / b; }
unsigned call__umodsi3(unsigned a, unsigned b) { return a % b; }
unsigned call__udivmodsi4(unsigned a, unsigned b) { return a / b + a % b; }
int call__mulsi3(int a, int b) { return a * b; }
int call__mulosi4(int a, int b, int *c) { return __builtin_mul_overflow(a, b, c); }
int call__popcountdi2(unsigned long long a) { return __builtin_popcountll(a); }
int call__popcountsi2(unsigned a) { return __builtin_popcount(a); }
int call__paritydi2(unsigned long long a) { return __builtin_parityll(a); }
int call__clzdi2(unsigned long long a) { return __builtin_clzll(a); }
int call__clzsi2(unsigned a) { return __builtin_clz(a); }
int call__ctzdi2(unsigned long long a) { return __builtin_ctzll(a); }
int call__ffsdi2(long long a) { return __builtin_ffsll(a); }
unsigned long long call__bswapdi2(unsigned long long a) { return __builtin_bswap64(a); }
#if FLOAT
double call__adddf3(double a, double b) { return a + b; }
double call__subdf3(double a, double b) { return a - b; }
double call__muldf3(double a, double b) { return a * b; }
double call__divdf3(double a, double b) { return a / b; }
int call__ltdf2(double a, double b) { return a < b; }
int call__gedf2(double a, double b) { return a >= b; }
int call__eqdf2(double a, double b) { return a == b; }
int call__unorddf2(double a, double b) { return __builtin_isunordered(a, b); }
float call__addsf3(float a, float b) { return a + b; }
float call__subsf3(float a, float b) { return a - b; }
float call__mulsf3(float a, float b) { return a * b; }
float call__divsf3(float a, float b) { return a / b; }
int call__ltsf2(float a, float b) { return a < b; }
int call__eqsf2(float a, float b) { return a == b; }
int call__unordsf2(float a, float b) { return __builtin_isunordered(a, b); }
double call__extendsfdf2(float a) { return a; }
float call__truncdfsf2(double a) { return a; }
int call__fixdfsi(double a) { return a; }
long long call__fixdfdi(double a) { return a; }
unsigned call__fixunsdfsi(double a) { return a; }
unsigned long long call__fixunsdfdi(double a) { return a; }
int call__fixsfsi(float a) { return a; }
long long call__fixsfdi(float a) { return a; }
unsigned call__fixunssfsi(float a) { return a; }
unsigned long long call__fixunssfdi(float a) { return a; }
double call__floatsidf(int a) { return a; }
double call__floatdidf(long long a) { return a; }
double call__floatunsidf(unsigned a) { return a; }
double call__floatundidf(unsigned long long a) { return a; }
float call__floatsisf(int a) { return a; }
float call__floatdisf(long long a) { return a; }
float call__floatunsisf(unsigned a) { return a; }
float call__floatundisf(unsigned long long a) { return a; }
double call__powidf2(double a, int b) { return __builtin_powi(a, b); }
float call__powisf2(float a, int b) { return __builtin_powif(a, b); }
long double call__powixf2(long double a, int b) { return __builtin_powil(a, b); }
long double call__addtf3(long double a, long double b) { return a + b; }
long double call__subtf3(long double a, long double b) { return a - b; }
long double call__multf3(long double a, long double b) { return a * b; }
long double call__divtf3(long double a, long double b) { return a / b; }
int call__lttf2(long double a, long double b) { return a < b; }
int call__unordtf2(long double a, long double b) { return __builtin_isunordered(a, b); }
long double call__extenddftf2(double a) { return a; }
long double call__extendsftf2(float a) { return a; }
double call__trunctfdf2(long double a) { return a; }
float call__trunctfsf2(long double a) { return a; }
int call__fixtfsi(long double a) { return a; }
long long call__fixtfdi(long double a) { return a; }
unsigned call__fixunstfsi(long double a) { return a; }
unsigned long long call__fixunstfdi(long double a) { return a; }
long double call__floatsitf(int a) { return a; }
long double call__floatditf(long long a) { return a; }
long double call__floatunsitf(unsigned a) { return a; }
long double call__floatunditf(unsigned long long a) { return a; }
#endif
#if HALF && FLOAT
float call__extendhfsf2(_Float16 a) { return a; }
_Float16 call__truncsfhf2(float a) { return a; }
_Float16 call__truncdfhf2(double a) { return a; }
long double call__extendhfxf2(_Float16 a) { return a; }
_Float16 call__truncxfhf2(long double a) { return a; }
#endif
#if FLOAT
float call__gnu_h2f_ieee(__fp16 *a) { return *a; }
void call__gnu_f2h_ieee(__fp16 *a, float b) { *a = b; }
void call__aeabi_d2h(__fp16 *a, double b) { *a = b; }
#endif
#if HALF && INT128 && FLOAT
__int128 call__fixhfti(_Float16 a) { return (__int128)a; }
_Float16 call__floattihf(__int128 a) { return a; }
#endif
#if HALF && FLOAT
long long call__fixhfdi(_Float16 a) { return a; }
_Float16 call__floatdihf(long long a) { return a; }
_Float16 call__floatundihf(unsigned long long a) { return a; }
#endif
#if BFLOAT && FLOAT
__bf16 call__truncsfbf2(float a) { return (__bf16)a; }
__bf16 call__truncdfbf2(double a) { return (__bf16)a; }
__bf16 call__truncxfbf2(long double a) { return (__bf16)a; }
float call__extendbfsf2(__bf16 a) { return a; }
__bf16 call__floatdibf(long long a) { return (__bf16)a; }
#endif
#if QUAD && FLOAT
__float128 call_quad(__float128 a, __float128 b) { return a + b * a / b - a; }
int call_quadcmp(__float128 a, __float128 b) { return (a < b) + (a == b) + (a >= b) + __builtin_isunordered(a, b); }
__float128 call_quadconv(long double a, double b, float c, int d, long long e, unsigned long long g) {
  return (__float128)a + b + c + d + e + g;
}
double call_quadconv2(__float128 a, long double *b, float *c, int *d, long long *e, unsigned long long *g,
                      unsigned *h) {
  *b = a;
  *c = a;
  *d = a;
  *e = a;
  *g = a;
  *h = a;
  return a;
}
#endif
#if QUAD && INT128 && FLOAT
__float128 call_quadconv3(__int128 a, unsigned __int128 b, __int128 *c, unsigned __int128 *d, __float128 e) {
  *c = e;
  *d = e;
  return (__float128)a + b;
}
#endif
#if QUAD && HALF && FLOAT
__float128 call_quadhalf(_Float16 *a, __float128 b) {
  __float128 c = *a;
  *a = b;
  return c;
}
#endif
#if QUAD && BFLOAT && FLOAT
__bf16 call__trunctfbf2(__float128 a) { return (__bf16)a; }
#endif
#if (defined(__ibm128__) || defined(__LONG_DOUBLE_IBM128__)) && FLOAT
__ibm128 call_ibm128(__ibm128 a, __ibm128 b) { return a + b * a / b - a; }
#endif
#if !defined(__wasm__)
void call__clear_cache(char *a, char *b) { __builtin___clear_cache(a, b); }
#endif
#if defined(__i386__) || defined(__x86_64__)
int call__cpu_model(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") + __builtin_cpu_is("intel") + __builtin_cpu_supports("avx512vp2intersect");
}
#endif
#if defined(__aarch64__) && !defined(__ARM_BIG_ENDIAN)
__attribute__((target_version("sve2"))) int versioned(void) { return 2; }
__attribute__((target_version("default"))) int versioned(void) { return 1; }
int call__aarch64_cpu_features(void) { return versioned(); }
#endif
#if defined(__riscv) && defined(__linux__) && __riscv_xlen == 64
int call__riscv_feature_bits(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("v");
}
#endif
#if defined(__aarch64__)
__attribute__((target("outline-atomics"))) int call__aarch64_ldadd4_acq_rel(int *a, long *b, short *c, char *d) {
  int e = 1;
  __atomic_compare_exchange_n(a, &e, 3, 0, 5, 5);
  return __atomic_fetch_add(a, 1, __ATOMIC_ACQ_REL) + __atomic_fetch_and(b, 1, __ATOMIC_ACQUIRE) +
         __atomic_fetch_or(c, 1, __ATOMIC_SEQ_CST) + __atomic_exchange_n(d, 1, 0) + __atomic_fetch_xor(a, 1, 3);
}
#endif
#if EMUTLS
__attribute__((noinline)) static int *use__emutls_get_address(void) {
  static _Thread_local int x = 3;
  return &x;
}
int call__emutls_get_address(void) { return *use__emutls_get_address(); }
#endif
#if defined(__APPLE__)
int call__isOSVersionAtLeast(void) {
  return __builtin_available(macOS 99, iOS 99, tvOS 99, watchOS 99, visionOS 99, *);
}
#endif
#if !defined(NO_LIBATOMIC) /* no system, no locks */
long long call__atomic_load_8(long long *a) { return __atomic_load_n(a, 5) + __atomic_fetch_add(a, 1, 5); }
int call__sync_fetch_and_add_4(int *a) { return __sync_fetch_and_add(a, 1) + __sync_val_compare_and_swap(a, 1, 2); }
#endif
void use__chkstk(char *a) { __asm__ volatile("" ::"r"(a) : "memory"); }
void call__chkstk(void) {
  char a[100000];
  use__chkstk(a);
}
