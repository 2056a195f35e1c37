#pragma once
#include "shim/FileSystem.h"
#include <string>
#include <string_view>

namespace linkshim {

/// Why an object, an archive or a universal file for Apple's systems ends too early, in words that end a
/// sentence; empty when it does not, or is something else. ld64.lld does not look: it crashes, or never ends.
std::string_view whyCut(const std::string &path, const FileReader &files);

} // namespace linkshim
