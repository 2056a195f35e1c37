#include "shim/plan/ProviderStep.h"

namespace linkshim {

void runBy(const Provider &provider, const Invocation &invocation, Step &step) {
  step.program = provider.path;
  step.args = provider.leading;
  step.leading = provider.leading.size();
  step.useResponseFile = invocation.argsWereInFile;
}

} // namespace linkshim
