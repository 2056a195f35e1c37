#pragma once
#include "shim/link/Format.h"
#include "shim/plan/LinkLine.h"
#include "shim/provider/Provider.h"
#include "shim/sysroot/Sysroot.h"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// Functions that the ways of linking share.

/// Finds the linker of a call: the one that -fuse-ld= or --ld-path= names, that is in a -B folder, or the
/// default; `flavor` is lld's. Fails where there is none, and where it is lld and lld does not link the
/// target.
Result<Provider> findLinker(const LinkRequest &request, std::string_view flavor);

/// The variables that are removed from a linker's environment.
std::vector<EnvironmentChange> linkerEnvironment(const Provider &linker, const Environment &environment);

/// The plan of a finished command line: the pieces are made, then the linker runs. A driver's -v prints the
/// line. `environment` is added to linkerEnvironment().
Plan finishPlan(const LinkRequest &request, const Provider &linker, LinkLine line,
                std::vector<PieceFolder> pieces = {}, const std::vector<EnvironmentChange> &environment = {});

/// The folders in which a link searches libraries: the user's -L, then the sysroot's.
std::vector<std::string> searchedFolders(const LinkRequest &request, const Sysroot &sysroot);

/// Adds -L for each folder of the sysroot.
void addLibraryFolders(const Sysroot &sysroot, LinkLine &line);

/// Adds -m with the target's emulation.
void addEmulation(const Target &target, LinkLine &line);

/// Adds a driver's argument as all ways of linking do by default: what only the compiler or the preprocessor
/// reads is dropped, -Wl, and the like are passed on, all else is kept for the linker to judge.
void addDriverArgument(const LinkRequest &request, const Argument &argument, LinkLine &line);

/// Whether a driver's argument tells the linker to take archives alone from here on (-Bstatic), or shared
/// libraries too (-Bdynamic); nullopt where it says neither.
std::optional<bool> choosesArchives(const Arguments &arguments, const Argument &argument);

/// True for a link of rustc's: Rust's objects or libraries are among its inputs.
bool linksRust(const LinkRequest &request);
/// Adds compiler-rt's builtins of the target's pack behind everything else of a link of rustc's. Rust's
/// compiler_builtins lacks some that C wants (__clear_cache, __divdc3, __cpu_model), and rustc leaves the
/// compiler's library out. Nothing is added where there is no pack.
void addBuiltinsForRust(const LinkRequest &request, const Sysroot &sysroot, LinkLine &line);

/// True where -nostdlib or -nodefaultlibs leaves the default libraries out.
bool leavesLibrariesOut(const Arguments &arguments);
/// True where -nostdlib or -nostartfiles leaves the start files out.
bool leavesStartFilesOut(const Arguments &arguments);

} // namespace linkshim
