#pragma once
#include "shim/base/Failure.h"
#include "shim/base/FileSystem.h"
#include <string>
#include <string_view>

namespace linkshim {

/// Why an object or a universal file for Apple's systems, a WebAssembly module, or an archive ends too early,
/// in words that end a sentence; empty when it does not, or is something else. ld64.lld and wasm-ld do not
/// look: they crash, or never end.
std::string_view whyCut(const std::string &path, const FileReader &files);

/// Fails for a file that ends too early.
Result<void> checkWhole(const std::string &path, const FileReader &files);

} // namespace linkshim
