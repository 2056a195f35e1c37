#pragma once
#include "shim/call/Invocation.h"
#include "shim/plan/Plan.h"
#include "shim/sysroot/Context.h"
#include <optional>

namespace linkshim {

/// The plan of a call for the machine itself: cc, c++, ld or pkg-config of that name that comes next on PATH
/// gets the arguments unchanged. A compiler without the files to link a C program is passed over. nullopt
/// when the machine has none; linkshim then does the work, since its programs run here too.
std::optional<Plan> planHostUnit(const Invocation &invocation, const PlanContext &context);

} // namespace linkshim
