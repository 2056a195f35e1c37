#pragma once
#include "shim/inspect/BinaryFacts.h"

namespace linkshim {

/// What the imports of a Windows program tell of the system that it needs: the C library, runtimes of
/// compilers, and by names that are newer than Windows 7 the oldest Windows.
void describeWindows(BinaryFacts &facts);

} // namespace linkshim
