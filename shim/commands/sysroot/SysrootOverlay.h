#pragma once
#include "shim/commands/Command.h"
#include <string>
#include <vector>

namespace linkshim {

/// `linkshim sysroot add TARGET PACKAGE...`: puts the distribution's packages for the target's architecture,
/// with their dependencies, into overlayFolder. Everything is fetched and unpacked beside it first.
Result<CommandResult> sysrootAdd(const CommandCall &call, const CommandArgs &args);
/// `linkshim sysroot remove TARGET`.
Result<CommandResult> sysrootRemove(const CommandCall &call, const CommandArgs &args);

/// The packages that the user has asked for in an overlay.
std::vector<std::string> overlayWanted(const std::string &overlay, const FileReader &files);

/// Makes absolute symbolic links below `folder`, which is `root` or lies in it, relative, so that they lead
/// to files below `root` and not to the host's.
SystemResult<void> makeLinksRelative(const std::string &root, const std::string &folder, FileSystem &files);

} // namespace linkshim
