#pragma once
#include "shim/base/Failure.h"
#include "shim/base/FileSystem.h"
#include "shim/provider/Provider.h"
#include "triples/Target.h"
#include <string>
#include <vector>

namespace linkshim {

/// Looks at the first bytes of each input (of an archive: at its first object) and refuses one that was made
/// for another architecture or system than the target's, and bitcode of a newer LLVM than that of `linker`,
/// before the linker says so less clearly. For Apple's systems also one that ends too early. Files that are
/// missing, scripts and anything that is not understood pass: they are the linker's business.
Result<void> checkInputs(const Target &target, const Provider &linker, const std::vector<std::string> &inputs,
                         const FileReader &files);

/// What is said where `file` is, or will be, bitcode of the LLVM major `bitcode`, and the linker's is
/// `reader`.
Failure bitcodeTooNew(const std::string &file, int bitcode, const std::string &linker, int reader);

} // namespace linkshim
