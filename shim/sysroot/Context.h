#pragma once
#include "shim/base/Environment.h"
#include "shim/base/FileSystem.h"
#include "shim/sysroot/Roots.h"
#include <string>

namespace linkshim {

/// Where linkshim keeps and finds the parts of sysroots.
struct SysrootPlaces {
  std::string cache;     ///< absolute folder for generated pieces
  std::string share;     ///< <prefix>/share/linkshim; empty when it is not known
  std::string pack = {}; ///< the target's pack, unpacked, with lib/ in it; empty where there is none
};

/// Everything that planning looks at.
struct PlanContext {
  const Environment &environment;
  const FileReader &files;
  SysrootPlaces places;
  std::string self; ///< path of the running program
  /// A folder for what is removed after the run; its name is taken by nobody else, it need not exist yet.
  std::string temporary = {};
  Roots roots = {}; ///< what the user brings for the call's target, found once
};

} // namespace linkshim
