#pragma once
#include "sysroots/coff/Archive.h"
#include "sysroots/coff/ModuleDefinition.h"
#include <expected>

namespace linkshim::coff {

/// How the names of a .def file become symbols.
struct ImportOptions {
  uint16_t machine = 0;           ///< COFF Machine
  bool leadingUnderscores = true; ///< 32-bit x86: names of C functions get one, as compilers for it do
  bool killAt = false;            ///< 32-bit x86: the DLL's names are without @bytes
};

/// Adds the members of a DLL's import library: short import objects, the three objects that begin and end its
/// tables, and for a name that no short import can give (`==`) an object that makes it another name.
void addImports(const std::string &dll, const std::vector<Export> &exports, const ImportOptions &options,
                ArchiveWriter &out);

/// The import library of a DLL with these exports: the bytes that LLVM's dlltool writes. The error is about a
/// machine whose names this does not make.
std::expected<std::string, std::string>
writeImportLibrary(const std::string &dll, const std::vector<Export> &exports, const ImportOptions &options);

/// Changes with the code that makes import libraries.
std::string_view generation();

} // namespace linkshim::coff
