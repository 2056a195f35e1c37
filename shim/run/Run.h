#pragma once
#include "shim/base/Environment.h"
#include "shim/base/FileSystem.h"
#include "shim/call/ToolName.h"
#include <string>
#include <vector>

namespace linkshim {

/// What this process was started with.
struct Startup {
  std::string name;              ///< argv[0]
  std::vector<std::string> args; ///< the rest
  Environment environment;
  std::string self; ///< the running program's own path
};

/// Stands in for a tool: works out the plan, makes missing pieces, and becomes the linker or compiler.
/// Returns an exit status where there is no program to become.
int runTool(const ToolName &tool, Startup startup, FileSystem &files);

/// The folder in which a run makes its folder for temporary files: TMPDIR, else /tmp.
std::string temporaryParent(const Environment &environment);

/// The data directory: <prefix>/share/linkshim for a program <prefix>/bin/linkshim, unless LINKSHIM_SHARE
/// names another.
std::string shareFolder(const Environment &environment, const std::string &self);

} // namespace linkshim
