/* mimalloc in the place of musl's allocator, and a note that says so to `linkshim verify`, which stays in a
   stripped program. The pack's recipe makes every name local but those of the C library (scripts/packs/
   malloc_pack.py): a program may bring a mimalloc of its own, and C++ keeps its own operator new, which throws. */
#define MI_MALLOC_OVERRIDE 1
#define MI_LIBC_MUSL 1
#define calloc mimallocCalloc
#define reallocarray mimallocReallocarray
#include "static.c"
#undef calloc
#undef reallocarray
#include <errno.h>

/* mimalloc leaves errno alone, which C's programs read after a failure. */
static void setErrno(int error, void *nothing) {
  (void)nothing;
  if (error == ENOMEM || error == EOVERFLOW) errno = ENOMEM;
}
__attribute__((constructor)) static void setErrnoOnFailure(void) {
  mi_register_error(setErrno, NULL);
}

/* For a size that is no number it does not even call that function. */
void *calloc(size_t count, size_t size) {
  void *memory = mi_calloc(count, size);
  if (!memory) errno = ENOMEM;
  return memory;
}
void *reallocarray(void *old, size_t count, size_t size) {
  void *memory = mi_reallocarray(old, count, size);
  if (!memory) errno = ENOMEM;
  return memory;
}

struct note {
  unsigned nameSize, textSize, type;
  char name[12], text[16];
};

__attribute__((section(".note.linkshim"), used, aligned(4))) static const struct note allocator = {
    sizeof "linkshim", sizeof(LINKSHIM_TEXT), 1, "linkshim", LINKSHIM_TEXT};
