#pragma once
#include "shim/link/Format.h"
#include "shim/plan/LinkLine.h"
#include "shim/provider/Provider.h"
#include "shim/sysroot/Sysroot.h"
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// What the ways of linking share.

/// The linker of a call: what -fuse-ld= or --ld-path= names, or is below a -B; `flavor` is lld's. Fails where
/// none is found, and where lld is found and does not link the target.
Result<Provider> findLinker(const LinkRequest &request, std::string_view flavor);

/// The environment that a linker does not get.
std::vector<EnvironmentChange> linkerEnvironment(const Provider &linker, const Environment &environment);

/// The plan of a line that is put together: the linker runs it, with the pieces of a sysroot made first. A
/// driver's -v announces the line. `environment` is what the linker gets beside linkerEnvironment().
Plan finishPlan(const LinkRequest &request, const Provider &linker, LinkLine line,
                std::vector<PieceFolder> pieces = {}, const std::vector<EnvironmentChange> &environment = {});

/// Where a link looks for libraries: what the user names by -L, then the sysroot.
std::vector<std::string> searchedFolders(const LinkRequest &request, const Sysroot &sysroot);

/// -L for each folder of the sysroot.
void addLibraryFolders(const Sysroot &sysroot, LinkLine &line);

/// The emulation that chooses the machine.
void addEmulation(const Target &target, LinkLine &line);

/// What each way of linking does alike with a driver's argument: what only a compiler or the preprocessor
/// reads is dropped, words for the linker are handed on, all else is kept for the linker to judge.
void addDriverArgument(const LinkRequest &request, const Argument &argument, LinkLine &line);

/// True where -nostdlib or -nodefaultlibs leaves the default libraries out.
bool leavesLibrariesOut(const Arguments &arguments);
/// True where -nostdlib or -nostartfiles leaves the start files out.
bool leavesStartFilesOut(const Arguments &arguments);

} // namespace linkshim
