// Frames of a stack.
#ifndef __PTHREAD_STACK_NP__
#define __PTHREAD_STACK_NP__
#include <stdint.h>
#include <sys/cdefs.h>

__BEGIN_DECLS
uintptr_t pthread_stack_frame_decode_np(uintptr_t frame_addr, uintptr_t *return_addr);
__END_DECLS
#endif
