#pragma once
#include "shim/commands/Command.h"

namespace linkshim {

/// `linkshim sysroot install FILE|FOLDER|TARGET...`: puts bundles of packs into the data directory beside the
/// program, else into the user's. All are read before the first is installed; each is a folder that appears
/// by one rename.
Result<CommandResult> sysrootInstall(const CommandCall &call, const CommandArgs &args);

} // namespace linkshim
