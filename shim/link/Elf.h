#pragma once
#include "shim/run/Planner.h"

namespace linkshim {

/// A link that was asked for in a compiler driver's words, for an ELF target.
bool planCcLink(const Invocation &invocation, const PlanContext &context, Plan &plan, Failure &failure);

} // namespace linkshim
