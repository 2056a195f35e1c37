#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace linkshim {

constexpr std::string_view archiveMagic = "!<arch>\n", thinArchiveMagic = "!<thin>\n";
constexpr size_t archiveHeadSize = 60; ///< of the text fields before each member
constexpr size_t archiveNameSize = 16; ///< of the name among them, at their start
constexpr std::string_view archiveHeadEnd = "`\n";

/// The head of a member of an archive, in GNU's or BSD's format.
struct ArchiveHead {
  std::string_view name;   ///< the field, without the spaces behind it: a name, or where a long one is
  uint64_t size = 0;       ///< of what follows, up to the padding; from the file, so not to be trusted
  uint64_t nameLength = 0; ///< BSD's: so many bytes of `size` are the name, before the contents

  /// From the head's begin to the next one's.
  uint64_t step() const { return archiveHeadSize + size + (size & 1); }
};

/// The head at the begin of `bytes`, which it refers to; nullopt when there is none.
std::optional<ArchiveHead> readArchiveHead(std::string_view bytes);

/// A decimal number of such a field; 0 when it is none.
uint64_t archiveNumber(std::string_view digits);

} // namespace linkshim
