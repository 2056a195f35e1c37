/* The members of libc_nonshared.a: functions that glibc's headers name and that live in the program itself,
   because they need the module's own handle or because libc.so.6 has them only under another name. One member
   per function: the build compiles this file once for each MEMBER_name. */
#define HIDDEN __attribute__((visibility("hidden")))

extern void *const __dso_handle HIDDEN;

#if defined(MEMBER_atexit)
extern int __cxa_atexit(void (*)(void *), void *, void *);
HIDDEN int atexit(void (*function)(void)) {
  return __cxa_atexit((void (*)(void *))function, 0, __dso_handle);
}

#elif defined(MEMBER_at_quick_exit)
extern int __cxa_at_quick_exit(void (*)(void *), void *);
HIDDEN int at_quick_exit(void (*function)(void)) {
  return __cxa_at_quick_exit((void (*)(void *))function, __dso_handle);
}

#elif defined(MEMBER_pthread_atfork)
extern int __register_atfork(void (*)(void), void (*)(void), void (*)(void), void *);
HIDDEN int pthread_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void)) {
  return __register_atfork(prepare, parent, child, __dso_handle);
}

#elif defined(MEMBER___stack_chk_fail_local)
extern void __stack_chk_fail(void) __attribute__((noreturn));
HIDDEN __attribute__((noreturn)) void __stack_chk_fail_local(void) {
  __stack_chk_fail();
}

#elif defined(MEMBER_fcntl64)
extern int fcntl(int, int, ...);
HIDDEN int fcntl64(int file, int command, ...) {
  __builtin_va_list arguments;
  __builtin_va_start(arguments, command);
  void *argument = __builtin_va_arg(arguments, void *);
  __builtin_va_end(arguments);
  return fcntl(file, command, argument);
}

#elif defined(MEMBER___aeabi_read_tp)
/* The thread pointer, for code that is compiled without knowing of a register that holds it. Changes no other register.
   Hard-float glibc reads the register itself; below ARMv6K the kernel's helper at a fixed address knows where it is. */
__asm__(".text\n.arm\n.globl __aeabi_read_tp\n.hidden __aeabi_read_tp\n.type __aeabi_read_tp,%function\n"
        "__aeabi_read_tp:\n"
#if defined(__ARM_PCS_VFP)
        "mrc p15, 0, r0, c13, c0, 3\n"
        "bx lr\n"
#else
        "mvn r0, #0xf000\n"
        "sub pc, r0, #31\n"
#endif
        ".size __aeabi_read_tp,.-__aeabi_read_tp\n");

#else
/* Below 2.33 libc.so.6 has the stat family only with the version of the structure as its first argument. */
struct stat;
struct stat64;
typedef unsigned long long Device; /* dev_t: 64 bits everywhere */

#define STAT(name, parameters, call)                                                                         \
  HIDDEN int name parameters {                                                                               \
    return call;                                                                                             \
  }

#if defined(MEMBER_stat)
extern int __xstat(int, const char *, struct stat *);
STAT(stat, (const char *path, struct stat *to), __xstat(STAT_VERSION, path, to))
#elif defined(MEMBER_lstat)
extern int __lxstat(int, const char *, struct stat *);
STAT(lstat, (const char *path, struct stat *to), __lxstat(STAT_VERSION, path, to))
#elif defined(MEMBER_fstat)
extern int __fxstat(int, int, struct stat *);
STAT(fstat, (int file, struct stat *to), __fxstat(STAT_VERSION, file, to))
#elif defined(MEMBER_fstatat)
extern int __fxstatat(int, int, const char *, struct stat *, int);
STAT(fstatat, (int folder, const char *path, struct stat *to, int flags),
     __fxstatat(STAT_VERSION, folder, path, to, flags))
#elif defined(MEMBER_stat64)
extern int __xstat64(int, const char *, struct stat64 *);
STAT(stat64, (const char *path, struct stat64 *to), __xstat64(STAT_VERSION, path, to))
#elif defined(MEMBER_lstat64)
extern int __lxstat64(int, const char *, struct stat64 *);
STAT(lstat64, (const char *path, struct stat64 *to), __lxstat64(STAT_VERSION, path, to))
#elif defined(MEMBER_fstat64)
extern int __fxstat64(int, int, struct stat64 *);
STAT(fstat64, (int file, struct stat64 *to), __fxstat64(STAT_VERSION, file, to))
#elif defined(MEMBER_fstatat64)
extern int __fxstatat64(int, int, const char *, struct stat64 *, int);
STAT(fstatat64, (int folder, const char *path, struct stat64 *to, int flags),
     __fxstatat64(STAT_VERSION, folder, path, to, flags))
#elif defined(MEMBER_mknod)
extern int __xmknod(int, const char *, unsigned, Device *);
STAT(mknod, (const char *path, unsigned mode, Device device), __xmknod(MKNOD_VERSION, path, mode, &device))
#elif defined(MEMBER_mknodat)
extern int __xmknodat(int, int, const char *, unsigned, Device *);
STAT(mknodat, (int folder, const char *path, unsigned mode, Device device),
     __xmknodat(MKNOD_VERSION, folder, path, mode, &device))
#else
#error "no such member"
#endif
#endif
