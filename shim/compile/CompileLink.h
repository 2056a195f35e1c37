#pragma once
#include "shim/base/Failure.h"
#include "shim/call/Invocation.h"
#include "shim/plan/Plan.h"
#include "shim/sysroot/Context.h"

namespace linkshim {

/// A call of cc or c++ that compiles and links in one: clang compiles each source to an object in a temporary
/// folder, then the objects are linked as in any other link.
Result<Plan> planCompileLink(const Invocation &invocation, const PlanContext &context);

/// A call that makes objects of sources alone, of which each takes steps of its own (hasCodeStep).
Result<Plan> planObjects(const Invocation &invocation, const PlanContext &context);

} // namespace linkshim
