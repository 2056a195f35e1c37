#pragma once
#include "shim/base/FileSystem.h"
#include <string>
#include <string_view>

namespace linkshim {

// Majors of LLVM, told from files alone; 0 where that cannot be told.

/// Of a clang: from its name or folder (clang-19, llvm-19/bin), else from lib/clang/N beside it.
int clangMajor(const std::string &program, const FileReader &files);

/// Of a linker: from the shared library of LLVM that it needs, or from its folder.
int linkerMajor(const std::string &program, const FileReader &files);

/// How many bytes from the start of bitcode tell who made it.
constexpr size_t bitcodeHeadSize = 256;
bool isBitcode(std::string_view head);
/// Of the program that wrote the bitcode which starts with `head`.
int bitcodeMajor(std::string_view head);

} // namespace linkshim
