#pragma once
#include "shim/call/Invocation.h"
#include "shim/sysroot/Context.h"
#include "shim/sysroot/CxxLibrary.h"
#include "shim/sysroot/Sysroot.h"

namespace linkshim {

/// What a link needs beside the C library, because of how the code was compiled.
struct Runtimes {
  std::vector<std::string> whole; ///< archives that are linked whole: sanitizers
  std::vector<std::string> words; ///< then these: libraries of C++ and of the sanitizers
  bool cxx = false;               ///< a C++ library is linked, by the tool's own nature or by -l
};

/// The runtimes of a link in `mode`, with the folders in which it looks for libraries. Fails for a sanitizer
/// that has no runtime for the target, and for C++ where no C++ library is.
Result<Runtimes> findRuntimes(const Invocation &invocation, const PlanContext &context, LinkMode mode,
                              const std::vector<std::string> &folders);

} // namespace linkshim
