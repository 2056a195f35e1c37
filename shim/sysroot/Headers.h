#pragma once
#include "shim/base/FileSystem.h"
#include "triples/Target.h"
#include "triples/Version.h"
#include <optional>
#include <string>
#include <vector>

namespace linkshim {

/// What a compiler is told so that it finds the headers of a target's C library and of its kernel.
struct Headers {
  std::vector<std::string> folders; ///< that are there, in search order; the first is <sysroot>/include
  std::string lookedFor;            ///< the folder of the C library that fits best
  bool isSysroot = true;            ///< clang finds the first folder below a sysroot; it has no usr/include
  std::string
      define; ///< a macro that tells the headers the floor or the C library; empty where none is needed
};

/// The headers below `share` (<prefix>/share/linkshim) for a target and its floor: musl's, or glibc's of the
/// age that fits the floor, then the kernel's. `folders` is empty where the C
/// library's are missing.
Headers findHeaders(const Target &target, std::optional<Version> floor, const std::string &share,
                    const FileReader &files);

} // namespace linkshim
