#pragma once
#include "shim/base/Environment.h"
#include "shim/base/FileSystem.h"
#include "shim/sysroot/Roots.h"
#include <string>

namespace linkshim {

/// Where the parts of sysroots are.
struct SysrootPlaces {
  std::string cache;     ///< the absolute path of the cache folder, for generated pieces and unpacked packs
  std::string share;     ///< the data directory <prefix>/share/linkshim: headers, packs; empty if not known
  std::string pack = {}; ///< the unpacked pack of the target, with lib/ in it; empty where there is none
  /// Likewise of the pack that the targets of a processor share; empty where there is none.
  std::string common = {};
};

/// Everything that planning looks at.
struct PlanContext {
  const Environment &environment;
  const FileReader &files;
  SysrootPlaces places;
  std::string self; ///< path of the running program
  /// The path of a folder for temporary files of the run. No other process uses it; it need not exist yet.
  std::string temporary = {};
  Roots roots = {}; ///< the user's own folders for the call's target, found once per call
};

} // namespace linkshim
