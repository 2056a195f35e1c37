#pragma once
#include "shim/base/Failure.h"
#include "shim/call/Invocation.h"
#include "shim/plan/Plan.h"
#include "shim/sysroot/Context.h"

namespace linkshim {

/// A call of GNU as: clang, which assembles by itself, with the arguments in its own words.
Result<Plan> planAssembler(const Invocation &invocation, const PlanContext &context);

} // namespace linkshim
