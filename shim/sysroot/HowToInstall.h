#pragma once
#include "shim/base/FileSystem.h"
#include "triples/Target.h"
#include <string>

namespace linkshim {

/// What installs a target's headers and pack into the data directory `share`, for messages. The script for it
/// is part of linkshim's sources, and no package has it: the text is a command where the data directory is
/// below a folder with the sources, as scripts/quickstart leaves it, and says elsewhere whose script it is.
std::string howToInstall(const Target &target, const std::string &share, const FileReader &files);

} // namespace linkshim
