#pragma once
#include "shim/base/Failure.h"
#include "shim/base/FileSystem.h"
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// A file in an archive.
struct ArchiveMember {
  std::string name;
  std::string bytes;
  bool operator==(const ArchiveMember &) const = default;
};

/// The members of an archive in GNU's or BSD's format, its index left out. False and `error` for anything
/// else.
bool readArchive(std::string_view bytes, std::vector<ArchiveMember> &members, std::string &error);

/// The archive of these members in GNU's format: no dates, no owners, mode 644, so that the same members give
/// the same bytes. With `index`, the symbols that ELF and COFF members define.
std::string writeArchive(const std::vector<ArchiveMember> &members, bool index);

/// The names that an object defines for others, in its own order; none for a format that is not understood.
std::vector<std::string> definedSymbols(std::string_view object);

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
