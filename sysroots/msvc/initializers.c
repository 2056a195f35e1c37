// The borders of the tables that compilers fill: .CRT$XI* has initialisers of C, .CRT$XC* those of C++, .CRT$XP* and
// .CRT$XT* terminators. The linker sorts the sections by what follows the dollar.
#include "runtime.h"

#pragma section(".CRT$XIA", read)
#pragma section(".CRT$XIZ", read)
#pragma section(".CRT$XCA", read)
#pragma section(".CRT$XCZ", read)
#pragma section(".CRT$XPA", read)
#pragma section(".CRT$XPZ", read)
#pragma section(".CRT$XTA", read)
#pragma section(".CRT$XTZ", read)
#pragma comment(linker, "/merge:.CRT=.rdata")

IN_SECTION(".CRT$XIA") FallibleFunction __xi_a[] = {0};
IN_SECTION(".CRT$XIZ") FallibleFunction __xi_z[] = {0};
IN_SECTION(".CRT$XCA") Function __xc_a[] = {0};
IN_SECTION(".CRT$XCZ") Function __xc_z[] = {0};
IN_SECTION(".CRT$XPA") Function __xp_a[] = {0};
IN_SECTION(".CRT$XPZ") Function __xp_z[] = {0};
IN_SECTION(".CRT$XTA") Function __xt_a[] = {0};
IN_SECTION(".CRT$XTZ") Function __xt_z[] = {0};

struct StartState __linkshim_start;

int __linkshim_initialise(void) {
  if (_initterm_e(__xi_a, __xi_z)) return 0;
  _initterm(__xc_a, __xc_z);
  return 1;
}

void __linkshim_terminate(void) {
  _initterm(__xp_a, __xp_z);
  _initterm(__xt_a, __xt_z);
}
