#pragma once
#include "shim/base/FileSystem.h"
#include <string>
#include <string_view>

namespace linkshim {

// Major versions of LLVM, found out by reading files alone; 0 where that is not possible.

/// The version of a clang: from its name or folder (clang-19, llvm-19/bin), else from lib/clang/N beside it.
int clangMajor(const std::string &program, const FileReader &files);

/// The version of a linker: from the shared library of LLVM that it needs, or from its folder.
int linkerMajor(const std::string &program, const FileReader &files);

/// The version is within so many bytes from the start of bitcode.
constexpr size_t bitcodeHeadSize = 256;
bool isBitcode(std::string_view head);
/// The version of LLVM that wrote the bitcode which starts with `head`.
int bitcodeMajor(std::string_view head);

} // namespace linkshim
