// /DELAYLOAD: the first call of such a function comes here, by the linker's code. The DLL is loaded, and the pointer in the
// table set, so that later calls go straight. A program may watch by two hooks of Microsoft's (delayimp.h).
#include "runtime.h"

typedef void(__stdcall *Procedure)(void);

enum Note { startProcessing, preLoadLibrary, preGetProcAddress, failLoadLibrary, failGetProc, endProcessing };
enum { moduleMissing = 0xC06D007E, procedureMissing = 0xC06D007F };

struct Descriptor {
  unsigned attributes, name, module, addresses, names, boundAddresses, unloadAddresses, time;
};

struct Wanted {
  int byName;
  union {
    const char *name;
    unsigned ordinal;
  };
};

struct Info {
  unsigned size;
  const struct Descriptor *descriptor;
  Procedure *entry;
  const char *dll;
  struct Wanted wanted;
  Handle module;
  Procedure found;
  unsigned error;
};

typedef Procedure(__stdcall *Hook)(unsigned note, struct Info *);
extern const Hook __pfnDliNotifyHook2, __pfnDliFailureHook2;
#ifdef __i386__
#define UNDERSCORE "_"
#else
#define UNDERSCORE
#endif
// Where the program has no hooks.
const Hook __linkshim_noDelayHook = 0;
#pragma comment(linker, "/alternatename:" UNDERSCORE "__pfnDliNotifyHook2=" UNDERSCORE "__linkshim_noDelayHook")
#pragma comment(linker, "/alternatename:" UNDERSCORE "__pfnDliFailureHook2=" UNDERSCORE "__linkshim_noDelayHook")

extern char __ImageBase;
Handle __stdcall LoadLibraryExA(const char *, Handle, unsigned);
int __stdcall FreeLibrary(Handle);
Procedure __stdcall GetProcAddress(Handle, const char *);
unsigned __stdcall GetLastError(void);
void __stdcall RaiseException(unsigned, unsigned, unsigned, const uintptr_t *);

static Procedure notify(unsigned note, struct Info *info) {
  return __pfnDliNotifyHook2 ? __pfnDliNotifyHook2(note, info) : 0;
}

/// What the program says to a failure; raises an exception where it says nothing.
static Procedure failed(unsigned note, unsigned code, struct Info *info) {
  info->error = GetLastError();
  Procedure instead = __pfnDliFailureHook2 ? __pfnDliFailureHook2(note, info) : 0;
  if (instead) return instead;
  uintptr_t argument = (uintptr_t)info;
  RaiseException(code, 0, 1, &argument);
  return note == failLoadLibrary ? 0 : info->found;
}

static void *at(unsigned rva) { return &__ImageBase + rva; }

static Handle load(struct Info *info) {
  Handle *place = at(info->descriptor->module);
  if (*place) return *place;
  Handle module = (Handle)notify(preLoadLibrary, info);
  if (!module) module = LoadLibraryExA(info->dll, 0, 0);
  if (!module) module = (Handle)failed(failLoadLibrary, moduleMissing, info);
  if (!module) return 0;
  if (__atomic_exchange_n(place, module, __ATOMIC_SEQ_CST) == module) FreeLibrary(module); // another thread was first
  return module;
}

static struct Wanted wanted(const struct Descriptor *descriptor, const Procedure *entry) {
  const Procedure *addresses = at(descriptor->addresses);
  uintptr_t name = ((const uintptr_t *)at(descriptor->names))[entry - addresses];
  struct Wanted result = {(name >> (8 * sizeof name - 1)) == 0, {0}};
  if (result.byName)
    result.name = (const char *)at((unsigned)name) + 2; // behind a hint of 16 bits
  else
    result.ordinal = name & 0xFFFF;
  return result;
}

Procedure __stdcall __delayLoadHelper2(const struct Descriptor *descriptor, Procedure *entry) {
  struct Info info = {sizeof info, descriptor, entry, at(descriptor->name), wanted(descriptor, entry), 0, 0, 0};
  info.found = notify(startProcessing, &info);
  if (!info.found) {
    info.module = load(&info);
    if (!info.module) return 0;
    info.found = notify(preGetProcAddress, &info);
    const char *name = info.wanted.byName ? info.wanted.name : (const char *)(uintptr_t)info.wanted.ordinal;
    if (!info.found) info.found = GetProcAddress(info.module, name);
    if (!info.found) info.found = failed(failGetProc, procedureMissing, &info);
  } else {
    info.module = *(Handle *)at(descriptor->module);
  }
  *entry = info.found;
  notify(endProcessing, &info);
  return info.found;
}
