#pragma once
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim::elf {

struct ArMember {
  std::string_view name;
  std::string_view bytes;
};

/// Whether an archive begins with an index of the symbols that its members define.
enum class ArIndex : bool { none, symbols };

/// An archive in GNU's format, written by LLVM: no dates, no owners, mode 644, so that equal input gives
/// equal bytes. The index holds the symbols of objects and short imports; bitcode and files of other kinds
/// have none in it. The error, with the member's name, is about an object whose symbols cannot be read.
std::expected<std::string, std::string> writeArchive(const std::vector<ArMember> &members, ArIndex index);

/// An archive without members.
std::string emptyArchive();

/// The global symbols that an object defines, in its own order, for the index. Empty for a file that is not
/// an object.
std::expected<std::vector<std::string>, std::string> definedSymbols(std::string_view object);

} // namespace linkshim::elf
