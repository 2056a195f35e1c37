#pragma once
#include "shim/base/Environment.h"
#include "shim/base/FileSystem.h"
#include "triples/Target.h"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// The user's own folders for a target, beside those of linkshim's sysroot.
struct Roots {
  /// What LINKSHIM_SYSROOT_<target> names, else the target's overlay (`linkshim sysroot add`); empty where
  /// there is neither.
  std::string user;
  /// The system root of the link: the call's --sysroot=, else `user`, else what the platform's own variable
  /// names (ANDROID_NDK_HOME), but not for MinGW and Cygwin. Empty where there is none.
  std::string system;
  bool systemIsOfCall = false; ///< it is the value of --sysroot=
  /// The existing library folders below `system`, in search order: those of Linux distributions and GCC.
  std::vector<std::string> libraries;
  /// The existing library folders below `system` that the target's row lists.
  std::vector<std::string> platformLibraries;
  /// The folders of headers, in search order: those that the target's row lists, then those of Linux
  /// distributions. Empty where the call has --sysroot=: clang searches that by itself.
  std::vector<std::string> headers;
};

/// Finds them on the disk. `sysrootOfCall` is the value of the call's --sysroot=; an empty value means no
/// system root at all.
Roots findRoots(const Target &target, std::optional<std::string_view> sysrootOfCall,
                const Environment &environment, const FileReader &files);

} // namespace linkshim
