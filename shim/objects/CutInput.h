#pragma once
#include "shim/base/Failure.h"
#include "shim/base/FileSystem.h"
#include <string>
#include <string_view>

namespace linkshim {

/// Checks whether a Mach-O object, a universal file, a WebAssembly module or an archive is truncated. Returns
/// how, as a whole clause ("it ends before ..."), or an empty text for a whole file and for any other kind of
/// file. ld64.lld and wasm-ld do not check this: they crash or hang.
std::string_view whyCut(const std::string &path, const FileReader &files);

/// Fails for a truncated file.
Result<void> checkWhole(const std::string &path, const FileReader &files);

} // namespace linkshim
