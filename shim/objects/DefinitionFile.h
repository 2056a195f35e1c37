#pragma once
#include "shim/base/Failure.h"
#include "shim/base/FileSystem.h"
#include "sysroots/coff/ModuleDefinition.h"
#include <string>

namespace linkshim {

/// Reads a .def file, which says what a DLL exports. Fails where it cannot be read or breaks the rules: LLVM
/// and lld take some of what is wrong in it for the name of a symbol.
Result<coff::ModuleDefinition> readDefinitionFile(const std::string &path, const FileReader &files);

/// The same where only the failure counts.
Result<void> checkDefinitionFile(const std::string &path, const FileReader &files);

} // namespace linkshim
