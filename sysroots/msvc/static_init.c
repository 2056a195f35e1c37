// C++: a variable of a function is initialised once, by the first thread that comes. The compiler's code asks here when
// the variable's mark is newer than the thread's last look.
#include "runtime.h"

enum { uninitialised = 0, underWay = -1, firstEpoch = (int)0x80000000, forever = -1 };

typedef struct {
  void *opaque;
} Lock, Condition; // SRWLOCK and CONDITION_VARIABLE, whose zeros are their first state

void __stdcall AcquireSRWLockExclusive(Lock *);
void __stdcall ReleaseSRWLockExclusive(Lock *);
int __stdcall SleepConditionVariableSRW(Condition *, Lock *, unsigned, unsigned);
void __stdcall WakeAllConditionVariable(Condition *);

static Lock lock;
static Condition changed;
int _Init_global_epoch = firstEpoch;
__declspec(thread) int _Init_thread_epoch = firstEpoch;

void __cdecl _Init_thread_header(int *mark) {
  AcquireSRWLockExclusive(&lock);
  while (*mark == underWay)
    SleepConditionVariableSRW(&changed, &lock, forever, 0);
  if (*mark == uninitialised)
    *mark = underWay;
  else
    _Init_thread_epoch = _Init_global_epoch;
  ReleaseSRWLockExclusive(&lock);
}

void __cdecl _Init_thread_footer(int *mark) {
  AcquireSRWLockExclusive(&lock);
  *mark = _Init_thread_epoch = ++_Init_global_epoch;
  ReleaseSRWLockExclusive(&lock);
  WakeAllConditionVariable(&changed);
}

void __cdecl _Init_thread_abort(int *mark) {
  AcquireSRWLockExclusive(&lock);
  *mark = uninitialised;
  ReleaseSRWLockExclusive(&lock);
  WakeAllConditionVariable(&changed);
}
