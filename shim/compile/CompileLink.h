#pragma once
#include "shim/run/Planner.h"

namespace linkshim {

/// A call of cc or c++ that compiles sources and links them at once: a compile of each source into the plan's
/// temporary folder, then the link of the same arguments with the objects in the places of the sources.
bool planCompileLink(const Invocation &invocation, const PlanContext &context, Plan &plan, Failure &failure);

} // namespace linkshim
