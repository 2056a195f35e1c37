#pragma once
#include "shim/link/Format.h"
#include "shim/plan/LinkLine.h"
#include "shim/sysroot/Sysroot.h"
#include <functional>
#include <string>
#include <vector>

namespace linkshim {

/// Functions for calls of a linker, rather than of a compiler driver, that its formats share.

/// The arguments of the call without -flavor, which chose the linker.
std::span<const Argument> linkerArguments(const Arguments &arguments);
/// Keeps them all as they are.
void keepAll(const Arguments &arguments, LinkLine &line);
/// The input files of the call.
std::vector<std::string> inputsOf(const LinkRequest &request);

/// Adds an argument in another form; false for one that stays as it is.
using ArgumentChange = std::function<bool(const Argument &argument, LinkLine &line)>;

/// Passes the arguments on unchanged, except that a start file without a folder gets the path of the
/// sysroot's, and but for what `change` does. Fails where a library or start file is missing that the user
/// has to provide for the platform.
Result<void> keepLinkerArguments(const LinkRequest &request, const Sysroot &sysroot, LinkLine &line,
                                 const ArgumentChange &change = {});

} // namespace linkshim
