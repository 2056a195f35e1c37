#pragma once
#include "shim/base/FileSystem.h"
#include "triples/Target.h"
#include <string>
#include <string_view>

namespace linkshim {

/// The command that installs a target's headers and pack for the program whose data directory is `share`, for
/// messages: the script that makes them where the data directory is below a folder with linkshim's sources,
/// as scripts/quickstart leaves it; pip where the program came as a wheel; else `linkshim sysroot install`.
std::string howToInstall(const Target &target, const std::string &share, const FileReader &files);

/// The command that replaces a damaged pack. `name` is its target, or the part of the data directory.
std::string howToRepair(std::string_view name, const std::string &pack, const FileReader &files);

} // namespace linkshim
