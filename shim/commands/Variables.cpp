#include "shim/commands/Variables.h"
#include "shim/CompileRuntime.h"
#include "shim/Headers.h"
#include "shim/Run.h"
#include "shim/commands/LinkNames.h"
#include "shim/commands/Runner.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {
namespace {

constexpr std::string_view blanks = " \t\n";

/// A value whose first word is linkshim was printed by linkshim, for this floor or another.
bool isOurs(std::string_view value, const VariableContext &context) {
  if (context.files.realPath(std::string(value)) == context.self) return true;
  return context.files.realPath(std::string(value.substr(0, value.find_first_of(blanks)))) == context.self;
}

/// Path of linkshim under its own name and without blanks, at which cargo would split it. Empty when there is
/// none.
std::string wordForSelf(const VariableContext &context) {
  auto fits = [](const std::string &path) { return path.find_first_of(blanks) == std::string::npos; };
  if (baseName(context.self) == "linkshim" && fits(context.self)) return context.self;
  Failure ignored;
  std::string link = privateLink("linkshim", context.self, context.environment, context.files, ignored);
  return fits(link) ? link : std::string();
}

bool addLinker(const TargetSpec &spec, const VariableContext &context, Variable &row, Failure &failure) {
  row.place = Variable::Place::linker;
  row.name = cargoVariable(*spec.target, "LINKER");
  row.value =
      privateLink(toolLinkName(spec, "cc"), context.self, context.environment, context.files, failure);
  return !row.value.empty();
}

/// Cargo runs programs of the machine's own kind by itself.
bool addRunner(const TargetSpec &spec, const VariableContext &context, Variable &row, Failure &) {
  ProviderSearch search(context.environment, context.files, context.self);
  Runner runner = findRunner(*spec.target, hostTarget(context.files), search, context.files);
  if (runner.mode != RunMode::emulated && runner.mode != RunMode::compatible) return true;
  std::string program = wordForSelf(context);
  if (program.empty()) return true;
  row.place = Variable::Place::runner;
  row.name = cargoVariable(*spec.target, "RUNNER");
  row.words = {program, "run", std::string(spec.target->triple), "--"};
  row.value = fmt::format("{}", fmt::join(row.words, " "));
  return true;
}

/// CC and its kin of the target, as cc-rs and its like read them: `tool` under `variable`. Only where the C
/// library's headers are installed: without them a compiler of the user's own does better.
bool addTool(std::string_view variable, std::string_view tool, const TargetSpec &spec,
             const VariableContext &context, Variable &row, Failure &failure) {
  std::string share = shareFolder(context.environment, context.self);
  std::optional<Version> floor;
  if (!resolveFloor(spec, context.environment, floor, failure)) return false;
  if (findHeaders(*spec.target, floor, share, context.files).folders.empty()) return true;
  row.name = fmt::format("{}_{}", variable, spec.target->triple);
  std::replace(row.name.begin(), row.name.end(), '-', '_');
  row.value =
      privateLink(toolLinkName(spec, tool), context.self, context.environment, context.files, failure);
  return !row.value.empty();
}

/// The C++ library that cc-rs links with what the target's CXX compiled.
bool addCxxLibrary(const TargetSpec &spec, const VariableContext &context, Variable &row, Failure &) {
  std::string share = shareFolder(context.environment, context.self);
  if (findCxxHeaders(*spec.target, share, context.files).folder.empty()) return true;
  row.name = fmt::format("CXXSTDLIB_{}", spec.target->triple);
  std::replace(row.name.begin(), row.name.end(), '-', '_');
  row.value = "c++";
  return true;
}

/// Each adds one row, or leaves its name empty where the target has no such thing.
constexpr bool (*rows[])(const TargetSpec &, const VariableContext &, Variable &,
                         Failure &) = {addLinker, addRunner, addCxxLibrary};

struct ToolVariable {
  std::string_view variable;
  std::string_view tool;
};
constexpr ToolVariable toolVariables[] = {{"CC", "cc"}, {"CXX", "c++"}, {"AR", "ar"}, {"RANLIB", "ranlib"}};

/// Puts a row that has a name among the others; the user's own value stays.
void take(Variable row, const VariableContext &context, std::vector<Variable> &variables) {
  if (row.name.empty()) return;
  std::string_view set = context.environment.value(row.name);
  if (!set.empty() && set != row.value && !isOurs(set, context)) row.kept = set;
  variables.push_back(std::move(row));
}

} // namespace

std::string cargoVariable(const Target &target, std::string_view suffix) {
  std::string name = fmt::format("CARGO_TARGET_{}_{}", target.triple, suffix);
  for (char &c : name) {
    if (c == '-' || c == '.') c = '_';
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return name;
}

bool targetVariables(const TargetSpec &spec, const VariableContext &context, std::vector<Variable> &variables,
                     Failure &failure) {
  if (context.self.empty()) {
    failure = {
        "the system does not tell where linkshim lies", {{"needs", "/proc"}}, "mount -t proc proc /proc"};
    return false;
  }
  for (auto add : rows) {
    Variable row;
    if (!add(spec, context, row, failure)) return false;
    take(std::move(row), context, variables);
  }
  for (const auto &[variable, tool] : toolVariables) {
    Variable row;
    if (!addTool(variable, tool, spec, context, row, failure)) return false;
    take(std::move(row), context, variables);
  }
  return true;
}

} // namespace linkshim
