#include "shim/tools/Assembler.h"
#include "shim/compile/AssemblerOptions.h"
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
  void replace(const std::string &given, AssemblerReplacement other) {
    for (std::string &argument : other.args)
      translate(given, std::move(argument));
    if (other.args.empty()) notes.push_back({Note::Fate::dropped, given, {}, std::string(other.why)});
  }
};

/// Translates an argument of as to clang's.
void addForClang(const Arguments &arguments, const Argument &argument, ClangArguments &clang) {
  std::span<const std::string> own = arguments.argsOf(argument);
  std::string given = arguments.spelled(argument);
  if (argument.is(OPT_as_MD)) return; // see planDependencies
  if (std::optional<AssemblerReplacement> other = assemblerReplacement(given))
    clang.replace(given, std::move(*other));
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

Result<Plan> planClang(const Invocation &invocation, std::vector<std::string> args,
                       const PlanContext &context) {
  Invocation compile = invocation;
  compile.tool = Tool::cc;
  compile.readArguments(std::move(args));
  return planCompile(compile, context);
}

/// The step that writes the file of --MD. clang's assembler cannot do it, its preprocessor can; files that
/// the sources name by .include are not in it.
Result<Plan> planDependencies(const Invocation &invocation, const PlanContext &context) {
  const Arguments &arguments = *invocation.arguments;
  std::string_view object = arguments.has(OPT_o) ? arguments.lastValue(OPT_o) : "a.out";
  std::vector<std::string> args{"-M",  "-w",
                                "-MF", std::string(arguments.lastValue(OPT_as_MD)),
                                "-MT", std::string(object),
                                "-x",  "assembler-with-cpp"};
  for (const std::string &folder : arguments.values(OPT_I))
    args.push_back("-I" + folder);
  for (std::string &source : arguments.values(OPT_INPUT))
    args.push_back(std::move(source));
  return planClang(invocation, std::move(args), context);
}

Result<Plan> planAssembly(const Invocation &invocation, const PlanContext &context) {
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
  Result<Plan> plan = planClang(invocation, std::move(clang.args), context);
  if (!plan) return plan;
  plan->work = "assemble";
  tellOfAssembler(*plan, clang.notes);
  return plan;
}

} // namespace

Result<Plan> planAssembler(const Invocation &invocation, const PlanContext &context) {
  const Arguments &arguments = *invocation.arguments;
  Result<Plan> assembly = planAssembly(invocation, context);
  if (!assembly || !arguments.has(OPT_as_MD) || !arguments.has(OPT_INPUT)) return assembly;
  Result<Plan> dependencies = planDependencies(invocation, context);
  if (!dependencies) return dependencies;
  dependencies->work = "write " + std::string(arguments.lastValue(OPT_as_MD));
  assembly->before.push_back(std::move(*dependencies));
  return assembly;
}

} // namespace linkshim
