#include "shim/compile/CompileLink.h"
#include "shim/compile/Compile.h"
#include "shim/compile/CxxCode.h"
#include "shim/compile/DependencyOptions.h"
#include "shim/link/Format.h"
#include "shim/link/InputCheck.h"
#include "shim/objects/LlvmVersion.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {
namespace {

using llvm::opt::Arg;

std::string withoutExtension(std::string_view path) {
  std::string_view name = baseName(path);
  size_t dot = name.rfind('.');
  return std::string(
      dot == std::string_view::npos || dot == 0 ? path : path.substr(0, path.size() - name.size() + dot));
}

bool isSource(const Argument &argument) {
  return argument.isInput() && argument.kind == InputKind::source;
}

bool isAssembly(const Argument &source, std::string_view path) {
  if (!source.language.empty()) return source.language.starts_with("assembler");
  return path.ends_with(".s") || path.ends_with(".S") || path.ends_with(".sx");
}

/// The compiles of a call, and the names of their objects.
class Compiles {
public:
  Compiles(const Invocation &invocation, const PlanContext &context)
      : invocation(invocation), context(context), arguments(*invocation.arguments),
        dependencies(dependencyOptions(arguments)), output(arguments.lastValue(OPT_o)) {
    for (const Arg *arg : arguments.list().filtered(OPT_save_temps, OPT_save_temps_eq)) {
      bool besideOutput =
          arg->getOption().matches(OPT_save_temps_eq) && std::string_view(arg->getValue()) == "obj";
      savedBeside = besideOutput ? parentPath(output.empty() ? "a.out" : output) : ".";
    }
  }

  Result<void> addSteps(const Argument &source, const std::string &object, std::vector<Plan> &steps) const;
  std::string objectOf(const std::string &source, size_t number) const;
  bool areTemporary() const { return savedBeside.empty(); }

private:
  Result<Plan> plan(const Argument &source, const std::string &object, bool bitcode) const;
  void addDependencyNames(const std::string &source, LinkLine &line) const;
  void addDumpPrefix(LinkLine &line) const;
  void addReportNames(const std::string &source, LinkLine &line) const;

