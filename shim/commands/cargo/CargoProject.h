#pragma once
#include "shim/commands/Command.h"
#include <string>
#include <vector>

namespace linkshim {

/// What cargo knows of a project.
struct CargoProject {
  std::string root;                  ///< the folder of the workspace, or of the only package
  std::vector<std::string> binaries; ///< of all members, those that are built by default; sorted
  std::string binary;                ///< the main one; empty when it cannot be told, or there is none
};

/// Asks cargo about the project that `folder` lies in. Nothing is fetched or written.
Result<CargoProject> readCargoProject(const std::string &folder, const CommandCall &call);

} // namespace linkshim
