#pragma once
#include "shim/commands/Command.h"
#include "triples/Target.h"
#include <string>
#include <vector>

namespace linkshim {

/// Puts the distribution's packages for the target's architecture, with their dependencies, into
/// overlayFolder. Everything is fetched and unpacked beside it first. `sources`: a sources.list to use
/// instead of this machine's, or empty. Prints the folder and what was unpacked.
Result<CommandResult> addPackages(const CommandCall &call, const Target &target, std::string sources,
                                  const std::vector<std::string> &packages);
/// `linkshim sysroot add TARGET PACKAGE...`
Result<CommandResult> sysrootAdd(const CommandCall &call, const CommandArgs &args);
/// `linkshim sysroot remove TARGET`.
Result<CommandResult> sysrootRemove(const CommandCall &call, const CommandArgs &args);

/// The packages that the user has asked for in an overlay.
std::vector<std::string> overlayWanted(const std::string &overlay, const FileReader &files);

/// Makes absolute symbolic links below `folder`, which is `root` or lies in it, relative, so that they lead
/// to files below `root` and not to the host's.
SystemResult<void> makeLinksRelative(const std::string &root, const std::string &folder, FileSystem &files);

} // namespace linkshim
