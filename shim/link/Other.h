#pragma once
#include "shim/run/Planner.h"

namespace linkshim {

/// The link of a target for which lld cannot stand in: the arguments go, as they are, to the program that the
/// target's row names.
bool planOtherLink(const Invocation &invocation, const PlanContext &context, Plan &plan, Failure &failure);

/// The program that the target's row names: on PATH, or below what the user brings (an emsdk). Empty when
/// there is none.
std::string findOtherLinker(const Target &target, const PlanContext &context);

/// For a target whose program was not found.
Failure noOtherLinker(const Target &target);

} // namespace linkshim
