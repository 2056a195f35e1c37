// A DLL with what has to be initialised and ended: global, local and thread variables, memory of C++'s own
// functions.
extern "C" int printf(const char *, ...);
extern "C" int fflush(void *);
struct Noted {
  const char *name;
  explicit Noted(const char *name) : name(name) { printf("+%s\n", name); }
  ~Noted() { printf("-%s\n", name), fflush(nullptr); }
};
static Noted global("global");
static thread_local Noted ofThread("thread");
extern "C" __declspec(dllexport) int answer() {
  static Noted local("local");
  auto *made = new Noted("new");
  delete made;
  return ofThread.name[0] + local.name[0] - 't' - 'l' + 42;
}
extern "C" int __stdcall DllMain(void *, unsigned reason, void *) {
  if (reason < 2) printf("DllMain %u\n", reason);
  return 1;
}
