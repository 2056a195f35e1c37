#pragma once
#include "shim/base/FileSystem.h"
#include "shim/plan/LinkLine.h"
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// Whether lld's MinGW driver finds `-lNAME` in the folders; `dynamic`: also as an import library or DLL.
bool findsMinGwLibrary(std::string_view name, bool dynamic, const std::vector<std::string> &folders,
                       const FileReader &files);

/// The spelling that import libraries have: on Windows the case of a name does not matter.
std::string lowerCaseLibrary(std::string_view name);

/// Writes the names of libraries in lower case where only that is there.
void useLowerCaseLibraries(const std::vector<std::string> &folders, const FileReader &files, LinkLine &line);

} // namespace linkshim
