#pragma once
#include "shim/run/Planner.h"
#include "llvm/Option/ArgList.h"

namespace linkshim {

/// What a link needs beside the C library, because of how the code was compiled.
struct Runtimes {
  std::vector<std::string> whole; ///< archives that are linked whole: sanitizers
  std::vector<std::string> words; ///< then these: libraries of C++ and of the sanitizers
  bool cxx = false;               ///< a C++ library is linked, by the tool's own nature or by -l
};

/// The headers of linkshim's libc++ for a target: the folder, and where it and the library would be. Both are
/// there, or `folder` is empty.
struct CxxHeaders {
  std::string folder;
  std::vector<std::string> lookedFor;
};
CxxHeaders findCxxHeaders(const Target &target, const SysrootPlaces &places, const FileReader &files);

/// What to say where a target's C++ library is not there: the sentence, and what to do about it.
struct NoCxx {
  std::string what, action;
};
NoCxx noCxx(const Target &target, const Environment &environment);

/// True when the user asks for libstdc++ by -stdlib=.
bool choosesLibstdcxx(const llvm::opt::InputArgList &args);

/// The runtimes of a link in `mode`, with the folders in which it looks for libraries. False and `failure`
/// for a sanitizer that has no runtime for the target, and for C++ where no C++ library is.
bool findRuntimes(const Invocation &invocation, const PlanContext &context,
                  const llvm::opt::InputArgList &args, LinkMode mode, const std::vector<std::string> &folders,
                  Runtimes &runtimes, Failure &failure);

/// The library that stands for a C++ library of that name: itself where it is there, else libc++ or
/// libstdc++, each with its ABI library inside. Empty when there is neither, and for a name that is no C++
/// library's.
std::string cxxLibrary(std::string_view name, const std::vector<std::string> &folders,
                       const FileReader &files);

} // namespace linkshim
