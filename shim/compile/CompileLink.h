#pragma once
#include "shim/base/Failure.h"
#include "shim/call/Invocation.h"
#include "shim/plan/Plan.h"
#include "shim/sysroot/Context.h"

namespace linkshim {

/// A call of cc or c++ that compiles and links in one: clang for each source, its object in a temporary
/// folder, then the link by the linker that every other link gets.
Result<Plan> planCompileLink(const Invocation &invocation, const PlanContext &context);

} // namespace linkshim
