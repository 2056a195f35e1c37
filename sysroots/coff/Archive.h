#pragma once
#include "llvm/Support/Allocator.h"
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim::coff {

/// Puts an archive together whose symbols are known, byte for byte as LLVM's tools write one of COFF objects:
/// both indices of Microsoft's format, no dates, no owners. LLVM's own writer reads the symbols back from
/// each member, and writes to a path alone; the thousands of members that a first link needs would take it
/// longer than the link.
class ArchiveWriter {
public:
  /// The bytes of a name that the next member's index may need: the archive's own copy.
  std::string_view keep(std::string_view first, std::string_view second = {});
  /// `bytes` are copied; `name` needs to live no longer than the call.
  void addMember(std::string_view name, std::string_view bytes);
  /// A symbol of the member that was added last. The text must live until finish(); see keep().
  void addSymbol(std::string_view symbol) { symbols.push_back({symbol, memberCount() - 1}); }
  /// All members of such an archive, with their symbols. Its text must live until finish(). False where it is
  /// no archive that this class or LLVM wrote.
  bool addArchive(std::string_view archive);
  /// Begins another archive; what memory there is serves again.
  void clear();
  /// The whole archive. Of symbols with the same name the index has the first.
  std::string finish() const;

private:
  struct Symbol {
    std::string_view name;
    uint32_t member;
  };
  uint32_t memberCount() const { return static_cast<uint32_t>(offsets.size()); }
  std::string nameField(std::string_view name);
  /// The numbers of the symbols in the order of their names, the first of each name alone.
  std::vector<uint32_t> sortedByName() const;

  llvm::BumpPtrAllocator texts;
  std::string body;              ///< the members, each with its header
  std::vector<uint32_t> offsets; ///< of the members in it
  std::vector<Symbol> symbols;
  std::string longNames, lastName, lastField;
};

} // namespace linkshim::coff
