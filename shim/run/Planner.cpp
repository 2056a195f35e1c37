#include "shim/run/Planner.h"
#include "shim/compile/Compile.h"
#include "shim/compile/CompileLink.h"
#include "shim/link/Apple.h"
#include "shim/link/Elf.h"
#include "shim/link/MinGw.h"
#include "shim/link/Other.h"
#include "shim/link/Raw.h"
#include "shim/link/Wasm.h"
#include "shim/tools/Binutils.h"
#include "shim/tools/HostTool.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {

namespace {

/// rustc goes by what a linker's name ends in, less what follows the last dot: it speaks to T.2.17-ld as to a
/// compiler driver. No linker takes -Wl, so that tells.
bool speaksCc(const std::vector<std::string> &args) {
  return std::any_of(args.begin(), args.end(),
                     [](const std::string &arg) { return arg.starts_with("-Wl,"); });
}

} // namespace

void runBy(const Provider &provider, const Invocation &invocation, Step &step) {
  step.program = provider.path;
  step.args = provider.leading;
  step.leading = provider.leading.size();
  step.useResponseFile = invocation.argsWereInFile;
}

bool isLink(const Invocation &invocation) {
  return ccJob(CcArguments(invocation.args)) == CcJob::link;
}

bool planLink(const Invocation &invocation, const PlanContext &context, Plan &plan, Failure &failure) {
  if (invocation.target->dialect == Dialect::foreign || invocation.target->dialect == Dialect::emCc)
    return planOtherLink(invocation, context, plan, failure);
  if (invocation.target->format == ObjectFormat::elf) return planCcLink(invocation, context, plan, failure);
  if (isMinGw(*invocation.target) || isCygwin(*invocation.target))
    return planMinGwLink(invocation, context, plan, failure);
  if (invocation.target->format == ObjectFormat::machO)
    return planDarwinLink(invocation, context, plan, failure);
  if (invocation.target->dialect == Dialect::wasmLd)
    return planWasmCcLink(invocation, context, plan, failure);
  return planRawLink(invocation, context, plan, failure); // link.exe's words
}

bool makePlan(const Invocation &invocation, const PlanContext &context, Plan &plan, Failure &failure) {
  if (invocation.hostUnit)
    if (std::optional<Plan> hosts = planHostUnit(invocation, context)) {
      plan = std::move(*hosts);
      return true;
    }
  if (isBinutil(invocation.tool)) {
    Result<Plan> made = planBinutil(invocation, context);
    if (made) plan = std::move(*made);
    return succeeded(made, failure);
  }
  bool foreign = invocation.target->dialect == Dialect::foreign; // its words are no compiler driver's
  if (foreign && ccJob(CcArguments(invocation.args)) != CcJob::compile)
    return planOtherLink(invocation, context, plan, failure);
  bool raw = invocation.tool == Tool::ld && !speaksCc(invocation.args);
  if (raw || saysFlavor(invocation.args)) return planRawLink(invocation, context, plan, failure);
  if (invocation.tool == Tool::ld) return planLink(invocation, context, plan, failure);
  switch (ccJob(CcArguments(invocation.args))) {
  case CcJob::compile: return planCompile(invocation, context, plan, failure);
  case CcJob::compileLink: return planCompileLink(invocation, context, plan, failure);
  case CcJob::link: break;
  }
  return planLink(invocation, context, plan, failure);
}

} // namespace linkshim
