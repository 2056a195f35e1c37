#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace linkshim::elf {

struct ArMember {
  std::string_view name; ///< file name, at most 15 characters or stored in the long-name table
  std::string_view bytes;
  std::vector<std::string_view> symbols; ///< the global symbols that it defines, for the archive's index
};

/// A GNU style archive with a symbol index; times, owners and modes are constants. Equal input gives equal
/// bytes.
std::string writeArchive(const std::vector<ArMember> &members);

} // namespace linkshim::elf
