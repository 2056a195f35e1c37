// The security cookie: a random number between a function's variables and its return address.
#include "runtime.h"

#ifdef __LP64__
#error "Windows has 32-bit long"
#endif
#if __SIZEOF_POINTER__ == 8
#define FIRST_COOKIE 0x00002B992DDFA232
#define USED_BITS 0x0000FFFFFFFFFFFF // the check of 64-bit systems wants zeros above
#else
#define FIRST_COOKIE 0xBB40E64E
#define USED_BITS 0xFFFFFFFF
#endif

uintptr_t __security_cookie = FIRST_COOKIE, __security_cookie_complement = ~(uintptr_t)FIRST_COOKIE;

void __stdcall GetSystemTimeAsFileTime(unsigned long long *);
unsigned __stdcall GetCurrentThreadId(void);
unsigned __stdcall GetCurrentProcessId(void);
int __stdcall QueryPerformanceCounter(unsigned long long *);

void __security_init_cookie(void) {
  // Windows itself has put a better one there, by the load configuration, unless it is old.
  if (__security_cookie == FIRST_COOKIE) {
    unsigned long long time = 0, counter = 0;
    GetSystemTimeAsFileTime(&time);
    QueryPerformanceCounter(&counter);
    uintptr_t cookie = (uintptr_t)(time ^ (time >> 32) ^ (counter << 32) ^ counter);
    cookie ^= GetCurrentThreadId() ^ GetCurrentProcessId() ^ (uintptr_t)&cookie;
    cookie &= USED_BITS;
    __security_cookie = cookie == FIRST_COOKIE || cookie == 0 ? FIRST_COOKIE + 1 : cookie;
  }
  __security_cookie_complement = ~__security_cookie;
}

__declspec(noreturn) void __report_gsfailure(uintptr_t cookie) {
  (void)cookie;
  __fastfail(2); // FAST_FAIL_STACK_COOKIE_CHECK_FAILURE
}

// No register but those of the call changes: compilers count on that.
#if defined(__x86_64__) && !defined(__arm64ec__)
__attribute__((naked)) void __security_check_cookie(uintptr_t cookie) {
  __asm__("cmpq %rcx, __security_cookie(%rip)\n\t"
          "jne 1f\n\t"
          "rolq $16, %rcx\n\t"
          "testw $-1, %cx\n\t"
          "jne 2f\n\t"
          "retq\n"
          "2: rorq $16, %rcx\n"
          "1: jmp __report_gsfailure");
}
#elif defined(__i386__)
__attribute__((naked)) void __fastcall __security_check_cookie(uintptr_t cookie) {
  __asm__("cmpl %ecx, ___security_cookie\n\t"
          "jne 1f\n\t"
          "retl\n"
          "1: pushl %ecx\n\t"
          "calll ___report_gsfailure");
}
#else
void __security_check_cookie(uintptr_t cookie) {
  if (cookie != __security_cookie) __report_gsfailure(cookie);
}
#endif
