#pragma once
#include "shim/Planner.h"

namespace linkshim {

/// A call of cc or c++ that compiles, preprocesses or assembles: clang for the target, with the target's code
/// generation flags before the user's own, and without the host's headers.
bool planCompile(const Invocation &invocation, const PlanContext &context, Plan &plan, Failure &failure);

/// The environment variables by which a C compiler takes folders and options of the host.
std::vector<EnvironmentChange> compilerEnvironment(const Provider &provider, const Environment &environment);

} // namespace linkshim
