#pragma once
#include "shim/base/Failure.h"
#include "shim/call/Arguments.h"

namespace linkshim {

/// Fails where an input of a compiler driver is a source that clang does not compile, such as Fortran, or a
/// header beside other inputs of a link. The linker would take each for a linker script. A file whose ending
/// says nothing is the linker's, since a script may have any name.
Result<void> checkInputLanguages(const Arguments &arguments);

} // namespace linkshim
