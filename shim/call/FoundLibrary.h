#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// Build tools that look for a library's file, as CMake's find_library does, find one below a folder of this
/// name: .../linkshim-root/TARGET/usr/lib/libNAME.so. There is nothing to link in it. In a link its path
/// means -lNAME, so what is linked is the library of that link's own floor, also where the cache was emptied,
/// or linkshim replaced, after the build was configured.
constexpr std::string_view foundRoot = "linkshim-root";
constexpr std::string_view foundFolder = "usr/lib"; ///< below the root

/// The NAME that such a file stands for; empty for any other path.
std::string_view foundLibrary(std::string_view path);

/// Replaces the paths of such files by -lNAME.
void nameFoundLibraries(std::vector<std::string> &args);

} // namespace linkshim
