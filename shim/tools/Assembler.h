#pragma once
#include "shim/base/Failure.h"
#include "shim/call/Invocation.h"
#include "shim/plan/Plan.h"
#include "shim/sysroot/Context.h"

namespace linkshim {

/// The plan of a call of GNU as: clang assembles, with the arguments translated to its own.
Result<Plan> planAssembler(const Invocation &invocation, const PlanContext &context);

} // namespace linkshim
