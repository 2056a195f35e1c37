#pragma once
#include "shim/commands/Command.h"
#include <string>
#include <vector>

namespace linkshim {

/// `linkshim sysroot add TARGET PACKAGE...`: the distribution's packages for the target's architecture and
/// what they depend on, in overlayFolder. Everything is fetched and unpacked beside it first.
bool sysrootAdd(CommandCall &call, const CommandArgs &args, Failure &failure);
/// `linkshim sysroot remove TARGET`.
bool sysrootRemove(CommandCall &call, const CommandArgs &args, Failure &failure);

/// The packages of an overlay that were asked for.
std::vector<std::string> overlayWanted(const std::string &overlay, const FileReader &files);

/// Absolute symbolic links below `folder`, which is in `root` or is it, become relative ones, so that they
/// lead to what `root` has and not to the host's.
bool makeLinksRelative(const std::string &root, const std::string &folder, FileSystem &files,
                       std::string &error);

} // namespace linkshim
