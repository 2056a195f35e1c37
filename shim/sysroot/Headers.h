#pragma once
#include "shim/base/FileSystem.h"
#include "triples/Target.h"
#include "triples/Version.h"
#include <optional>
#include <string>
#include <vector>

namespace linkshim {

/// The headers of a target's C library and of its kernel, and how a compiler has to be told of them.
struct Headers {
  std::vector<std::string> folders; ///< those that are there, in search order; the first is <sysroot>/include
  std::string lookedFor;            ///< the folder of the C library's headers that fits best, there or not
  bool isSysroot = true; ///< clang finds the first folder by --sysroot=; its parent has no usr/include
  std::string overlay;   ///< for clang's -ivfsoverlay: finds them in any case, as on Windows; may be empty
  std::string define;    ///< -D for a macro that the headers need; empty where they need none
};

/// The headers in the data directory `share` for a target and its floor: musl's, or glibc's of the version
/// that fits the floor, then the kernel's. `folders` is empty where the C library's are missing.
Headers findHeaders(const Target &target, std::optional<Version> floor, const std::string &share,
                    const FileReader &files);

} // namespace linkshim
