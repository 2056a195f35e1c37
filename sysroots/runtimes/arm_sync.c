/* The __sync functions that compilers call for atomic operations on 32-bit Arm before ARMv6, through the kernel's
   helpers (Documentation/arch/arm/kernel_user_helpers.rst of Linux). One and two bytes are changed inside their word. */
#if defined(__arm__) && defined(__linux__) && (!defined(__ARM_ARCH) || __ARM_ARCH < 6)

#include <stdint.h>

#define HIDDEN __attribute__((visibility("hidden")))

static int kernelSwap(uint32_t before, uint32_t after, volatile uint32_t *word) {
  return ((int (*)(uint32_t, uint32_t, volatile uint32_t *))0xffff0fc0)(before, after, word);
}

/* The compiler does not let C code define functions of these names. */
#define NAMED(name, size) __asm__("__sync_" #name "_" #size)

HIDDEN void synchronize(void) __asm__("__sync_synchronize");
void synchronize(void) { ((void (*)(void))0xffff0fa0)(); }

/* The word that holds `place`, how far up in it the value lies, and the value's bits. */
#define FIND(type)                                                                                                   \
  volatile uint32_t *word = (volatile uint32_t *)((uintptr_t)place & ~3u);                                           \
  uint32_t offset = (uint32_t)((uintptr_t)place & 3u);                                                               \
  unsigned shift = 8 * (LOW_FIRST ? offset : 4 - (uint32_t)sizeof(type) - offset);                                   \
  uint32_t mask = (uint32_t)(type)~0u << shift
#ifdef __ARM_BIG_ENDIAN
#define LOW_FIRST 0
#else
#define LOW_FIRST 1
#endif

#define FETCH(name, type, size, expression)                                                                          \
  HIDDEN type name##_##size(volatile void *place, type operand) NAMED(name, size);                                   \
  type name##_##size(volatile void *place, type operand) {                                           \
    FIND(type);                                                                                                      \
    for (;;) {                                                                                                       \
      uint32_t whole = *word;                                                                                        \
      type old = (type)(whole >> shift);                                                                             \
      type fresh = (type)(expression);                                                                               \
      if (!kernelSwap(whole, (whole & ~mask) | ((uint32_t)fresh << shift), word)) return old;                        \
    }                                                                                                                \
  }

#define ALL(type, size, stype)                                                                                       \
  FETCH(fetch_and_add, type, size, old + operand)                                                                    \
  FETCH(fetch_and_sub, type, size, old - operand)                                                                    \
  FETCH(fetch_and_and, type, size, old &operand)                                                                     \
  FETCH(fetch_and_or, type, size, old | operand)                                                                     \
  FETCH(fetch_and_xor, type, size, old ^ operand)                                                                    \
  FETCH(fetch_and_nand, type, size, ~(old & operand))                                                                \
  FETCH(fetch_and_max, type, size, (stype)old > (stype)operand ? old : operand)                                      \
  FETCH(fetch_and_min, type, size, (stype)old < (stype)operand ? old : operand)                                      \
  FETCH(fetch_and_umax, type, size, old > operand ? old : operand)                                                   \
  FETCH(fetch_and_umin, type, size, old < operand ? old : operand)                                                   \
  FETCH(lock_test_and_set, type, size, operand)                                                                      \
  HIDDEN type swap_##size(volatile void *place, type before, type after) NAMED(val_compare_and_swap, size);          \
  type swap_##size(volatile void *place, type before, type after) {                    \
    FIND(type);                                                                                                      \
    for (;;) {                                                                                                       \
      uint32_t whole = *word;                                                                                        \
      type old = (type)(whole >> shift);                                                                             \
      if (old != before) return old;                                                                                 \
      if (!kernelSwap(whole, (whole & ~mask) | ((uint32_t)after << shift), word)) return old;                        \
    }                                                                                                                \
  }

ALL(uint8_t, 1, int8_t)
ALL(uint16_t, 2, int16_t)
ALL(uint32_t, 4, int32_t)

#endif
