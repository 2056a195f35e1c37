/* crtbegin.o, crtbeginT.o and, with LINKSHIM_SHARED, crtbeginS.o: the first object of the user's part of a
   link.

   The handle that tells the destructors of one module from those of another, and a call that runs them when
   the module is left. Constructors and destructors proper are the C library's work (.init_array,
   .fini_array). */

#define HIDDEN __attribute__((visibility("hidden")))

#ifdef LINKSHIM_SHARED
extern void *const __dso_handle HIDDEN;
void *const __dso_handle = (void *)&__dso_handle;

extern void __cxa_finalize(void *) __attribute__((weak));

/* Data, which the linker leaves at 0 where nothing defines the function. In a position independent static program for
   MIPS an entry of the GOT would not do: the program's start adds the load address to every local one, this one too. */
static void (*volatile const finalizeAll)(void *) = __cxa_finalize;

static void finalizeModule(void) {
  static char done;
  if (done) return;
  done = 1;
  if (finalizeAll) finalizeAll(__dso_handle);
}

__attribute__((section(".fini_array"), used)) static void (*const finalizer)(void) = finalizeModule;
#else
extern void *const __dso_handle HIDDEN;
void *const __dso_handle = 0;
#endif
