// What Microsoft's compiler calls for the security cookie: Rust's own libraries have objects of it. The cookie is compared
// when the function returns; exception handlers of this name compare it too, before they do what they are named for, which
// these leave to the return.
#include "runtime.h"

enum { continueSearch = 1, rangeCheckFailed = 8 };

__declspec(noreturn) void __report_rangecheckfailure(void) { __fastfail(rangeCheckFailed); }

#ifndef __i386__
int __C_specific_handler(void *, void *, void *, void *);
int __CxxFrameHandler3(void *, void *, void *, void *);

int __GSHandlerCheck(void *record, void *frame, void *context, void *dispatcher) {
  (void)record, (void)frame, (void)context, (void)dispatcher;
  return continueSearch;
}
int __GSHandlerCheck_SEH(void *record, void *frame, void *context, void *dispatcher) {
  return __C_specific_handler(record, frame, context, dispatcher);
}
int __GSHandlerCheck_EH(void *record, void *frame, void *context, void *dispatcher) {
  return __CxxFrameHandler3(record, frame, context, dispatcher);
}
#endif

#ifdef __aarch64__
// The cookie takes 16 bytes of the stack, mixed with the stack pointer. Only x16 and x17 may change.
#define COOKIE "adrp x16, __security_cookie\n\tldr x16, [x16, :lo12:__security_cookie]\n\t"
__attribute__((naked)) void __security_push_cookie(void) {
  __asm__(COOKIE "sub x17, sp, x16\n\t"
                 "sub sp, sp, #16\n\t"
                 "str x17, [sp, #8]\n\t"
                 "ret");
}
__attribute__((naked)) void __security_pop_cookie(void) {
  __asm__(COOKIE "ldr x17, [sp, #8]\n\t"
                 "add sp, sp, #16\n\t"
                 "sub x17, sp, x17\n\t"
                 "cmp x17, x16\n\t"
                 "b.ne 1f\n\t"
                 "ret\n"
                 "1: mov x0, x17\n\t"
                 "b __report_gsfailure");
}
#endif
