#pragma once
#include "shim/Environment.h"
#include "shim/FileSystem.h"
#include "triples/Target.h"
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// The value of NAME_<target>; empty when it is not set. The target is spelled as rustc does, with hyphens or
/// underscores, also in capitals.
std::string_view targetVariable(std::string_view name, const Target &target, const Environment &environment);

/// The system root that LINKSHIM_SYSROOT_<target> names; empty when the user named none.
std::string userSysroot(const Target &target, const Environment &environment);

/// Debian's name of an architecture's library folders: x86_64-linux-gnu, i386-linux-gnu.
std::string multiarch(const Target &target);

/// The folders of libraries below a system root that are there, in search order: as Debian, Fedora, SUSE and
/// plain trees lay them out, then those of Debian's cross packages, then the newest GCC's own. Empty for an
/// empty root.
std::vector<std::string> systemLibraryFolders(const std::string &root, const Target &target,
                                              const FileReader &files);

/// The first folder with this file in it; empty when there is none.
std::string folderWith(std::string_view file, const std::vector<std::string> &folders,
                       const FileReader &files);

} // namespace linkshim
