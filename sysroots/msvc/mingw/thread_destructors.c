// Destructors of thread variables in the Itanium ABI of C++: the thread's list of them is one function for
// the runtime.
#include <stdlib.h>

typedef void(__thiscall *Destructor)(void *);

struct Entry {
  Destructor destructor;
  void *object;
  struct Entry *next;
};

int __tlregdtor(void (*function)(void));
char __dso_handle;
static __declspec(thread) struct Entry *entries;

static void runAll(void) {
  while (entries) {
    struct Entry *entry = entries;
    entries = entry->next; // a destructor may add others
    entry->destructor(entry->object);
    free(entry);
  }
}

int __cxa_thread_atexit(Destructor destructor, void *object, void *module) {
  (void)module;
  struct Entry *entry = malloc(sizeof *entry);
  if (!entry) return -1;
  if (!entries && __tlregdtor(runAll)) {
    free(entry);
    return -1;
  }
  *entry = (struct Entry){destructor, object, entries};
  entries = entry;
  return 0;
}
