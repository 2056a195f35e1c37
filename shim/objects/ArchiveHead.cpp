#include "shim/objects/ArchiveHead.h"
#include <charconv>

namespace linkshim {

uint64_t archiveNumber(std::string_view digits) {
  uint64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

std::optional<ArchiveHead> readArchiveHead(std::string_view bytes) {
  constexpr size_t sizeAt = 48, sizeDigits = 10;
  constexpr std::string_view bsdName = "#1/";
  if (bytes.size() < archiveHeadSize || !bytes.substr(0, archiveHeadSize).ends_with(archiveHeadEnd))
    return std::nullopt;
  ArchiveHead head{bytes.substr(0, archiveNameSize), archiveNumber(bytes.substr(sizeAt, sizeDigits)), 0};
  head.name = head.name.substr(0, head.name.find_last_not_of(' ') + 1);
  if (head.name.starts_with(bsdName)) head.nameLength = archiveNumber(head.name.substr(bsdName.size()));
  return head;
}

} // namespace linkshim
