#pragma once
#include "sysroots/coff/ModuleDefinition.h"
#include <expected>

namespace linkshim::coff {

/// How the names of a .def file become symbols.
struct ImportOptions {
  uint16_t machine = 0;           ///< COFF Machine
  bool leadingUnderscores = true; ///< 32-bit x86: names of C functions get one, as compilers for it do
  bool killAt = false;            ///< 32-bit x86: the DLL's names are without @bytes
};

/// The import library of a DLL with these exports, written by LLVM as its dlltool does: an archive of short
/// import objects, and of the three objects that begin and end its tables. Equal input gives equal bytes. The
/// error is about writing it, which needs a temporary file.
std::expected<std::string, std::string>
writeImportLibrary(const std::string &dll, const std::vector<Export> &exports, const ImportOptions &options);

} // namespace linkshim::coff
