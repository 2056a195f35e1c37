#include "shim/commands/build/Variables.h"
#include "shim/call/DefaultTarget.h"
#include "shim/commands/OldErrors.h"
#include "shim/commands/build/BuildFiles.h"
#include "shim/commands/build/LinkNames.h"
#include "shim/commands/start/Runner.h"
#include "shim/compile/Compile.h"
#include "shim/run/Run.h"
#include "shim/sysroot/CxxLibrary.h"
#include "shim/sysroot/Headers.h"
#include "shim/sysroot/Places.h"
#include "shim/sysroot/UserSysroot.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {
namespace {

constexpr std::string_view blanks = " \t\n";

/// A value whose first word is linkshim was printed by linkshim, for this floor or another; so was a file
/// that says so, and a list of options with linkshim's folders in it.
bool isOurs(std::string_view value, const VariableContext &context) {
  if (context.files.realPath(std::string(value)) == context.self) return true;
  if (value.ends_with(".cmake"))
    return context.files.read(std::string(value)).value_or("").starts_with(buildFileMark);
  if (value.starts_with("--target="))
    return value.find(shareFolder(context.environment, context.self)) != std::string_view::npos;
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

/// A tool of the target under its name.
bool toolPath(std::string_view tool, const TargetSpec &spec, const VariableContext &context,
              std::string &value, Failure &failure) {
  value = privateLink(toolLinkName(spec, tool), context.self, context.environment, context.files, failure);
  return !value.empty();
}

bool placesFor(const TargetSpec &spec, const VariableContext &context, SysrootPlaces &places,
               Failure &failure) {
  std::string share = shareFolder(context.environment, context.self);
  Result<SysrootPlaces> found = findPlaces(*spec.target, context.environment, share, context.files);
  if (found) places = std::move(*found);
  return succeeded(found, failure);
}

/// What libclang needs to read headers as our compiler does, in the words of a shell, as bindgen takes them.
bool bindgenArguments(std::string_view, const TargetSpec &spec, const VariableContext &context,
                      std::string &value, Failure &failure) {
  Invocation invocation;
  invocation.target = spec.target;
  if (!resolveFloor(spec, context.environment, invocation.floor, failure)) return false;
  PlanContext plan{context.environment, context.files, {}, context.self};
  if (!placesFor(spec, context, plan.places, failure)) return false;
  LinkLine line;
  invocation.readArguments({});
  plan.roots = findRoots(*spec.target, std::nullopt, context.environment, context.files);
  addTargetFlags(invocation, plan, line);
  for (const LinkLine::Item &item : line.items())
    value += (value.empty() ? "" : " ") + shellWord(item.text);
  return true;
}

bool cmakeFile(std::string_view, const TargetSpec &spec, const VariableContext &context, std::string &value,
               Failure &failure) {
  value = writeCmakeToolchain(spec, context, failure);
  return !value.empty();
}

/// The C++ library that cc-rs links with what the target's CXX compiled. None where build scripts read the
/// same variable: the machine's compiler makes theirs, and has a library of its own. Ours is found by both
/// names.
bool cxxLibraryName(std::string_view name, const TargetSpec &spec, const VariableContext &context,
                    std::string &value, Failure &failure) {
  if (spec.target == hostTarget(context.files)) return true;
  SysrootPlaces places;
  if (!placesFor(spec, context, places, failure)) return false;
  if (!findCxxHeaders(*spec.target, places, context.files).folder.empty()) value = name;
  return true;
}

/// Each adds one row, or leaves its name empty where the target has no such thing.
constexpr bool (*rows[])(const TargetSpec &, const VariableContext &, Variable &, Failure &) = {addLinker,
                                                                                                addRunner};

/// NAME_<target>, as cc-rs, cmake-rs, bindgen, pkg-config-rs and their like read it. An empty value is left
/// out.
struct BuildVariable {
  std::string_view name;
  bool (*value)(std::string_view what, const TargetSpec &, const VariableContext &, std::string &, Failure &);
  std::string_view what;
};
/// CC by that name and no other: build scripts (luajit-src, openssl-src) take what stands before -clang or
/// -gcc for the prefix of strip and the like, and for nothing where neither ends the name.
constexpr BuildVariable buildVariables[] = {
    {"CC", toolPath, "clang"},
    {"CXX", toolPath, "clang++"},
    {"AR", toolPath, "ar"},
    {"RANLIB", toolPath, "ranlib"},
    {"CXXSTDLIB", cxxLibraryName, "c++"},
    {"PKG_CONFIG", toolPath, "pkg-config"},
    {"CMAKE_TOOLCHAIN_FILE", cmakeFile, ""},
    {"BINDGEN_EXTRA_CLANG_ARGS", bindgenArguments, ""},
};

/// Every tool of the target lies beside its CC, where build scripts look for those that no variable names.
bool linkTools(const TargetSpec &spec, const VariableContext &context, Failure &failure) {
  std::string ignored;
  return std::all_of(toolSpellings, toolSpellings + toolSpellingCount, [&](const ToolSpelling &tool) {
    return !isImplemented(tool.tool) || toolPath(tool.name, spec, context, ignored, failure);
  });
}

/// Puts a row that has a name among the others; the user's own value stays, also under a name that build
/// tools read in the place of that one.
void take(Variable row, const std::vector<std::string> &otherNames, const VariableContext &context,
          std::vector<Variable> &variables) {
  if (row.name.empty()) return;
  auto look = [&](const std::string &name) {
    std::string_view set = context.environment.value(name);
    if (row.kept.empty() && !set.empty() && set != row.value && !isOurs(set, context)) row.kept = set;
  };
  look(row.name);
  for (const std::string &name : otherNames)
    look(name);
  variables.push_back(std::move(row));
}

/// rustc, and cc-rs for some systems, look for an SDK by Apple's own tools unless SDKROOT names a folder that
/// is there. Ours has the C library's headers, or nothing; a link does not take it for an SDK.
void takeSdkRoot(const TargetSpec &spec, const VariableContext &context, std::vector<Variable> &variables) {
  if (spec.target->libc != Libc::darwin) return;
  Variable row;
  std::string share = shareFolder(context.environment, context.self), headers = share + "/headers/darwin";
  row.value = context.files.status(headers).isDirectory() ? headers : share;
  if (!context.files.status(row.value).isDirectory()) return;
  row.name = "SDKROOT";
  take(std::move(row), {}, context, variables);
}

/// Only where the C library's headers are installed: without them a compiler of the user's own does better.
bool takeBuildVariables(const TargetSpec &spec, const VariableContext &context,
                        std::vector<Variable> &variables, Failure &failure) {
  std::optional<Version> floor;
  if (!resolveFloor(spec, context.environment, floor, failure)) return false;
  std::string share = shareFolder(context.environment, context.self);
  bool brought =
      !spec.target->needs.empty() && !platformRoot(*spec.target, context.environment, context.files).empty();
  if (findHeaders(*spec.target, floor, share, context.files).folders.empty() && !brought) return true;
  if (!linkTools(spec, context, failure)) return false;
  bool cross = spec.target != hostTarget(context.files);
  for (const BuildVariable &variable : buildVariables) {
    Variable row;
    if (!variable.value(variable.what, spec, context, row.value, failure)) return false;
    if (row.value.empty()) continue;
    std::string plain = fmt::format("{}_{}", variable.name, spec.target->triple);
    row.name = plain;
    std::replace(row.name.begin(), row.name.end(), '-', '_');
    take(std::move(row), {plain, fmt::format("{}_{}", cross ? "TARGET" : "HOST", variable.name)}, context,
         variables);
  }
  return true;
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
    take(std::move(row), {}, context, variables);
  }
  takeSdkRoot(spec, context, variables);
  return takeBuildVariables(spec, context, variables, failure);
}

} // namespace linkshim
