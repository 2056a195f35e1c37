// What a call through a pointer is checked by where the system does not check it (/guard:cf): nothing. A system that does
// replaces the pointers when it loads the file.
#include "runtime.h"

#pragma section(".00cfg", read)

__attribute__((naked)) void __linkshim_guard_check(void) {
#ifdef __i386__
  __asm__("retl");
#elif defined(__x86_64__) && !defined(__arm64ec__)
  __asm__("retq");
#elif defined(__arm__)
  __asm__("bx lr");
#else
  __asm__("ret");
#endif
}

#if defined(__x86_64__) && !defined(__arm64ec__)
__attribute__((naked)) void __linkshim_guard_dispatch(void) { __asm__("jmpq *%rax"); }
#elif defined(__aarch64__)
__attribute__((naked)) void __linkshim_guard_dispatch(void) { __asm__("br x9"); }
#else
#define NO_DISPATCH
#endif

IN_SECTION(".00cfg") Function const __guard_check_icall_fptr = __linkshim_guard_check;
#ifndef NO_DISPATCH
IN_SECTION(".00cfg") Function const __guard_dispatch_icall_fptr = __linkshim_guard_dispatch;
#endif
