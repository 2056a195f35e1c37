#pragma once
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

} // namespace linkshim
