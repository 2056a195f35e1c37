#pragma once
#include "shim/call/Invocation.h"
#include "shim/plan/Plan.h"
#include "shim/provider/Provider.h"

namespace linkshim {

/// Makes a step run the provider: its program and leading arguments, and a file for the rest where the call's
/// arguments came in one. Nothing may be among the step's arguments yet.
void runBy(const Provider &provider, const Invocation &invocation, Step &step);

} // namespace linkshim
