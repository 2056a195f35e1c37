// The load configuration: what Windows does to a file before it starts. The tables are the linker's; their sizes and flags
// are addresses of symbols, which C cannot make a number of. lld links this file by its symbol's name.
#include "runtime.h"

#if __SIZEOF_POINTER__ == 8
#define POINTER(value) ".quad " value "\n"
#define SYMBOL(name) name
#else
#define POINTER(value) ".long " value "\n"
#define SYMBOL(name) "_" name
#endif
#define HALF(value) ".short " value "\n"
#define WORD(value) ".long " value "\n"

#ifdef __i386__
#define HANDLERS POINTER(SYMBOL("__safe_se_handler_table")) POINTER(SYMBOL("__safe_se_handler_count"))
#define HEAP_FLAGS_AND_AFFINITY WORD("0") POINTER("0")
#else
#define HANDLERS POINTER("0") POINTER("0")
#define HEAP_FLAGS_AND_AFFINITY POINTER("0") WORD("0")
#endif
#if __SIZEOF_POINTER__ == 8 && !defined(__arm64ec__)
#define DISPATCH SYMBOL("__guard_dispatch_icall_fptr")
#else
#define DISPATCH "0"
#endif
#ifdef __arm64ec__
#define HYBRID "__chpe_metadata"
#else
#define HYBRID "0"
#endif

__asm__(".section .rdata,\"dr\"\n"
        ".globl " SYMBOL("_load_config_used") "\n"
        ".balign 8\n" SYMBOL("_load_config_used") ":\n"
        WORD("9f - " SYMBOL("_load_config_used"))
        WORD("0") HALF("0") HALF("0")              // time, version
        WORD("0") WORD("0") WORD("0")              // global flags, critical sections
        POINTER("0") POINTER("0") POINTER("0") POINTER("0") POINTER("0") // memory, lock prefixes
        HEAP_FLAGS_AND_AFFINITY HALF("0") HALF("0") // service pack, dependent loads
        POINTER("0")                               // edit list
        POINTER(SYMBOL("__security_cookie")) HANDLERS
        POINTER(SYMBOL("__guard_check_icall_fptr")) POINTER(DISPATCH)
        POINTER(SYMBOL("__guard_fids_table")) POINTER(SYMBOL("__guard_fids_count")) WORD(SYMBOL("__guard_flags"))
        HALF("0") HALF("0") WORD("0") WORD("0")    // code integrity
        POINTER(SYMBOL("__guard_iat_table")) POINTER(SYMBOL("__guard_iat_count"))
        POINTER(SYMBOL("__guard_longjmp_table")) POINTER(SYMBOL("__guard_longjmp_count"))
        POINTER("0") POINTER(HYBRID)               // dynamic relocations
        POINTER("0") POINTER("0") WORD("0") HALF("0") HALF("0") // return flow
        POINTER("0") WORD("0") WORD("0") POINTER("0") POINTER("0") // hot patches, enclaves, volatile metadata
        POINTER(SYMBOL("__guard_eh_cont_table")) POINTER(SYMBOL("__guard_eh_cont_count"))
        "9:\n");
