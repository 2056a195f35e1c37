#pragma once
#include "sysroots/coff/Archive.h"
#include <cstdint>
#include <string>
#include <string_view>

namespace linkshim::coff {

/// The members of an import library for one DLL, as the PE/COFF specification has them. Each function adds
/// one, with its symbols, to the archive.
class ImportObjects {
public:
  ImportObjects(std::string_view dll, uint16_t machine, ArchiveWriter &out);

  /// The DLL's entry in the import table, the entry that ends that table, and the end of the DLL's list.
  void addTables();

  /// What a short import says. `symbol` is what objects refer to; `exportedAs` is empty where the DLL's name
  /// for it follows from the symbol by `nameType`.
  struct Import {
    std::string_view symbol, exportedAs = {};
    uint16_t ordinal = 0;
    uint8_t type = 0, nameType = 0; ///< llvm::COFF::ImportType and ImportNameType
  };
  void addImport(const Import &import);

  /// An object that makes `name` another name of `symbol`, for both with `prefix` before them.
  void addAlias(std::string_view prefix, std::string_view symbol, std::string_view name);

private:
  void addDescriptor();
  void addEndOfTable();
  void addEndOfList();

  std::string dll, descriptor, endOfList;
  uint16_t machine;
  ArchiveWriter &out;
  std::string bytes; ///< of the member that is being made
};

} // namespace linkshim::coff
