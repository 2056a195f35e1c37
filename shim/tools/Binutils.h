#pragma once
#include "shim/base/Failure.h"
#include "shim/call/Invocation.h"
#include "shim/plan/Plan.h"
#include "shim/sysroot/Context.h"

namespace linkshim {

/// The plan of a call of ar, ranlib, nm, strip, objcopy, dlltool, windres, as or pkg-config.
Result<Plan> planBinutil(const Invocation &invocation, const PlanContext &context);

/// True for the tools that planBinutil is for.
bool isBinutil(Tool tool);

} // namespace linkshim
