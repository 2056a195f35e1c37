#pragma once
#include "shim/base/Failure.h"
#include "shim/base/FileSystem.h"
#include "shim/provider/Provider.h"
#include "triples/Target.h"
#include <string>
#include <vector>

namespace linkshim {

/// Looks at the first bytes of each input (of an archive: at its first object). Fails for one that was made
/// for another architecture or system than the target's, and for bitcode of a newer LLVM than that of
/// `linker`: the linker's own messages are less clear. For Apple's systems it also fails for truncated files.
/// Missing files, linker scripts and anything that is not understood are left to the linker.
Result<void> checkInputs(const Target &target, const Provider &linker, const std::vector<std::string> &inputs,
                         const FileReader &files);

/// The failure where `file` is, or will be, bitcode of LLVM `bitcode`, and the linker has LLVM `reader`; both
/// are major versions.
Failure bitcodeTooNew(const std::string &file, int bitcode, const std::string &linker, int reader);

} // namespace linkshim
