#include "shim/Planner.h"
#include "shim/Binutils.h"
#include "shim/CcLink.h"
#include "shim/Compile.h"
#include "shim/CompileLink.h"
#include "shim/RawLink.h"
#include <fmt/format.h>

namespace linkshim {
<<<<<<< HEAD

bool isLink(const Invocation &invocation) {
  return ccJob(CcArguments(invocation.args)) == CcJob::link;
}

bool planLink(const Invocation &invocation, const PlanContext &context, Plan &plan, Failure &failure) {
=======
namespace {

constexpr std::string_view sourceEndings[] = {".c", ".cc", ".cpp", ".cxx", ".c++", ".C", ".i",  ".ii",
                                              ".m", ".mm", ".s",   ".S",   ".sx",  ".h", ".hpp"};

bool isSource(std::string_view path) {
  for (std::string_view ending : sourceEndings)
    if (path.ends_with(ending)) return true;
  return path == "-";
}

} // namespace

bool isLink(const Invocation &invocation) {
  std::vector<const char *> texts;
  for (const std::string &arg : invocation.args)
    texts.push_back(arg.c_str());
  unsigned missingIndex = 0, missingCount = 0;
  llvm::opt::InputArgList args =
      optionTable().ParseArgs(texts, missingIndex, missingCount, llvm::opt::Visibility(CCOption));
  for (const llvm::opt::Arg *arg : args) {
    const llvm::opt::Option option = arg->getOption();
    if (option.hasFlag(Mode)) return false;
    if (option.matches(OPT_x) && std::string_view(arg->getValue()) != "none") return false;
    if (option.getKind() == llvm::opt::Option::InputClass && isSource(arg->getValue())) return false;
  }
  return true;
}

bool makePlan(const Invocation &invocation, const PlanContext &context, Plan &plan, Failure &failure) {
  if (invocation.tool == Tool::ld || saysFlavor(invocation.args))
    return planRawLink(invocation, context, plan, failure);
  if (!isLink(invocation)) return planCompile(invocation, context, plan, failure);
>>>>>>> bf1daa658472c49f09ba285039fe5207d3c3c749
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
