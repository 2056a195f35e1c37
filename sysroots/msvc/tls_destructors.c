// Destructors of C++ thread variables: run when the thread ends, last registered first.
#include "runtime.h"

#pragma section(".CRT$XLD", read)

enum { perBlock = 30 };

struct Block {
  struct Block *before;
  int used;
  Function all[perBlock];
};

static __declspec(thread) struct Block firstBlock;
static __declspec(thread) struct Block *last;
static int ofProgram;

static void __stdcall runDestructors(Handle module, unsigned reason, void *reserved) {
  (void)module, (void)reserved;
  if (reason != threadDetach && reason != processDetach) return;
  while (last) {
    while (last->used > 0)
      last->all[--last->used]();
    struct Block *done = last;
    last = done->before;
    if (done != &firstBlock) free(done);
  }
}

IN_SECTION(".CRT$XLD") const TlsCallback __linkshim_dyn_tls_dtor = runDestructors;

int __tlregdtor(Function function) {
  if (!__linkshim_start.registerAtExit && !ofProgram) {
    ofProgram = 1; // exit() then runs those of its thread before the functions of atexit
    _register_thread_local_exe_atexit_callback(runDestructors);
  }
  if (!last) last = &firstBlock;
  if (last->used == perBlock) {
    struct Block *more = malloc(sizeof(struct Block));
    if (!more) return -1;
    more->before = last;
    more->used = 0;
    last = more;
  }
  last->all[last->used++] = function;
  return 0;
}
