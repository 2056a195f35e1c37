#pragma once
#include "shim/base/FileSystem.h"
#include "shim/call/Invocation.h"
#include <string>
#include <vector>

namespace linkshim {

/// sccache knows a compiler by the bytes of its program, which are the same for all targets here, and by what
/// __VERSION__ is in a file that it has preprocessed first. For that call: options that put the target into
/// __VERSION__, so that no target gets the objects of another. Empty for every other call.
std::vector<std::string> sccacheAnswer(const Invocation &invocation, const FileReader &files);

} // namespace linkshim
