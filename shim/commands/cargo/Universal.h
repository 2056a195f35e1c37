#pragma once
#include "shim/commands/Command.h"
#include <string>
#include <vector>

namespace linkshim {

/// Stands for both architectures of a Mac, in one file.
inline constexpr std::string_view universalTarget = "universal2-apple-darwin";

/// Puts the two targets in the place of `--target universal2-apple-darwin`. True when it was there.
bool expandUniversal(std::vector<std::string> &args);

/// The folder of cargo's profile that the arguments choose: debug, release, or the name of one.
std::string profileFolder(const std::vector<std::string> &args);

/// Cargo's target folder: the one that the arguments name, else what cargo says. Empty when it says nothing.
std::string cargoTargetFolder(const std::string &cargo, const std::vector<std::string> &args,
                              const CommandCall &call);

/// Puts programs and libraries that were built for both targets together, in
/// <targetFolder>/universal2-apple-darwin/<profile>. False and `failure` when one cannot be written.
bool mergeUniversal(const std::string &targetFolder, const std::string &profile, FileSystem &files,
                    Failure &failure);

} // namespace linkshim
