// Symbols of which only the address, or the presence, matters.
#include "runtime.h"

/// Named by every object with floating point numbers.
int _fltused = 0x9875;

#ifdef __i386__
// The list of exception handlers is at the start of the thread's block: an offset of 0 from FS.
__asm__(".globl __except_list\n__except_list = 0\n");
#endif

/// The virtual functions of std::type_info: the first word of the description of each thrown type. Nobody calls them.
void *const typeInfoFunctions[] __asm__("??_7type_info@@6B@") = {0};
