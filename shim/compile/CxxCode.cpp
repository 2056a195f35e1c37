#include "shim/compile/CxxCode.h"
#include "shim/call/TargetOption.h"
#include "shim/compile/Compile.h"
#include "shim/compile/CompilerHeaders.h"
#include "shim/plan/LinkLine.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {
namespace {

using llvm::opt::Arg;

/// True for an option that decides how bitcode becomes code and is not kept in it.
bool concernsCode(const Argument &argument) {
  if (argument.is(OPT_O_Group)) return true;
  if (!argument.is(OPT_f_Group)) return false;
  std::string_view value = argument.value();
  return value.ends_with("function-sections") || value.ends_with("data-sections") ||
         value.ends_with("unique-section-names");
}

bool isLto(const Arguments &arguments) {
  const Arg *last = arguments.last(OPT_flto, OPT_flto_eq, OPT_fno_lto);
  return last && !last->getOption().matches(OPT_fno_lto);
}

} // namespace

bool hasCodeStep(const Invocation &invocation, const PlanContext &context) {
  const Arguments &arguments = *invocation.arguments;
  if (!compilesForMinGw(invocation, context) || invocation.target->cxxCode.empty()) return false;
  bool other = arguments.has(OPT_E, OPT_S, OPT_M, OPT_MM) || arguments.has(OPT_fsyntax_only, OPT_analyze) ||
               arguments.has(OPT_driver_emit_llvm) || isLto(arguments);
  bool sources = std::any_of(arguments.all().begin(), arguments.all().end(), [](const Argument &argument) {
    return argument.isInput() && argument.kind == InputKind::source;
  });
  return sources && compilesCxx(invocation) && !other;
}

Step codeStep(const Invocation &invocation, const PlanContext &context, const Provider &compiler,
              const std::string &bitcode, const std::string &object) {
  const Target &target = *invocation.target;
  const Arguments &arguments = *invocation.arguments;
  CompilerHead head{compiler, {}};
  head.line.add(fmt::format("--target={}", target.cxxCode), "the environment whose unwind tables are right");
  for (std::string_view flag : splitWords(target.clangFlags))
    head.line.add(std::string(flag), "code generation of the target");
  head.line.add("-Wno-override-module", "it was compiled for another");
  head.line.addPair("-Xclang", "-disable-llvm-passes", "it is optimised already");
  for (const Argument &argument : arguments.all())
    if (concernsCode(argument)) head.line.keepArg(arguments.args()[argument.index]);
  head.line.add("-c", "");
  head.line.add(bitcode, "of the step before");
  head.line.addPair("-o", object, "");
  Plan plan = finishCompile(invocation, context, std::move(head));
  plan.work = "make code of " + bitcode;
  plan.noteOnFailure = nullptr;
  plan.describesItself = false; // clang would look for the bitcode
  return plan;
}

} // namespace linkshim
