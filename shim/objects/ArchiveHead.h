#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace linkshim {

constexpr std::string_view archiveMagic = "!<arch>\n", thinArchiveMagic = "!<thin>\n";
constexpr size_t archiveHeadSize = 60; ///< the size of the header before each member: fields of text
constexpr size_t archiveNameSize = 16; ///< the size of its first field, the name
constexpr std::string_view archiveHeadEnd = "`\n";

/// The header of a member of an archive, in GNU's or BSD's format.
struct ArchiveHead {
  std::string_view name;   ///< the name field without its padding: a name, or a reference to a long one
  uint64_t size = 0;       ///< the size of the contents, as the file says; it may be wrong
  uint64_t nameLength = 0; ///< BSD's long names: so many bytes at the start of the contents are the name

  /// The distance from this header to the next one.
  uint64_t step() const { return archiveHeadSize + size + (size & 1); }
};

/// The header at the start of `bytes`, into which its name points; nullopt when there is none.
std::optional<ArchiveHead> readArchiveHead(std::string_view bytes);

/// The decimal number in a field; 0 when it is not a number.
uint64_t archiveNumber(std::string_view digits);

} // namespace linkshim
