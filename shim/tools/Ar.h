#pragma once
#include "shim/base/FileSystem.h"
#include <string>
#include <vector>

namespace linkshim {

/// The result of a call of ar, ranlib or dlltool.
struct ArchiveResult {
  int status = 0;
  std::string output;   ///< to standard output
  std::string messages; ///< to standard error
};

/// linkshim's own ar, for machines that have none: the operations r, q, d, t, p, x and s with the modifiers
/// c, D, o, P, s, S, u, U and v. Anything else fails with a message that names llvm-ar.
ArchiveResult runAr(const std::vector<std::string> &args, FileSystem &files);

/// linkshim's own ranlib: makes the index of each archive anew.
ArchiveResult runRanlib(const std::vector<std::string> &args, FileSystem &files);

} // namespace linkshim
