// C++'s own functions for memory: each PART becomes an object, so that a program can bring some of them
// itself. Where no memory is left the process ends: the exception for it is the C++ library's.
#include "runtime.h"

namespace std {
struct nothrow_t {};
extern const nothrow_t nothrow;
} // namespace std

void *operator new(size_t, const std::nothrow_t &) noexcept;
void operator delete[](void *) noexcept;
void operator delete(void *) noexcept;
extern "C" __declspec(noreturn) void terminate(void);

#if defined(PART_NEW) || defined(PART_NEW_NOTHROW)
static void *allocate(size_t size, bool ends) {
  while (true) {
    if (void *memory = malloc(size ? size : 1)) return memory;
    if (_callnewh(size)) continue;
    if (ends) abort();
    return nullptr;
  }
}
#endif

#if defined(PART_NEW)
void *operator new(size_t size) {
  return allocate(size, true);
}
#elif defined(PART_NEW_ARRAY)
void *operator new[](size_t size) {
  return operator new(size);
}
#elif defined(PART_NEW_NOTHROW)
void *operator new(size_t size, const std::nothrow_t &) noexcept {
  return allocate(size, false);
}
#elif defined(PART_NEW_ARRAY_NOTHROW)
void *operator new[](size_t size, const std::nothrow_t &tag) noexcept {
  return operator new(size, tag);
}
#elif defined(PART_DELETE)
void operator delete(void *memory) noexcept {
  free(memory);
}
#elif defined(PART_DELETE_ARRAY)
void operator delete[](void *memory) noexcept {
  operator delete(memory);
}
void operator delete(void *) noexcept;
#elif defined(PART_DELETE_SIZED)
void operator delete(void *memory, size_t) noexcept {
  operator delete(memory);
}
#elif defined(PART_DELETE_ARRAY_SIZED)
void operator delete[](void *memory, size_t) noexcept {
  operator delete[](memory);
}
void operator delete(void *) noexcept;
#elif defined(PART_DELETE_NOTHROW)
void operator delete(void *memory, const std::nothrow_t &) noexcept {
  operator delete(memory);
}
#elif defined(PART_DELETE_ARRAY_NOTHROW)
void operator delete[](void *memory, const std::nothrow_t &) noexcept {
  operator delete[](memory);
}
void operator delete(void *) noexcept;
#elif defined(PART_NOTHROW)
const std::nothrow_t std::nothrow;
#elif defined(PART_TERMINATE)
extern "C" __declspec(noreturn) void __std_terminate() {
  terminate();
}
#endif
