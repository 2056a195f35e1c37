#pragma once
#include "shim/base/FileSystem.h"
#include "shim/call/Invocation.h"
#include <string>
#include <vector>

namespace linkshim {

/// sccache identifies a compiler by the bytes of its program, which for linkshim are the same for all
/// targets, and by the value of __VERSION__, for which it preprocesses a small file first. For that call,
/// returns options that put the target into __VERSION__, so that no target gets the objects of another. Empty
/// for every other call. It can go when sccache tells such compilers apart
/// (https://github.com/mozilla/sccache/issues/235).
std::vector<std::string> sccacheAnswer(const Invocation &invocation, const FileReader &files);

} // namespace linkshim
