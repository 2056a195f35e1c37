#include "shim/tools/Assembler.h"
#include "shim/compile/Compile.h"
#include <fmt/format.h>

namespace linkshim {
namespace {

/// Translates an argument of as to clang's.
void addForClang(const Arguments &arguments, const Argument &argument, std::vector<std::string> &args) {
  std::span<const std::string> own = arguments.argsOf(argument);
  if (argument.hasFlag(Dropped)) return;
  if (argument.is(OPT_as_defsym))
    args.push_back(fmt::format("-Wa,--defsym,{}", argument.value())); // as two -Xassembler clang refuses it
  else if (argument.is(OPT_UNKNOWN))
    args.push_back("-Wa," + own.front());
  else
    args.insert(args.end(), own.begin(), own.end());
}

} // namespace

Result<Plan> planAssembler(const Invocation &invocation, const PlanContext &context) {
  const Arguments &arguments = *invocation.arguments;
  std::vector<std::string> args{"-c", "-x", "assembler"};
  for (const Argument &argument : arguments.all())
    addForClang(arguments, argument, args);
  if (!arguments.has(OPT_INPUT)) args.emplace_back("-");
  if (!arguments.has(OPT_o)) args.insert(args.end(), {"-o", "a.out"});
  std::span<const std::string> incomplete = arguments.incomplete(); // clang reports the missing value
  args.insert(args.end(), incomplete.begin(), incomplete.end());
  Invocation compile = invocation;
  compile.tool = Tool::cc;
  compile.readArguments(std::move(args));
  return planCompile(compile, context);
}

} // namespace linkshim
