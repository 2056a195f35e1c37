#pragma once
#include "shim/run/Planner.h"

namespace linkshim {

/// The link of a target for which lld cannot stand in: the arguments go, as they are, to the program that the
/// target's row names.
bool planOtherLink(const Invocation &invocation, const PlanContext &context, Plan &plan, Failure &failure);

} // namespace linkshim
