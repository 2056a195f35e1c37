#pragma once
#include "shim/link/Format.h"
#include "shim/plan/LinkLine.h"

namespace linkshim {

/// The debug information of a program for Apple's systems stays in its objects, and the program names them.
/// In a call that compiles and links, with -g, the objects go away with the temporary folder; so dsymutil
/// gathers what they have beside the program, as clang has it do.

/// Has the linker name temporary objects without their folder, which is another one each time. Nothing is
/// added in other calls.
void addDebugMap(const LinkRequest &request, LinkLine &line);

/// Adds the step that makes OUTPUT.dSYM, where a dsymutil is installed.
void addDebugInfoStep(const LinkRequest &request, Plan &plan);

} // namespace linkshim
