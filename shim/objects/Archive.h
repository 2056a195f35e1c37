#pragma once
#include "sysroots/elf/ArWriter.h"
#include <expected>
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

/// The members of an archive in GNU's, BSD's or Microsoft's format, its index left out. The error continues
/// "the archive cannot be read, because".
std::expected<std::vector<ArchiveMember>, std::string> readArchive(std::string_view bytes);

/// The archive of these members; see elf::writeArchive.
std::expected<std::string, std::string> writeArchive(const std::vector<ArchiveMember> &members,
                                                     elf::ArIndex index);

} // namespace linkshim
