#pragma once
#include "shim/base/FileSystem.h"
#include "triples/Version.h"
#include <optional>
#include <string>

namespace linkshim {

/// The newest glibc whose symbols a shared library for ELF asks for, as its GLIBC_2.34 says; nullopt where it
/// asks for none, and for every other file. Only its headers and its list of versions are read.
std::optional<Version> neededGlibc(const std::string &path, const FileReader &files);

} // namespace linkshim
