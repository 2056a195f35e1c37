#pragma once
#include "shim/commands/Command.h"
#include <string>
#include <vector>

namespace linkshim {

/// What cargo knows of a project.
struct CargoProject {
  std::string root;                  ///< the folder of the workspace, or of the only package
  std::vector<std::string> binaries; ///< of all members, as they are built without further features; sorted
  std::string binary;                ///< the one that a person means; empty when there are several, or none
};

/// Asks cargo about the project that `folder` lies in. Nothing is fetched or written.
bool readCargoProject(const std::string &folder, const CommandCall &call, CargoProject &project,
                      Failure &failure);

} // namespace linkshim
