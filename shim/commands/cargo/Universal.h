#pragma once
#include "shim/commands/Command.h"
#include "shim/commands/cargo/CargoArgs.h"
#include <string>

namespace linkshim {

/// The name of the folder with what cargo builds, below the target folder: debug, release, or a profile.
std::string profileFolder(const CargoArgs &args);

/// Cargo's target folder: the one that the arguments name, else what cargo says. Empty when it says nothing.
std::string cargoTargetFolder(const std::string &cargo, const CargoArgs &args, const CommandCall &call);

/// Puts programs and libraries that were built for both architectures together, in
/// <targetFolder>/universal2-apple-darwin/<profile>.
Result<void> mergeUniversal(const std::string &targetFolder, const std::string &profile, FileSystem &files);

} // namespace linkshim
