/* compiler-rt's clear_cache.c for RISC-V takes the number of a system call from the kernel's headers; musl has it too. */
#include <sys/syscall.h>
