/* What __cxa_atexit and atexit tell one module from another by: its own address in a shared library, else null. */
#ifdef SHARED
__attribute__((visibility("hidden"))) void *__dso_handle = &__dso_handle;
#else
__attribute__((visibility("hidden"))) void *__dso_handle = 0;
#endif
