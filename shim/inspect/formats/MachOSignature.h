#pragma once
#include "shim/inspect/BinaryFacts.h"
#include <string_view>

namespace linkshim {

/// Which kind of signature a Mach-O file has. `signature` is the part of `file` that its load command names.
/// Adds a contradiction when the file was changed after it was signed: the system kills such a program.
Signature readSignature(std::string_view file, std::string_view signature, BinaryFacts &facts);

} // namespace linkshim