  const Invocation &invocation;
  const PlanContext &context;
  const Arguments &arguments;
  DependencyOptions dependencies;
  std::string output;      ///< of the link; empty when none is named
  std::string savedBeside; ///< where -save-temps leaves the objects; empty without it
};

std::string Compiles::objectOf(const std::string &source, size_t number) const {
  std::string stem = source == "-" ? "-" : std::string(baseName(withoutExtension(source)));
  if (savedBeside == ".") return stem + ".o";
  if (!savedBeside.empty()) return fmt::format("{}/{}.o", savedBeside, stem);
  return fmt::format("{}/{}-{}.o", context.temporary, number, stem);
}

/// Names the dependency file and its rule as clang does in such a call: after the output of the link.
void Compiles::addDependencyNames(const std::string &source, LinkLine &line) const {
  if (!dependencies.writes) return;
  std::string stem(baseName(withoutExtension(source)));
  if (!dependencies.namesFile)
    line.addPair("-MF", (output.empty() ? stem : withoutExtension(output)) + ".d",
                 "named after the output of the link");
  if (!dependencies.namesTarget)
    line.addPair("-MQ", output.empty() ? stem + ".o" : output, "the rule is for the output of the link");
}

/// Puts files that the compiler writes beside an object where they are not removed with the temporary folder.
void Compiles::addDumpPrefix(LinkLine &line) const {
  bool leaves = arguments.has(OPT_gsplit_dwarf, OPT_ftime_trace) ||
                arguments.has(OPT_coverage, OPT_ftest_coverage, OPT_fprofile_arcs);
  if (leaves && !arguments.has(OPT_ccv_dumpdir))
    line.addPair("-dumpdir", (output.empty() ? "a" : output) + "-", "named after the output of the link");
}

/// Names the reports that the compiler would put beside the object as clang does in such a call.
void Compiles::addReportNames(const std::string &source, LinkLine &line) const {
  std::string stem(baseName(withoutExtension(source)));
  std::vector<std::string> others = arguments.values(OPT_f_Group);
  bool named = std::any_of(others.begin(), others.end(), [](std::string_view option) {
    return option.starts_with("optimization-record-file=");
  });
  if (arguments.has(OPT_fsave_optimization_record) && !named) {
    std::string_view format = arguments.lastValue(OPT_fsave_optimization_record);
    line.add(
        fmt::format("-foptimization-record-file={}.opt.{}", stem, format.empty() ? "yaml" : format.substr(1)),
        "beside the sources, not in the temporary folder");
  }
  if (!arguments.has(OPT_fstack_usage)) return;
  std::string report = (output.empty() ? stem : withoutExtension(output)) + ".su";
  line.addPair("-Xclang", "-stack-usage-file", "named after the output of the link");
  line.addPair("-Xclang", report, "");
}

/// Adds the step that compiles a source to `object`, or the two.
Result<void> Compiles::addSteps(const Argument &source, const std::string &object,
                                std::vector<Plan> &steps) const {
  const bool two = hasCodeStep(invocation, context) && !isAssembly(source, arguments.args()[source.index]);
  std::string bitcode = fmt::format("{}/{}.bc", context.temporary, steps.size());
  Result<Plan> first = plan(source, two ? bitcode : object, two);
  if (!first) return failed(first);
  steps.push_back(std::move(*first));
  if (!two) return {};
  Result<CompilerHead> head = compilerHead(invocation, context);
  if (!head) return failed(head);
  static_cast<Step &>(steps.emplace_back()) = codeStep(invocation, context, head->compiler, bitcode, object);
  return {};
}

Result<Plan> Compiles::plan(const Argument &source, const std::string &object, bool bitcode) const {
  Result<CompilerHead> head = compilerHead(invocation, context);
  if (!head) return failed(head);
  if (bitcode) head->line.add("-emit-llvm", "the next step makes code of it");
  head->line.add("-c", bitcode ? "" : "the link follows");
  head->line.addPair("-o", object, "");
  addDependencyNames(arguments.args()[source.index], head->line);
  addDumpPrefix(head->line);
  addReportNames(arguments.args()[source.index], head->line);
  for (const Argument &argument : arguments.all()) {
    bool another = argument.isInput() && argument.index != source.index;
    if (argument.index == source.index && !source.language.empty())
      head->line.addPair("-x", std::string(source.language), "the language that holds for this source");
    if (another)
      head->line.drop(arguments.spelled(argument),
                      isSource(argument) ? "compiled in a step of its own" : "only concerns the link");
    else if (argument.is(OPT_o))
      head->line.drop(arguments.spelled(argument), "names the output of the link");
    else if (argument.is(OPT_x))
      head->line.drop(arguments.spelled(argument), "each source has the language that holds for it");
    else
      addCompilerArgument(invocation, context, argument, head->line);
  }
  Plan plan = finishCompile(invocation, context, std::move(*head));
  plan.work = "compile " + arguments.args()[source.index];
  return plan;
}

/// True where the compiler gets an argument; `spelled` may be an option with its value behind a space.
bool reaches(const Step &compile, const std::string &spelled) {
  std::string first = spelled.substr(0, spelled.find(' '));
  return std::any_of(compile.notes.begin(), compile.notes.end(), [&](const Note &note) {
    return note.fate != Note::Fate::dropped && (note.argument == spelled || note.argument == first);
  });
}

/// Has the notes of the link tell what became of the whole call: a source was compiled, and what the link
/// drops is the compile's.
void tellOfCompiles(Plan &link, const std::vector<CompiledSource> &objects, const Arguments &arguments) {
  for (Note &note : link.notes) {
    auto compiled = std::find_if(objects.begin(), objects.end(), [&](const CompiledSource &source) {
      return note.became == source.object && note.argument == source.object;
    });
    if (compiled != objects.end())
      note = {Note::Fate::translated, arguments.args()[compiled->index], note.became, "compiled to it"};
    else if (note.fate == Note::Fate::dropped && reaches(link.before.front(), note.argument))
      note.why = "the compiler got it";
  }
}

/// Checks that the linker reads the bitcode of the compiler. The objects do not exist yet, but the compiler's
/// version is known.
Result<void> checkBitcode(const Invocation &invocation, const PlanContext &context, const Plan &compile,
                          const Plan &link) {
  const Arguments &arguments = *invocation.arguments;
  const Arg *lto = arguments.last(OPT_flto, OPT_flto_eq, OPT_fno_lto);
  if (!lto || lto->getOption().matches(OPT_fno_lto)) return {};
  int writer = clangMajor(compile.program, context.files), reader = linkerMajor(link.program, context.files);
  if (reader == 0 || writer <= reader) return {};
  auto source = std::find_if(arguments.all().begin(), arguments.all().end(), isSource);
  return fail(bitcodeTooNew(arguments.args()[source->index], writer, link.program, reader));
}

} // namespace

Result<Plan> planCompileLink(const Invocation &invocation, const PlanContext &context) {
  const Arguments &arguments = *invocation.arguments;
  if (Result<void> complete = checkComplete(arguments, invocation.name); !complete) return failed(complete);
  Compiles compiles(invocation, context);
  std::vector<Plan> steps;
  std::vector<CompiledSource> objects;
  for (const Argument &source : arguments.all()) {
    if (!isSource(source)) continue;
    objects.push_back({source.index, compiles.objectOf(arguments.args()[source.index], steps.size())});
    if (Result<void> added = compiles.addSteps(source, objects.back().object, steps); !added)
      return failed(added);
  }
  Result<Plan> link = planDriverLink({invocation, context, objects});
  if (!link) return link;
  if (!steps.empty())
    if (Result<void> good = checkBitcode(invocation, context, steps.front(), *link); !good)
      return failed(good);
  link->before.assign(std::make_move_iterator(steps.begin()), std::make_move_iterator(steps.end()));
  tellOfCompiles(*link, objects, arguments);
  if (compiles.areTemporary()) link->temporaryFolder = context.temporary;
  return link;
}

Result<Plan> planObjects(const Invocation &invocation, const PlanContext &context) {
  const Arguments &arguments = *invocation.arguments;
  Compiles compiles(invocation, context);
  std::vector<Plan> steps;
  std::string output(arguments.lastValue(OPT_o));
  for (const Argument &source : arguments.all()) {
    if (!isSource(source)) continue;
    std::string name(baseName(withoutExtension(arguments.args()[source.index])));
    std::string object = output.empty() ? name + ".o" : output;
    if (Result<void> added = compiles.addSteps(source, object, steps); !added) return failed(added);
  }
  Plan last = std::move(steps.back());
  steps.pop_back();
  last.before.assign(std::make_move_iterator(steps.begin()), std::make_move_iterator(steps.end()));
  last.temporaryFolder = context.temporary;
  return last;
}

} // namespace linkshim
