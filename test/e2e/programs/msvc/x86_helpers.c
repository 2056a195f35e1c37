// The functions that compilers of Microsoft's dialect call for 32-bit x86, on many numbers. It is made for Linux, where it runs
// without a Wine for 32 bits; the status is 42, or says which function is wrong.
typedef unsigned long long u64;
typedef long long s64;
typedef unsigned u32;

s64 __stdcall alldiv(s64, s64) __asm__("__alldiv");
s64 __stdcall allrem(s64, s64) __asm__("__allrem");
s64 __stdcall allmul(s64, s64) __asm__("__allmul");
u64 __stdcall aulldiv(u64, u64) __asm__("__aulldiv");
u64 __stdcall aullrem(u64, u64) __asm__("__aullrem");

struct Both {
  u64 quotient, rest;
};

static void end(int status) { __asm__ volatile("int $0x80" ::"a"(1), "b"(status)); }

/// Bit by bit.
static struct Both divided(u64 n, u64 d) {
  struct Both result;
  result.quotient = result.rest = 0;
  for (int i = 63; i >= 0; i--) {
    u64 top = result.rest >> 63;
    result.rest = result.rest << 1 | (n >> i & 1);
    result.quotient <<= 1;
    if (top || result.rest >= d) result.rest -= d, result.quotient |= 1;
  }
  return result;
}

static u64 state = 88172645463325252ULL;
/// A number with as many bits as it happens, of either sign.
static u64 next(void) {
  state ^= state << 13, state ^= state >> 7, state ^= state << 17;
  u64 value = state * 0x9E3779B97F4A7C15ULL >> (state & 63);
  return state >> 20 & 1 ? value : -value;
}

#define BOTH(name, function)                                                                                           \
  static struct Both name(u64 n, u64 d) {                                                                              \
    u32 words[8] = {(u32)(d >> 32), (u32)d, (u32)(n >> 32), (u32)n};                                                   \
    __asm__ volatile("movl %%edi, %%esi\n\tpushl (%%esi)\n\tpushl 4(%%esi)\n\tpushl 8(%%esi)\n\tpushl 12(%%esi)\n\t"    \
                     "calll " function "\n\t"                                                                          \
                     "movl %%eax, 16(%%edi)\n\tmovl %%edx, 20(%%edi)\n\tmovl %%ecx, 24(%%edi)\n\tmovl %%ebx, 28(%%edi)" \
                     : : "D"(words) : "eax", "ebx", "ecx", "edx", "esi", "memory", "cc");                              \
    struct Both result = {(u64)words[5] << 32 | words[4], (u64)words[7] << 32 | words[6]};                             \
    return result;                                                                                                     \
  }
BOTH(signedBoth, "__alldvrm")
BOTH(unsignedBoth, "__aulldvrm")

#define SHIFT(name, function)                                                                                          \
  static u64 name(u64 value, u32 count) {                                                                              \
    u32 low = (u32)value, high = (u32)(value >> 32);                                                                   \
    __asm__ volatile("calll " function : "+a"(low), "+d"(high), "+c"(count)::"cc");                                    \
    return (u64)high << 32 | low;                                                                                      \
  }
SHIFT(left, "__allshl")
SHIFT(right, "__aullshr")
SHIFT(signedRight, "__allshr")

static s64 whole(double value) {
  u32 low, high;
  __asm__ volatile("fldl %2\n\tcalll __ftol2" : "=a"(low), "=d"(high) : "m"(value));
  return (s64)((u64)high << 32 | low);
}

/// How far the stack pointer goes down.
static u32 probed(u32 size) {
  u32 before, after;
  __asm__ volatile("movl %%esp, %%esi\n\tcalll _chkstk\n\tmovl %%esp, %%edi\n\tmovl %%esi, %%esp"
                   : "=S"(before), "=D"(after), "+a"(size)::"memory", "cc");
  return before - after;
}

static u64 magnitude(s64 value) { return value < 0 ? -(u64)value : (u64)value; }

static void check(u64 a, u64 b) {
  struct Both wanted = divided(a, b), found = unsignedBoth(a, b);
  if (aulldiv(a, b) != wanted.quotient || aullrem(a, b) != wanted.rest) end(1);
  if (found.quotient != wanted.quotient || found.rest != wanted.rest) end(2);
  wanted = divided(magnitude((s64)a), magnitude((s64)b)), found = signedBoth(a, b);
  if (((s64)a < 0) != ((s64)b < 0)) wanted.quotient = -wanted.quotient;
  if ((s64)a < 0) wanted.rest = -wanted.rest;
  if ((u64)alldiv((s64)a, (s64)b) != wanted.quotient || (u64)allrem((s64)a, (s64)b) != wanted.rest) end(3);
  if (found.quotient != wanted.quotient || found.rest != wanted.rest) end(4);
  if ((u64)allmul((s64)a, (s64)b) != a * b) end(5);
  u32 count = (u32)b & 63;
  if (left(a, count) != a << count || right(a, count) != a >> count || (s64)signedRight(a, count) != (s64)a >> count) end(6);
  if (left(a, 64) || right(a, 99) || (s64)signedRight(a, 64) != (s64)a >> 63) end(7);
}

void _start(void) {
  for (int i = 0; i < 20000; i++) {
    u64 a = next(), b = next();
    if (b) check(a, b);
  }
  check((u64)1 << 63, -1ULL), check(-1ULL, 1), check(-1ULL, (u64)1 << 32), check(-1ULL, -1ULL);
  if (whole(-3.9) != -3 || whole(4e18) != 4000000000000000000 || whole(2.5) != 2) end(8);
  if (probed(8) != 8 || probed(4096) != 4096 || probed(100000) != 100000) end(9);
  end(42);
}
