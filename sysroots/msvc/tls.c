// The directory of thread-local storage: where the first values are, and which functions are called for each thread.
#include "runtime.h"

#pragma section(".tls", read, write)
#pragma section(".tls$ZZZ", read, write)
#pragma section(".CRT$XLA", read)
#pragma section(".CRT$XLZ", read)
#pragma section(".rdata$T", read)

struct TlsDirectory {
  char *first, *end;
  unsigned *index;
  const TlsCallback *callbacks;
  unsigned zeros, characteristics;
};

unsigned _tls_index;
IN_SECTION(".tls") char _tls_start = 0;
IN_SECTION(".tls$ZZZ") char _tls_end = 0;
IN_SECTION(".CRT$XLA") const TlsCallback __xl_a = 0;
IN_SECTION(".CRT$XLZ") const TlsCallback __xl_z = 0;
IN_SECTION(".rdata$T") const struct TlsDirectory _tls_used = {&_tls_start, &_tls_end, &_tls_index, &__xl_a + 1, 0, 0};

#ifdef __i386__
// The pointer to the thread's storage, as an offset from FS.
__asm__(".globl __tls_array\n__tls_array = 0x2c\n");
#endif
