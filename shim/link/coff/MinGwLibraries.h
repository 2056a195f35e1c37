#pragma once
#include "shim/base/FileSystem.h"
#include "shim/link/LinkParts.h"
#include "shim/plan/LinkLine.h"
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// Where a link for MinGW finds libraries.
struct LibrarySearch {
  std::vector<std::string> folders;
  std::set<std::string> later; ///< file names of libraries that are unpacked before the link
};

/// Adds the import libraries that the call names and no folder has yet, but linkshim: their folders become
/// some of the sysroot's, and are made before the link.
void addFurtherLibraries(const LinkRequest &request, Sysroot &sysroot, LibrarySearch &search);

/// Whether lld's MinGW driver finds `-lNAME`; `dynamic`: also as an import library or DLL.
bool findsMinGwLibrary(std::string_view name, bool dynamic, const LibrarySearch &search,
                       const FileReader &files);

/// The spelling that import libraries have: on Windows the case of a name does not matter.
std::string lowerCaseLibrary(std::string_view name);

/// Writes the names of libraries in lower case where only that is there.
void useLowerCaseLibraries(const LibrarySearch &search, const FileReader &files, LinkLine &line);

} // namespace linkshim
