#pragma once
#include "shim/base/FileSystem.h"
#include "shim/sysroot/Context.h"
#include "triples/Target.h"
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// The headers of linkshim's libc++ for a target: their folder, and the paths of the headers and of the
/// library. `folder` is empty unless both are there.
struct CxxHeaders {
  std::string folder;
  std::vector<std::string> lookedFor;
};
CxxHeaders findCxxHeaders(const Target &target, const SysrootPlaces &places, const FileReader &files);

/// The message for a target whose C++ library is missing: the sentence, and what to do about it.
struct NoCxx {
  std::string what, action;
};
NoCxx noCxx(const Target &target, const PlanContext &context);

/// The message for a call that asks for a libstdc++ where there is libc++ alone.
Failure noLibstdcxx(const Target &target);

/// True for the names by which a link asks for a C++ library: stdc++, supc++, c++ and c++abi.
bool isCxxLibrary(std::string_view name);

/// The library to link where C++ library `name` is asked for: itself where one of the folders has it, else
/// libc++ or libstdc++, each of which contains its ABI library. Empty when there is neither, and for a name
/// that is not a C++ library's.
std::string cxxLibrary(std::string_view name, const std::vector<std::string> &folders,
                       const FileReader &files);

} // namespace linkshim
