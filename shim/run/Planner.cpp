#include "shim/run/Planner.h"
#include "shim/call/InputLanguage.h"
#include "shim/compile/Compile.h"
#include "shim/compile/CompileLink.h"
#include "shim/compile/CompilerHeaders.h"
#include "shim/compile/CxxCode.h"
#include "shim/link/Format.h"
#include "shim/provider/Binutil.h"
#include "shim/run/OutputCheck.h"
#include "shim/tools/Binutils.h"
#include "shim/tools/HostTool.h"

namespace linkshim {
namespace {

/// The context with the user's folders in it. A compiler driver's --sysroot= replaces the user's own system
/// root.
PlanContext withRoots(const Invocation &invocation, const PlanContext &context) {
  const Arguments &arguments = *invocation.arguments;
  std::optional<std::string_view> sysroot;
  if (arguments.isDriver() && arguments.has(OPT_sysroot_eq)) sysroot = arguments.lastValue(OPT_sysroot_eq);
  PlanContext whole = context;
  whole.roots = findRoots(*invocation.target, sysroot, context.environment, context.files);
  return whole;
}

Result<Plan> planDriver(const Invocation &invocation, const PlanContext &context) {
  DriverJob job = driverJob(*invocation.arguments);
  // Where lld does not link the target, its own linker gets all arguments, sources too.
  bool foreign = invocation.target->dialect == Dialect::foreign;
  if (!foreign && invocation.tool != Tool::ld) {
    if (Result<void> good = checkInputLanguages(*invocation.arguments); !good) return failed(good);
    if (Result<void> good = checkCxxChoice(invocation, context); !good) return failed(good);
  }
  if (job == DriverJob::link || (foreign && job == DriverJob::compileLink) || invocation.tool == Tool::ld)
    return planDriverLink({invocation, context});
  if (job != DriverJob::compile) return planCompileLink(invocation, context);
  return hasCodeStep(invocation, context) ? planObjects(invocation, context)
                                          : planCompile(invocation, context);
}

bool isOwnTool(const Invocation &invocation, const PlanContext &context) {
  bool known =
      invocation.tool == Tool::ar || invocation.tool == Tool::ranlib || invocation.tool == Tool::dlltool;
  bool asLib = invocation.arguments->set() == OptionSet::msvc; // the linker has that too
  return known && !asLib && !findBinutil(invocation.tool, *invocation.target, context);
}

Result<Plan> planWith(const Invocation &invocation, const PlanContext &context) {
  if (invocation.hostUnit)
    if (std::optional<Plan> plan = planHostUnit(invocation, context)) return std::move(*plan);
  if (isBinutil(invocation.tool)) return planBinutil(invocation, context);
  if (Result<void> good = checkOutputIsNoInput(*invocation.arguments, context.files); !good)
    return failed(good);
  if (invocation.arguments->isDriver()) return planDriver(invocation, context);
  return planLinkerCall({invocation, context});
}

} // namespace

std::optional<Decision> decideWithoutSysroot(const Invocation &invocation, const PlanContext &context) {
  bool asks = isQuestion(invocation);
  if (!asks && isOwnTool(invocation, context)) return OwnTool();
  if (!asks || asksForFiles(invocation)) return std::nullopt;
  if (invocation.hostUnit && planHostUnit(invocation, context)) return std::nullopt;
  std::optional<Answer> answer = answerQuestion(invocation, withRoots(invocation, context));
  return answer ? std::optional<Decision>(std::move(*answer)) : std::nullopt;
}

Result<Decision> decide(const Invocation &invocation, const PlanContext &context) {
  if (std::optional<Decision> early = decideWithoutSysroot(invocation, context)) return std::move(*early);
  PlanContext whole = withRoots(invocation, context);
  if (invocation.hostUnit)
    if (std::optional<Plan> plan = planHostUnit(invocation, whole)) return std::move(*plan);
  if (asksForFiles(invocation))
    if (std::optional<Answer> answer = answerQuestion(invocation, whole)) return std::move(*answer);
  Result<Plan> plan = planWith(invocation, whole);
  if (!plan) return failed(plan);
  return std::move(*plan);
}

Result<Plan> makePlan(const Invocation &invocation, const PlanContext &context) {
  return planWith(invocation, withRoots(invocation, context));
}

} // namespace linkshim
