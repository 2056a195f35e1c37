#pragma once
#include "shim/call/Arguments.h"
#include "shim/call/DefaultTarget.h"
#include "shim/call/ToolName.h"

namespace linkshim {

/// Set to 1 in the environment of a compiler of the machine that linkshim has handed a call over to: every
/// tool without a target in its name that is called below it works for the machine.
constexpr std::string_view hostToolsVariable = "LINKSHIM_HOST_TOOLS";

/// For which target a tool without one in its name is called. cc and ld on PATH get calls for the target and
/// for the machine itself: cargo builds build scripts and procedural macros with the same cc, and the
/// machine's own compilers look for ld on PATH. What a call holds says which (docs/containers.md); where it
/// says nothing, `spec` stays as it was given: the environment's target. True where the call is for a program
/// of the machine, and the environment's target is another one.
bool readBareTool(Tool tool, const Arguments &arguments, const Environment &environment,
                  const FileReader &files, TargetSpec &spec);

} // namespace linkshim
