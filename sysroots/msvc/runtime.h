// What the sources of this folder share: the runtime of programs and DLLs for *-windows-msvc, on top of the
// UCRT, which is a part of Windows. They are compiled by clang for the msvc environment, without anybody's
// headers.
#pragma once

typedef __SIZE_TYPE__ size_t;
typedef __UINTPTR_TYPE__ uintptr_t;
typedef unsigned short wchar;
typedef void *Handle;

/// Why the system calls the entry of a DLL, or a TLS callback.
enum Reason { processDetach, processAttach, threadAttach, threadDetach };

typedef void (*Function)(void);
typedef int (*FallibleFunction)(void);
typedef void(__stdcall *TlsCallback)(Handle module, unsigned reason, void *reserved);

#define IN_SECTION(name) __declspec(allocate(name))

// Which libraries follow this one, as /DEFAULTLIB words in each object.
#pragma comment(lib, "mingwex")
#pragma comment(lib, "ucrt")
#pragma comment(lib, "clang_rt.builtins")

#ifdef __cplusplus
extern "C" {
#endif

// Of this runtime.
void __security_init_cookie(void);
__declspec(noreturn) void __report_gsfailure(uintptr_t cookie);
int atexit(Function);

/// What the start of a program or DLL found and other parts have to know.
struct StartState {
  int (*registerAtExit)(FallibleFunction); // in the DLL's own table; null in a program
  TlsCallback startOfTls; // makes the C++ thread variables of the first thread; null where none are
};
extern struct StartState __linkshim_start;

/// Runs the initialisers of C and C++; false where one of C failed.
int __linkshim_initialise(void);
/// Runs the functions that were registered by atexit in a DLL, and the terminators.
void __linkshim_terminate(void);

// Of the UCRT.
typedef struct {
  Function *first, *last, *end;
} OnExitTable;
int _initterm_e(FallibleFunction *, FallibleFunction *);
void _initterm(Function *, Function *);
int _initialize_onexit_table(OnExitTable *);
int _register_onexit_function(OnExitTable *, FallibleFunction);
int _execute_onexit_table(OnExitTable *);
int _crt_atexit(Function);
void _register_thread_local_exe_atexit_callback(TlsCallback);
__declspec(noreturn) void exit(int);
__declspec(noreturn) void _exit(int);
__declspec(noreturn) void abort(void);
void *malloc(size_t);
void free(void *);
int _callnewh(size_t);

#ifdef __cplusplus
}
#endif
