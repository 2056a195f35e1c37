#pragma once
#include "shim/base/Failure.h"
#include "shim/sysroot/Context.h"
#include "shim/sysroot/PieceFolder.h"
#include "sysroots/apple/Apple.h"
#include "triples/Target.h"
#include <string>
#include <vector>

namespace linkshim {

/// Where a build for one of Apple's systems finds that system's libraries.
struct DarwinSdk {
  std::string root;    ///< an SDK of the user's, or the folder of our stub libraries
  std::string version; ///< of the SDK, for -platform_version; empty when the SDK does not tell it
  bool stubs = false;  ///< linkshim's own stubs: no headers, and only the frameworks that linkshim knows
};

/// The SDK that `named` (the value of -isysroot, -syslibroot or --sysroot) names; when empty the one of
/// LINKSHIM_SYSROOT_<target>, of SDKROOT unless it belongs to another of Apple's systems, or of
/// DEVELOPER_DIR; else linkshim's stubs, which have to be made. Fails when one of these names no SDK.
Result<DarwinSdk> findDarwinSdk(const Target &target, const std::string &named, const PlanContext &context);

/// True for linkshim's own headers, or a link to them: some build tools ask for an SDK, and get these.
bool isOwnSdk(const std::string &folder, const std::string &share, const FileReader &files);

/// The folder in the cache that holds the stub libraries of the target's system.
PieceFolder appleFolder(const Target &target, const SysrootPlaces &places);

/// The folders below an SDK that a link searches beside the usual ones: Mac Catalyst has its own.
struct DarwinFolders {
  std::vector<std::string> frameworks;
  std::vector<std::string> libraries;
};
DarwinFolders extraFolders(const Target &target, const DarwinSdk &sdk);

/// The command that sets the variable for an SDK, for messages.
std::string howToNameSdk(const Target &target);

} // namespace linkshim
