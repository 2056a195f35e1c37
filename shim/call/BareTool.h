#pragma once
#include "shim/call/Arguments.h"
#include "shim/call/DefaultTarget.h"
#include "shim/call/ToolName.h"

namespace linkshim {

/// linkshim sets this to 1 for a compiler of the machine itself to which it hands a call over. Tools without
/// a target in their names that are started by that compiler then work for the machine too.
constexpr std::string_view hostToolsVariable = "LINKSHIM_HOST_TOOLS";

/// Works out the target of a call of a tool without a target in its name, such as cc or ld on PATH. It may be
/// called for the environment's target or for the machine itself: cargo builds build scripts and procedural
/// macros with the same cc, and the machine's own compilers look for ld on PATH. The call's arguments and
/// environment show which (docs/containers.md). `spec` holds the environment's target, and is changed where
/// the call is for another one. Returns true where the call makes a program for the machine while the
/// environment's target is another.
bool readBareTool(Tool tool, const Arguments &arguments, const Environment &environment,
                  const FileReader &files, TargetSpec &spec);

} // namespace linkshim
