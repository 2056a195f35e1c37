#pragma once
#include "shim/base/FileSystem.h"

namespace linkshim {

/// The machine's own disk. Only this and Process.cpp make system calls.
FileSystem &realFileSystem();

} // namespace linkshim
