#pragma once
#include "shim/base/FileSystem.h"
#include <string>
#include <vector>

namespace linkshim {

/// What a call of ar did.
struct ArchiveResult {
  int status = 0;
  std::string output;   ///< to standard output
  std::string messages; ///< to standard error
};

/// A call of ar for machines that have none: the operations r, q, d, t, p, x and s with the modifiers c, D,
/// o, P, s, S, u, U and v. What is more than that fails and names llvm-ar.
ArchiveResult runAr(const std::vector<std::string> &args, FileSystem &files);

/// A call of ranlib: makes the index of each archive anew.
ArchiveResult runRanlib(const std::vector<std::string> &args, FileSystem &files);

} // namespace linkshim
