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
  std::string version; ///< of the SDK, for -platform_version; empty when it does not say
  bool stubs = false;  ///< linkshim's own: no headers, and only the frameworks that it knows
};

/// The SDK that `named` (the value of -isysroot, -syslibroot or --sysroot) names; when empty the one of
/// LINKSHIM_SYSROOT_<target>, of SDKROOT unless it belongs to another of Apple's systems, or of
/// DEVELOPER_DIR; else our stubs, which have to be made. Fails when a name leads to no SDK.
Result<DarwinSdk> findDarwinSdk(const Target &target, const std::string &named, const PlanContext &context);

/// The folder in the cache that holds the stub libraries of the target's system.
PieceFolder appleFolder(const Target &target, const SysrootPlaces &places);

/// Folders below an SDK that a link looks into beside the usual ones: an iOS program for macOS has its own.
struct DarwinFolders {
  std::vector<std::string> frameworks;
  std::vector<std::string> libraries;
};
DarwinFolders extraFolders(const Target &target, const DarwinSdk &sdk);

/// What to set so that an SDK is used, as a command.
std::string howToNameSdk(const Target &target);

} // namespace linkshim
