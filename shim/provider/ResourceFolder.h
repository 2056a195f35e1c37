#pragma once
#include "shim/base/FileSystem.h"
#include "shim/provider/Provider.h"
#include <string>

namespace linkshim {

/// The folder of the files that belong to a compiler: its own headers (`include`) and runtimes. Empty when
/// there is none.
std::string resourceFolder(const Provider &compiler, const FileReader &files);

} // namespace linkshim
