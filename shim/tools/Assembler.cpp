#include "shim/tools/Assembler.h"
#include "shim/compile/Compile.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {
namespace {

/// The arguments for clang, and what became of those that are not passed on as they are.
struct ClangArguments {
  std::vector<std::string> args;
  std::vector<Note> notes;

  void add(std::string argument) {
    notes.push_back({Note::Fate::added, {}, argument, "clang stands in for as"});
    args.push_back(std::move(argument));
  }
  void translate(std::string given, std::string became) {
    notes.push_back({Note::Fate::translated, std::move(given), became, "as clang spells it"});
    args.push_back(std::move(became));
  }
};

/// Translates an argument of as to clang's.
void addForClang(const Arguments &arguments, const Argument &argument, ClangArguments &clang) {
  std::span<const std::string> own = arguments.argsOf(argument);
  std::string given = arguments.spelled(argument);
  if (argument.hasFlag(Dropped))
    clang.notes.push_back(
        {Note::Fate::dropped, given, {}, std::string(optionReason(argument.arg->getOption()))});
  else if (argument.is(OPT_as_defsym)) // as two -Xassembler clang refuses it
    clang.translate(given, fmt::format("-Wa,--defsym,{}", argument.value()));
  else if (argument.is(OPT_version))
    clang.translate(given, "--version");
  else if (argument.is(OPT_UNKNOWN))
    clang.translate(given, "-Wa," + own.front());
  else
    clang.args.insert(clang.args.end(), own.begin(), own.end());
}

/// Has the notes of clang's plan tell what became of the arguments of as.
void tellOfAssembler(Plan &plan, const std::vector<Note> &notes) {
  for (const Note &own : notes) {
    auto found = std::find_if(plan.notes.begin(), plan.notes.end(), [&](const Note &note) {
      return note.fate == Note::Fate::kept && note.argument == own.became;
    });
    if (found == plan.notes.end())
      plan.notes.push_back(own);
    else
      *found = own;
  }
}

} // namespace

Result<Plan> planAssembler(const Invocation &invocation, const PlanContext &context) {
  const Arguments &arguments = *invocation.arguments;
  ClangArguments clang;
  for (const char *argument : {"-c", "-x", "assembler"})
    clang.add(argument);
  for (const Argument &argument : arguments.all())
    addForClang(arguments, argument, clang);
  if (!arguments.has(OPT_INPUT)) clang.add("-");
  if (!arguments.has(OPT_o))
    for (const char *argument : {"-o", "a.out"})
      clang.add(argument);
  std::span<const std::string> incomplete = arguments.incomplete(); // clang reports the missing value
  clang.args.insert(clang.args.end(), incomplete.begin(), incomplete.end());
  Invocation compile = invocation;
  compile.tool = Tool::cc;
  compile.readArguments(std::move(clang.args));
  Result<Plan> plan = planCompile(compile, context);
  if (!plan) return plan;
  plan->work = "assemble";
  tellOfAssembler(*plan, clang.notes);
  return plan;
}

} // namespace linkshim
