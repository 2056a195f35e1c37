#pragma once
#include "shim/Planner.h"
#include "llvm/Option/ArgList.h"

namespace linkshim {

/// What a link needs beside the C library, because of how the code was compiled.
struct Runtimes {
  std::vector<std::string> whole; ///< archives that are linked whole: sanitizers
  std::vector<std::string> words; ///< then these: libraries of C++ and of the sanitizers
};

/// The runtimes of a link in `mode`, with the folders in which it looks for libraries. False and `failure`
/// for a sanitizer that has no runtime for the target, and for C++ where no C++ library is.
bool findRuntimes(const Invocation &invocation, const PlanContext &context,
                  const llvm::opt::InputArgList &args, LinkMode mode, const std::vector<std::string> &folders,
                  Runtimes &runtimes, Failure &failure);

/// The library that stands for a C++ library of that name, `stdc++` or `c++`: itself, else the other one.
/// Empty when there is neither.
std::string cxxLibrary(std::string_view name, const std::vector<std::string> &folders,
                       const FileReader &files);

} // namespace linkshim
