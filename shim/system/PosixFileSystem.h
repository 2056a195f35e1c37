#pragma once
#include "shim/base/FileSystem.h"

namespace linkshim {

/// The machine's own disk. With Process.cpp the only place that makes system calls.
FileSystem &realFileSystem();

} // namespace linkshim
