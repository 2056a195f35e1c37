#include "shim/tools/Assembler.h"
#include "shim/compile/Compile.h"

namespace linkshim {
namespace {

/// One argument of as in the words of a compiler driver.
void addForClang(const Arguments &arguments, const Argument &argument, std::vector<std::string> &words) {
  std::span<const std::string> own = arguments.wordsOf(argument);
  if (argument.hasFlag(Dropped)) return;
  if (argument.is(OPT_as_defsym))
    words.insert(words.end(), {"-Xassembler", "--defsym", "-Xassembler", std::string(argument.value())});
  else if (argument.is(OPT_UNKNOWN))
    words.push_back("-Wa," + own.front());
  else
    words.insert(words.end(), own.begin(), own.end());
}

} // namespace

Result<Plan> planAssembler(const Invocation &invocation, const PlanContext &context) {
  const Arguments &arguments = *invocation.arguments;
  std::vector<std::string> words{"-c", "-x", "assembler"};
  for (const Argument &argument : arguments.all())
    addForClang(arguments, argument, words);
  if (!arguments.has(OPT_INPUT)) words.emplace_back("-");
  if (!arguments.has(OPT_o)) words.insert(words.end(), {"-o", "a.out"});
  if (!arguments.missingValue().empty())
    words.push_back(arguments.missingValue()); // clang says what it lacks
  Invocation compile = invocation;
  compile.tool = Tool::cc;
  compile.readArguments(std::move(words));
  return planCompile(compile, context);
}

} // namespace linkshim
