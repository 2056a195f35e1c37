#include "shim/Planner.h"
#include "shim/Binutils.h"
#include "shim/CcLink.h"
#include "shim/Compile.h"
#include "shim/CompileLink.h"
#include "shim/RawLink.h"
#include <fmt/format.h>

namespace linkshim {

bool isLink(const Invocation &invocation) {
  return ccJob(CcArguments(invocation.args)) == CcJob::link;
}

bool planLink(const Invocation &invocation, const PlanContext &context, Plan &plan, Failure &failure) {
  if (invocation.target->format == ObjectFormat::elf) return planCcLink(invocation, context, plan, failure);
  if (invocation.target->dialect == Dialect::wasmLd || invocation.target->dialect == Dialect::link)
    return planRawLink(invocation, context, plan, failure);
  failure = {fmt::format("linkshim does not link for {} yet", invocation.target->triple),
             {{"linked", "Linux (glibc, musl), bare metal, WebAssembly"}},
             "linkshim targets"};
  return false;
}

bool makePlan(const Invocation &invocation, const PlanContext &context, Plan &plan, Failure &failure) {
  if (isBinutil(invocation.tool)) return planBinutil(invocation, context, plan, failure);
  if (invocation.tool == Tool::ld || saysFlavor(invocation.args))
    return planRawLink(invocation, context, plan, failure);
  switch (ccJob(CcArguments(invocation.args))) {
  case CcJob::compile: return planCompile(invocation, context, plan, failure);
  case CcJob::compileLink: return planCompileLink(invocation, context, plan, failure);
  case CcJob::link: break;
  }
  return planLink(invocation, context, plan, failure);
}

} // namespace linkshim
