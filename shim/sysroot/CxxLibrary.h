#pragma once
#include "shim/base/Environment.h"
#include "shim/base/FileSystem.h"
#include "shim/sysroot/Context.h"
#include "triples/Target.h"
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

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

/// True for the names by which a link asks for a C++ library: stdc++, supc++, c++ and c++abi.
bool isCxxLibrary(std::string_view name);

/// The library that stands for a C++ library of that name: itself where it is there, else libc++ or
/// libstdc++, each with its ABI library inside. Empty when there is neither, and for a name that is no C++
/// library's.
std::string cxxLibrary(std::string_view name, const std::vector<std::string> &folders,
                       const FileReader &files);

} // namespace linkshim
