#pragma once
#include "shim/base/Environment.h"
#include "shim/base/Failure.h"
#include "shim/base/FileSystem.h"
#include "triples/Target.h"
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// The value of NAME_<target>; empty when it is not set. The target is spelled as rustc does, with hyphens or
/// underscores, also in capitals.
std::string_view targetVariable(std::string_view name, const Target &target, const Environment &environment);

/// The name LINKSHIM_SYSROOT_<target>, with underscores for hyphens and dots.
std::string userSysrootVariable(const Target &target);

/// linkshim's folder in the user's data folder, $XDG_DATA_HOME or ~/.local/share; empty when neither is
/// known.
std::string userDataFolder(const Environment &environment);

/// The target's overlay: the folder in which `linkshim sysroot add` keeps packages, below $XDG_DATA_HOME or
/// ~/.local/share. Empty when neither is known.
std::string overlayFolder(const Target &target, const Environment &environment);

/// The system root with the user's own libraries: what LINKSHIM_SYSROOT_<target> names, else the target's
/// overlay where it is there; else empty.
std::string userSysroot(const Target &target, const Environment &environment, const FileReader &files);

/// The folder with the platform's own libraries: userSysroot, else what the variable of the target's row
/// names (ANDROID_NDK_HOME); else empty.
std::string platformRoot(const Target &target, const Environment &environment, const FileReader &files);

/// The folders below `root` that a row's column lists and that are there, in its order.
std::vector<std::string> platformFolders(const std::string &root, std::string_view column,
                                         const Target &target, const Environment &environment,
                                         const FileReader &files);

/// The API level that programs are made for: ANDROID_PLATFORM (android-24 or 24), else the oldest.
std::string apiLevel(const Target &target, const Environment &environment);

/// The name of the variable by which the user says where the platform's libraries are.
std::string platformVariable(const Target &target);

/// Checks that `root` is what the target's row asks for: that it is a folder, that it has the row's library
/// folders where the link lacks `missing` (empty when it lacks nothing), and that it has the system's
/// version. An empty root passes.
Result<void> checkPlatformRoot(const Target &target, const std::string &root, std::string_view missing,
                               const Environment &environment, const FileReader &files);

/// The failure of a link that needs the platform's libraries, where the user has not said where they are.
/// `missing` is one of its files or libraries.
Failure platformMissing(const Target &target, std::string_view missing);

/// The existing folders of headers below a system root, in search order. Empty for an empty root.
std::vector<std::string> systemHeaderFolders(const std::string &root, const Target &target,
                                             const FileReader &files);

/// The existing folders of libraries below a system root, in search order: those of Debian, Fedora, SUSE and
/// plain trees, then those of Debian's cross packages, then the newest GCC's own. Empty for an empty root.
std::vector<std::string> systemLibraryFolders(const std::string &root, const Target &target,
                                              const FileReader &files);

/// The first folder with this file in it; empty when there is none.
std::string folderWith(std::string_view file, const std::vector<std::string> &folders,
                       const FileReader &files);

} // namespace linkshim
