/* crtbegin.o and crtbeginS.o. OpenBSD's compilers have the stack protector's word in each module, where the kernel
   or the loader fills it with random bytes. */
#include "sysroots/startfiles/crtbegin.c"

#if defined(__OpenBSD__)
long __guard_local HIDDEN __attribute__((section(".openbsd.randomdata")));
#endif
