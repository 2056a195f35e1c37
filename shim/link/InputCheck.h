#pragma once
#include "shim/base/Failure.h"
#include "shim/base/FileSystem.h"
#include "shim/provider/Provider.h"
#include "triples/Target.h"
#include <optional>
#include <string>
#include <vector>

namespace linkshim {

/// Looks at the first bytes of each input (of an archive: at its first object) and refuses one that was made
/// for another architecture or system than the target's, and bitcode of a newer LLVM than that of `linker`,
/// before the linker says so less clearly. For Apple's systems also one that ends too early. Files that are
/// missing, scripts and anything that is not understood pass: they are the linker's business.
bool checkInputs(const Target &target, const Provider &linker, const std::vector<std::string> &inputs,
                 const FileReader &files, Failure &failure);

/// Whether a file (of an archive: its first object) was made for the target; nullopt where it is missing or
/// no object of a known format.
std::optional<bool> isMadeFor(const Target &target, const std::string &path, const FileReader &files);

/// What is said where `file` is, or will be, bitcode of the LLVM major `bitcode`, and the linker's is
/// `reader`.
Failure bitcodeTooNew(const std::string &file, int bitcode, const std::string &linker, int reader);

/// What the head of an object file says of itself, in words, such as `x86_64 ELF, 64-bit little-endian`;
/// empty when it is no object of a known format.
std::string describeObject(std::string_view head);

} // namespace linkshim
