#pragma once
#include "shim/base/Environment.h"
#include "shim/base/FileSystem.h"
#include "shim/call/ToolName.h"
#include <string>
#include <vector>

namespace linkshim {

/// What a run starts from.
struct Startup {
  std::string name;              ///< argv[0]
  std::vector<std::string> args; ///< the rest
  Environment environment;
  std::string self; ///< the running program's own path
};

/// Stands in for a tool: works out the plan, makes what is missing, and becomes the linker or compiler.
/// Returns only when there is nothing to run, with the exit status.
int runTool(const ToolName &tool, Startup startup, FileSystem &files);

/// <prefix>/share/linkshim for a program <prefix>/bin/linkshim; LINKSHIM_SHARE names another one.
std::string shareFolder(const Environment &environment, const std::string &self);

} // namespace linkshim
