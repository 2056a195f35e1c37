#pragma once
#include "shim/base/Environment.h"
#include "shim/base/FileSystem.h"
#include "triples/Target.h"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// The folders that the user gives for a target, beside those of linkshim's own sysroot.
struct Roots {
  /// What LINKSHIM_SYSROOT_<target> names, else the target's overlay; empty where there is neither.
  std::string user;
  /// The system root of the link: the call's --sysroot=, else `user`, else, but for MinGW and Cygwin, what
  /// the platform's own variable names (ANDROID_NDK_HOME); empty where there is none.
  std::string system;
  bool systemIsOfCall = false; ///< the call names it
  /// The folders of libraries below `system` that are there, in search order, as Linux distributions and GCC
  /// lay them out.
  std::vector<std::string> libraries;
  /// Those that the target's row lists.
  std::vector<std::string> platformLibraries;
  /// The folders of headers, in search order: those of the target's row, then those of a Linux distribution.
  /// Empty where the call names its system root: clang looks below that by itself.
  std::vector<std::string> headers;
};

/// Looks for them on the disk. `sysrootOfCall`: the value of --sysroot=, where the call has it; an empty one
/// stands for no system root at all.
Roots findRoots(const Target &target, std::optional<std::string_view> sysrootOfCall,
                const Environment &environment, const FileReader &files);

} // namespace linkshim
