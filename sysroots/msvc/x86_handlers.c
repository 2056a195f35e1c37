// The handler of __try blocks in functions with a security cookie.
#include "runtime.h"

extern uintptr_t __security_cookie;
void __fastcall __security_check_cookie(uintptr_t);
int _except_handler4_common(uintptr_t *, void(__fastcall *)(uintptr_t), void *, void *, void *, void *);

int _except_handler4(void *record, void *frame, void *context, void *dispatcher) {
  return _except_handler4_common(&__security_cookie, __security_check_cookie, record, frame, context, dispatcher);
}
