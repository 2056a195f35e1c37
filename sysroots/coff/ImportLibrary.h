#pragma once
#include "sysroots/coff/ModuleDefinition.h"

namespace linkshim::coff {

/// How the names of a .def file become symbols.
struct ImportOptions {
  uint16_t machine = 0;           ///< COFF Machine
  bool leadingUnderscores = true; ///< 32-bit x86: C names get one, as its compilers give them
  bool killAt = false;            ///< 32-bit x86: the DLL's names are without @bytes
};

/// The import library of a DLL with these exports: an archive of short import objects, and of the three
/// objects that begin and end its tables, as LLVM's dlltool makes them. Equal input gives equal bytes.
std::string writeImportLibrary(const std::string &dll, const std::vector<Export> &exports,
                               const ImportOptions &options);

} // namespace linkshim::coff
