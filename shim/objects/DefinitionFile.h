#pragma once
#include "shim/base/Failure.h"
#include "shim/base/FileSystem.h"
#include "sysroots/coff/ModuleDefinition.h"
#include <string>

namespace linkshim {

/// Reads a .def file, which lists what a DLL exports. Fails where it cannot be read or its syntax is wrong:
/// LLVM and lld read some mistakes as names of symbols.
Result<coff::ModuleDefinition> readDefinitionFile(const std::string &path, const FileReader &files);

/// The same for a caller that needs only the check.
Result<void> checkDefinitionFile(const std::string &path, const FileReader &files);

} // namespace linkshim
