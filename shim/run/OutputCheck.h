#pragma once
#include "shim/base/Failure.h"
#include "shim/base/FileSystem.h"
#include "shim/call/Arguments.h"

namespace linkshim {

/// Fails where a compiler driver or a linker would write its output over one of its inputs (`cc -c main.c -o
/// main.c`). GCC and GNU ld refuse that as well; clang and lld do it.
Result<void> checkOutputIsNoInput(const Arguments &arguments, const FileReader &files);

} // namespace linkshim
