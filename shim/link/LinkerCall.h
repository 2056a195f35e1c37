#pragma once
#include "shim/link/Format.h"
#include "shim/plan/LinkLine.h"
#include "shim/sysroot/Sysroot.h"
#include <string>
#include <vector>

namespace linkshim {

/// What links in a linker's own words share, for ELF and WebAssembly.

/// The arguments of a linker's call without -flavor, which chose the linker.
std::vector<Argument> linkerArguments(const Arguments &arguments);
/// The files among them.
std::vector<std::string> inputsOf(const Arguments &arguments);

/// The arguments as they are; a start file without a folder is taken from where libraries are. Fails for a
/// library or a start file that is nowhere, where the user has to bring the platform's and has not.
Result<void> keepLinkerArguments(const LinkRequest &request, const Sysroot &sysroot, LinkLine &line);

} // namespace linkshim
