#pragma once
#include "shim/base/FileSystem.h"
#include <string>
#include <vector>

namespace linkshim {

/// The libraries that the objects of a COFF input ask for by /DEFAULTLIB (#pragma comment(lib, "NAME")), as
/// they spell them, each once. `path` is an object or an archive. Little of the file is read: of an archive
/// with rustc's objects alone, which name none, its list of names; of an import library its beginning.
std::vector<std::string> librariesAskedFor(const std::string &path, const FileReader &files);

} // namespace linkshim
