#pragma once
#include "shim/base/Failure.h"
#include "shim/call/Invocation.h"
#include "shim/plan/Plan.h"
#include "shim/run/Questions.h"
#include "shim/sysroot/Context.h"
#include <optional>
#include <variant>

namespace linkshim {

/// A call of ar, ranlib or dlltool that linkshim does itself, because no program for it is installed.
struct OwnTool {
  bool operator==(const OwnTool &) const = default;
};

/// What a call becomes: an answer to print, work that linkshim does itself, or a program to run.
using Decision = std::variant<Answer, OwnTool, Plan>;

/// Works out what a call becomes.
Result<Decision> decide(const Invocation &invocation, const PlanContext &context);

/// The same for calls that need no sysroot; nullopt for a call that links, compiles or asks for files. The
/// context's places may be empty.
std::optional<Decision> decideWithoutSysroot(const Invocation &invocation, const PlanContext &context);

/// The plan of a call that runs a program: decide() for callers that know that.
Result<Plan> makePlan(const Invocation &invocation, const PlanContext &context);

} // namespace linkshim
