#pragma once
#include "shim/call/Invocation.h"
#include "shim/plan/Plan.h"
#include "shim/sysroot/Context.h"
#include <optional>

namespace linkshim {

/// Hands the call of cc, c++, ld or pkg-config over to the machine's own tool as it is: the next of that name
/// on PATH. A compiler without the files to link a C program with does not count. nullopt
/// when the machine has none; linkshim then does the work, since what it makes runs here too.
std::optional<Plan> planHostUnit(const Invocation &invocation, const PlanContext &context);

} // namespace linkshim
