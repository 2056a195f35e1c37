// Arithmetic of 64 bits for 32-bit x86, under the names and by the conventions of Microsoft's compilers: arguments on the
// stack, which the callee removes. Written without a 64-bit division, which would call these functions.
#include "runtime.h"

typedef unsigned long long u64;
typedef long long s64;
typedef unsigned u32;

struct Divided {
  u32 quotient, remainder;
};

/// high:low / divisor, where the quotient has 32 bits.
static struct Divided divide(u32 high, u32 low, u32 divisor) {
  struct Divided result;
  __asm__("divl %4" : "=a"(result.quotient), "=d"(result.remainder) : "0"(low), "1"(high), "r"(divisor) : "cc");
  return result;
}

static u64 product(u64 a, u32 b) {
  u64 low = (u64)(u32)a * b;
  return low + ((u64)((u32)(a >> 32) * b) << 32);
}

u64 __linkshim_udivmod(u64 n, u64 d, u64 *remainder) {
  u32 high = (u32)(d >> 32);
  if (high == 0) {
    struct Divided upper = divide(0, (u32)(n >> 32), (u32)d);
    struct Divided lower = divide(upper.remainder, (u32)n, (u32)d);
    *remainder = lower.remainder;
    return (u64)upper.quotient << 32 | lower.quotient;
  }
  // With the divisor's upper 32 bits alone the quotient is right, or one too large.
  int shift = 32 - __builtin_clz(high);
  u64 n2 = n >> shift;
  u32 q = divide((u32)(n2 >> 32), (u32)n2, (u32)(d >> shift)).quotient;
  if (q > 0) --q;
  u64 rest = n - product(d, q);
  if (rest >= d) {
    ++q;
    rest -= d;
  }
  *remainder = rest;
  return q;
}

static u64 magnitude(s64 value) { return value < 0 ? -(u64)value : (u64)value; }

s64 __linkshim_divmod(s64 n, s64 d, s64 *remainder) {
  u64 rest, q = __linkshim_udivmod(magnitude(n), magnitude(d), &rest);
  *remainder = (s64)(n < 0 ? -rest : rest);
  return (s64)((n < 0) != (d < 0) ? -q : q);
}

s64 __stdcall allmul(s64, s64) __asm__("__allmul");
s64 __stdcall alldiv(s64, s64) __asm__("__alldiv");
s64 __stdcall allrem(s64, s64) __asm__("__allrem");
u64 __stdcall aulldiv(u64, u64) __asm__("__aulldiv");
u64 __stdcall aullrem(u64, u64) __asm__("__aullrem");

s64 __stdcall allmul(s64 a, s64 b) {
  return (s64)(product((u64)a, (u32)b) + ((u64)((u32)a * (u32)((u64)b >> 32)) << 32));
}
s64 __stdcall alldiv(s64 n, s64 d) {
  s64 rest;
  return __linkshim_divmod(n, d, &rest);
}
s64 __stdcall allrem(s64 n, s64 d) {
  s64 rest;
  __linkshim_divmod(n, d, &rest);
  return rest;
}
u64 __stdcall aulldiv(u64 n, u64 d) {
  u64 rest;
  return __linkshim_udivmod(n, d, &rest);
}
u64 __stdcall aullrem(u64 n, u64 d) {
  u64 rest;
  __linkshim_udivmod(n, d, &rest);
  return rest;
}

// The quotient in edx:eax, the remainder in ebx:ecx.
#define BOTH(name, function)                                                                                           \
  __asm__(".text\n"                                                                                                    \
          ".globl " name "\n" name ":\n\t"                                                                             \
          "pushl %ebp\n\t"                                                                                             \
          "movl %esp, %ebp\n\t"                                                                                        \
          "subl $8, %esp\n\t"                                                                                          \
          "leal -8(%ebp), %eax\n\t"                                                                                    \
          "pushl %eax\n\t"                                                                                             \
          "pushl 20(%ebp)\n\t"                                                                                         \
          "pushl 16(%ebp)\n\t"                                                                                         \
          "pushl 12(%ebp)\n\t"                                                                                         \
          "pushl 8(%ebp)\n\t"                                                                                          \
          "calll " function "\n\t"                                                                                     \
          "movl -8(%ebp), %ecx\n\t"                                                                                    \
          "movl -4(%ebp), %ebx\n\t"                                                                                    \
          "movl %ebp, %esp\n\t"                                                                                        \
          "popl %ebp\n\t"                                                                                              \
          "retl $16\n")
BOTH("__alldvrm", "___linkshim_divmod");
BOTH("__aulldvrm", "___linkshim_udivmod");

// edx:eax is shifted by cl.
__asm__(".globl __allshl\n"
        "__allshl:\n\t"
        "cmpb $64, %cl\n\t"
        "jae 2f\n\t"
        "cmpb $32, %cl\n\t"
        "jae 1f\n\t"
        "shldl %cl, %eax, %edx\n\t"
        "shll %cl, %eax\n\t"
        "retl\n"
        "1: movl %eax, %edx\n\t"
        "xorl %eax, %eax\n\t"
        "andb $31, %cl\n\t"
        "shll %cl, %edx\n\t"
        "retl\n"
        "2: xorl %eax, %eax\n\t"
        "xorl %edx, %edx\n\t"
        "retl\n"
        ".globl __aullshr\n"
        "__aullshr:\n\t"
        "cmpb $64, %cl\n\t"
        "jae 2b\n\t"
        "cmpb $32, %cl\n\t"
        "jae 1f\n\t"
        "shrdl %cl, %edx, %eax\n\t"
        "shrl %cl, %edx\n\t"
        "retl\n"
        "1: movl %edx, %eax\n\t"
        "xorl %edx, %edx\n\t"
        "andb $31, %cl\n\t"
        "shrl %cl, %eax\n\t"
        "retl\n"
        ".globl __allshr\n"
        "__allshr:\n\t"
        "cmpb $64, %cl\n\t"
        "jae 2f\n\t"
        "cmpb $32, %cl\n\t"
        "jae 1f\n\t"
        "shrdl %cl, %edx, %eax\n\t"
        "sarl %cl, %edx\n\t"
        "retl\n"
        "1: movl %edx, %eax\n\t"
        "sarl $31, %edx\n\t"
        "andb $31, %cl\n\t"
        "sarl %cl, %eax\n\t"
        "retl\n"
        "2: sarl $31, %edx\n\t"
        "movl %edx, %eax\n\t"
        "retl\n");
