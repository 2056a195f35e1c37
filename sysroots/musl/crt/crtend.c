/* The zero length that ends .eh_frame. */
#if defined(__x86_64__)
__asm__(".section .eh_frame,\"a\",@unwind\n.balign 4\n.long 0\n.previous");
#elif defined(__arm__)
/* EHABI has no .eh_frame. */
#else
__asm__(".section .eh_frame,\"a\",@progbits\n.balign 4\n.long 0\n.previous");
#endif
