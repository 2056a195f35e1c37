#pragma once
#include "shim/base/Failure.h"
#include "shim/call/Invocation.h"
#include "shim/plan/Plan.h"
#include "shim/run/Questions.h"
#include "shim/sysroot/Context.h"
#include <optional>
#include <variant>

namespace linkshim {

/// ar, ranlib or dlltool, which linkshim does by itself where no other program does it.
struct OwnTool {
  bool operator==(const OwnTool &) const = default;
};

/// What a call becomes.
using Decision = std::variant<Answer, OwnTool, Plan>;

/// Works out what a call becomes. Fails where it cannot be done.
Result<Decision> decide(const Invocation &invocation, const PlanContext &context);

/// The same as far as it takes nothing of a sysroot: nullopt for a call that links, compiles or asks for
/// files. The context's places may be empty.
std::optional<Decision> decideWithoutSysroot(const Invocation &invocation, const PlanContext &context);

/// The plan of a call that has to run a program: of decide(), for those who ask no questions.
Result<Plan> makePlan(const Invocation &invocation, const PlanContext &context);

} // namespace linkshim
