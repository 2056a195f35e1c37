#pragma once
#include "shim/plan/LinkLine.h"
#include "shim/run/Planner.h"

namespace linkshim {

/// A link that was asked for in a compiler driver's words, for a Windows target of mingw-w64: the line is for
/// the MinGW driver of lld.
bool planMinGwLink(const Invocation &invocation, const PlanContext &context, Plan &plan, Failure &failure);

/// What a raw `ld` of mingw-w64 knows by itself: emulation, library folders, and the start file that rustc
/// names to no linker. Says what lld refuses in its words. The given arguments are in the line already.
bool addMinGwDefaults(const Invocation &invocation, const PlanContext &context, const Provider &linker,
                      LinkLine &line, Failure &failure);

} // namespace linkshim
