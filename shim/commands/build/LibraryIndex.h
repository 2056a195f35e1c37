#pragma once
#include "shim/commands/build/Variables.h"
#include "shim/sysroot/Context.h"
#include <string>

namespace linkshim {

/// Makes the folder of FoundLibrary.h for a target: a file for each library of its own sysroot, and for
/// Apple's systems an empty folder for each framework, and a link to the headers under the name of the
/// system's SDK. `name` is the target with its floor. The path of the
/// folder: below the user's data folder, where nobody empties it, else in a cache folder.
Result<std::string> makeLibraryIndex(const TargetSpec &spec, const std::string &name,
                                     const SysrootPlaces &places, const VariableContext &context);

/// The name of that link: iPhoneOS.sdk. Empty for other targets than Apple's.
std::string sdkName(const Target &target);

} // namespace linkshim
