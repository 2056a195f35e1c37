#pragma once
#include "shim/call/Invocation.h"
#include "shim/sysroot/Context.h"
#include "shim/sysroot/CxxLibrary.h"
#include "shim/sysroot/Sysroot.h"

namespace linkshim {

/// Libraries that a link needs beside the C library, because of how its code was compiled.
struct Runtimes {
  std::vector<std::string> whole; ///< archives of which all members are linked: sanitizers
  std::vector<std::string> args;  ///< linker arguments after them: the libraries of C++ and of the sanitizers
  bool cxx = false;               ///< a C++ library is linked, because the tool is a C++ compiler or by -l
};

/// The runtimes of a link in `mode` that searches libraries in `folders`. Fails for a sanitizer without a
/// runtime for the target, and for C++ without a C++ library.
Result<Runtimes> findRuntimes(const Invocation &invocation, const PlanContext &context, LinkMode mode,
                              const std::vector<std::string> &folders);

} // namespace linkshim
