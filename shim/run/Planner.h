#pragma once
#include "shim/call/Invocation.h"
#include "shim/plan/Plan.h"
#include "shim/provider/Provider.h"
#include "shim/sysroot/Context.h"
#include "shim/sysroot/Sysroot.h"

namespace linkshim {

/// Makes a step run the provider: its program and leading arguments, and a file for the rest where the call's
/// arguments came in one. Nothing may be among the step's arguments yet.
void runBy(const Provider &provider, const Invocation &invocation, Step &step);

/// Works out what to run for an invocation of cc, c++ or ld. False and `failure` when that cannot be done.
bool makePlan(const Invocation &invocation, const PlanContext &context, Plan &plan, Failure &failure);

/// True when a call of cc or c++ only links: no source files, no -c, -S, -E.
bool isLink(const Invocation &invocation);

/// The plan of a link that is asked for in a compiler driver's words, of objects and libraries alone.
bool planLink(const Invocation &invocation, const PlanContext &context, Plan &plan, Failure &failure);

} // namespace linkshim
