#pragma once
#include "triples/Target.h"
#include <string>
#include <string_view>

namespace linkshim {

/// What a link that was written for GCC names by -l: the libraries of the compiler itself, and the parts of
/// a C library. `other` is everything else, and C++ libraries (CxxLibrary.h).
enum class GccLibrary : uint8_t {
  other,
  builtins,       ///< gcc: functions that the compiler calls
  unwinder,       ///< gcc_s, gcc_eh
  atomics,        ///< atomic
  stackProtector, ///< ssp, ssp_nonshared
  profile,        ///< gcov
  openMp,         ///< gomp
  libc,           ///< c, m, pthread, dl, ...
  absent,         ///< quadmath and others that LLVM has no library for
};
GccLibrary gccLibrary(std::string_view name);

/// Why a link leaves out a library of that kind which no folder has; empty where the library is needed.
std::string leftOut(const Target &target, GccLibrary library);

/// What to do about -l`name` where it is needed and was not found: one sentence, or empty for the names that
/// neither gccLibrary() nor isCxxLibrary() knows.
std::string libraryAdvice(const Target &target, std::string_view name);

/// True for a function that compilers call by themselves: __udivti3, __aeabi_ldivmod, __cpu_model.
bool isBuiltin(std::string_view symbol);

/// Where such a function is to be had: in the target's pack, or in the user's toolchain. One sentence.
std::string builtinAdvice(const Target &target, std::string_view symbol);

} // namespace linkshim
