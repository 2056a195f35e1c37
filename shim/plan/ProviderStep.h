#pragma once
#include "shim/call/Invocation.h"
#include "shim/plan/Plan.h"
#include "shim/provider/Provider.h"

namespace linkshim {

/// Makes a step run the provider: sets its program and first arguments, and has the others go into a response
/// file where the call's came in one. The step must have no arguments yet.
void runBy(const Provider &provider, const Invocation &invocation, Step &step);

} // namespace linkshim
