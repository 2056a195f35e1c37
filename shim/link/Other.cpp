#include "shim/link/Other.h"
#include "shim/provider/OtherLinker.h"

namespace linkshim {

bool planOtherLink(const Invocation &invocation, const PlanContext &context, Plan &plan, Failure &failure) {
  std::string program = findOtherLinker(*invocation.target, context);
  if (program.empty()) {
    failure = noOtherLinker(*invocation.target);
    return false;
  }
  plan.program = program;
  plan.args = {std::string(baseName(program))};
  for (const std::string &arg : invocation.args) {
    plan.args.push_back(arg);
    plan.notes.push_back({Note::Fate::kept, arg, arg, {}});
  }
  return true;
}

} // namespace linkshim
