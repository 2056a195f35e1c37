#include "shim/commands/build/Variables.h"
#include "shim/call/DefaultTarget.h"
#include "shim/call/Specification.h"
#include "shim/call/TargetSpec.h"
#include "shim/commands/build/BuildFiles.h"
#include "shim/commands/build/LinkNames.h"
#include "shim/commands/start/Runner.h"
#include "shim/compile/Compile.h"
#include "shim/plan/LinkLine.h"
#include "shim/plan/Plan.h"
#include "shim/provider/Provider.h"
#include "shim/run/Run.h"
#include "shim/sysroot/CxxLibrary.h"
#include "shim/sysroot/DataDirectory.h"
#include "shim/sysroot/Headers.h"
#include "shim/sysroot/Places.h"
#include "shim/sysroot/UserSysroot.h"
#include <algorithm>
#include <fmt/ranges.h>
#include <span>

namespace linkshim {
namespace {

constexpr std::string_view blanks = " \t\n";

/// True for a value that linkshim itself has set, for this floor or another: its own path, maybe with
/// arguments, a file that it has written, or a list of options with its folders.
bool isOurs(std::string_view value, const VariableContext &context) {
  if (context.files.realPath(std::string(value)) == context.self) return true;
  if (value.ends_with(".cmake"))
    return context.files.read(std::string(value)).value_or("").starts_with(buildFileMark);
  if (value.starts_with("--target="))
    return value.find(shareFolder(context.environment, context.self)) != std::string_view::npos;
  return context.files.realPath(std::string(value.substr(0, value.find_first_of(blanks)))) == context.self;
}

/// A path of linkshim by its own name, without blanks: cargo splits a command there. nullopt when there is
/// none.
std::optional<std::string> splittablePath(const VariableContext &context) {
  auto fits = [](const std::string &path) { return path.find_first_of(blanks) == std::string::npos; };
  if (baseName(context.self) == "linkshim" && fits(context.self)) return context.self;
  Result<std::string> link = privateLink("linkshim", context.self, context.environment, context.files);
  if (!link || !fits(*link)) return std::nullopt;
  return *link;
}

/// The path of a tool of the target, by its name.
Result<std::string> toolPath(std::string_view tool, const TargetSpec &spec, const VariableContext &context) {
  return privateLink(toolLinkName(spec, tool), context.self, context.environment, context.files);
}

Runner runnerOf(const TargetSpec &spec, const VariableContext &context) {
  ProviderSearch search(context.environment, context.files, context.self);
  return findRunner(*spec.target, hostTarget(context.files), search, context.files);
}

std::vector<std::string> runCommand(const std::string &program, const TargetSpec &spec) {
  return {program, "run", std::string(spec.target->triple), "--"};
}

/// CARGO_TARGET_..._RUNNER; nullopt where cargo runs the programs without help, or where there is no
/// emulator.
std::optional<Variable> runnerVariable(const TargetSpec &spec, const VariableContext &context) {
  Runner runner = runnerOf(spec, context);
  if (runner.mode != RunMode::emulated && runner.mode != RunMode::compatible) return std::nullopt;
  std::optional<std::string> program = splittablePath(context);
  if (!program) return std::nullopt;
  std::vector<std::string> command = runCommand(*program, spec);
  std::string value = fmt::format("{}", fmt::join(command, " "));
  return Variable{cargoVariable(*spec.target, "RUNNER"), value, Variable::Place::runner, std::move(command)};
}

Result<SysrootPlaces> placesFor(const TargetSpec &spec, const VariableContext &context) {
  std::string share = shareFolder(context.environment, context.self);
  return findPlaces(*spec.target, context.environment, share, context.files);
}

/// The options that libclang needs to read headers as our compiler does, quoted for a shell, as bindgen takes
/// them.
Result<std::string> bindgenArguments(std::string_view, const TargetSpec &spec,
                                     const VariableContext &context) {
  Result<std::optional<Version>> floor = resolveFloor(spec, context.environment);
  if (!floor) return failed(floor);
  Result<SysrootPlaces> places = placesFor(spec, context);
  if (!places) return failed(places);
  Invocation invocation;
  invocation.target = spec.target;
  invocation.floor = *floor;
  invocation.readArguments({});
  PlanContext plan{context.environment, context.files, std::move(*places), context.self};
  plan.roots = findRoots(*spec.target, std::nullopt, context.environment, context.files);
  LinkLine line;
  addTargetFlags(invocation, plan, line);
  std::string value;
  for (const LinkLine::Item &item : line.items())
    value += (value.empty() ? "" : " ") + shellWord(item.text);
  return value;
}

Result<std::string> cmakeFile(std::string_view, const TargetSpec &spec, const VariableContext &context) {
  return writeCmakeToolchain(spec, context);
}

/// The C++ library that cc-rs links with what the target's CXX has compiled. Empty where build scripts read
/// the same variable: the machine's compiler makes theirs, with a library of its own. linkshim's is found by
/// either name.
Result<std::string> cxxLibraryName(std::string_view name, const TargetSpec &spec,
                                   const VariableContext &context) {
  if (spec.target == hostTarget(context.files)) return std::string();
  if (!spec.target->minGwC.empty()) return std::string(); // the objects name it to the linker
  Result<SysrootPlaces> places = placesFor(spec, context);
  if (!places) return failed(places);
  bool there = !findCxxHeaders(*spec.target, *places, context.files).folder.empty();
  return there ? std::string(name) : std::string();
}

/// The compiler of resources, which embed-resource calls: Microsoft's where the linker is, else windres.
Result<std::string> resourceCompiler(std::string_view, const TargetSpec &spec,
                                     const VariableContext &context) {
  if (spec.target->system != "windows") return std::string();
  return toolPath(spec.target->dialect == Dialect::link ? "rc" : "windres", spec, context);
}

/// cmake-rs takes Visual Studio for Microsoft's targets unless it is told of Ninja; it knows no other that
/// runs here.
Result<std::string> cmakeGenerator(std::string_view name, const TargetSpec &spec, const VariableContext &) {
  return spec.target->environment == "msvc" ? std::string(name) : std::string();
}

/// NAME_<target>, as cc-rs, cmake-rs, bindgen, pkg-config-rs and the like read it. `value` gets `argument`;
/// an empty value is left out.
struct BuildVariable {
  std::string_view name;
  Result<std::string> (*value)(std::string_view argument, const TargetSpec &, const VariableContext &);
  std::string_view argument;
};
/// CC has to end in -clang: build scripts (luajit-src, openssl-src) take what stands before
/// -clang or -gcc for the prefix of strip and the like, and no prefix where the name ends in neither.
constexpr BuildVariable buildVariables[] = {
    {"CC", toolPath, "clang"},
    {"CXX", toolPath, "clang++"},
    {"AR", toolPath, "ar"},
    {"RANLIB", toolPath, "ranlib"},
    {"RC", resourceCompiler, ""},
    {"CXXSTDLIB", cxxLibraryName, "c++"},
    {"PKG_CONFIG", toolPath, "pkg-config"},
    {"CMAKE_TOOLCHAIN_FILE", cmakeFile, ""},
    {"CMAKE_GENERATOR", cmakeGenerator, "Ninja"},
    {"BINDGEN_EXTRA_CLANG_ARGS", bindgenArguments, ""},
};

/// The variable with the user's own value, where there is one: under its name, or one of `otherNames`, which
/// build tools read as well.
Variable withUsersValue(Variable variable, std::vector<std::string> otherNames,
                        const VariableContext &context) {
  otherNames.insert(otherNames.begin(), variable.name);
  for (const std::string &name : otherNames) {
    std::string_view set = context.environment.value(name);
    if (variable.kept.empty() && !set.empty() && set != variable.value && !isOurs(set, context))
      variable.kept = set;
  }
  return variable;
}

/// rustc, and cc-rs for some systems, ask Apple's own tools for an SDK unless SDKROOT names a folder that is
/// there. linkshim's has the C library's headers, or nothing; for a link it is no SDK.
std::optional<Variable> sdkRoot(const TargetSpec &spec, const VariableContext &context) {
  if (spec.target->platform.empty()) return std::nullopt;
  std::string share = shareFolder(context.environment, context.self), headers = share + "/headers/darwin";
  std::string folder = context.files.status(headers).isDirectory() ? headers : share;
  if (!context.files.status(folder).isDirectory()) return std::nullopt;
  return withUsersValue({"SDKROOT", folder}, {}, context);
}

/// True where C code can be compiled with headers that linkshim finds. Without them, a compiler that the user
/// has set up does better.
Result<bool> hasHeaders(const TargetSpec &spec, const VariableContext &context) {
  Result<std::optional<Version>> floor = resolveFloor(spec, context.environment);
  if (!floor) return failed(floor);
  std::string share = shareFolder(context.environment, context.self);
  if (!findHeaders(*spec.target, *floor, share, context.files).folders.empty()) return true;
  return !spec.target->needs.empty() &&
         !platformRoot(*spec.target, context.environment, context.files).empty();
}

Result<void> addBuildVariables(const TargetSpec &spec, const VariableContext &context,
                               std::vector<Variable> &variables) {
  if (Result<void> made = linkTools(spec, context); !made) return made;
  bool cross = spec.target != hostTarget(context.files);
  for (const BuildVariable &variable : buildVariables) {
    Result<std::string> value = variable.value(variable.argument, spec, context);
    if (!value) return failed(value);
    if (value->empty()) continue;
    std::string plain = fmt::format("{}_{}", variable.name, spec.target->triple), name = plain;
    std::replace(name.begin(), name.end(), '-', '_');
    std::string general = fmt::format("{}_{}", cross ? "TARGET" : "HOST", variable.name);
    variables.push_back(withUsersValue({name, *value}, {plain, general}, context));
  }
  return {};
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

std::string staticNote(const Target &target) {
  if (target.libc != Libc::musl || !target.crtStatic) return {};
  return "# Rust's programs are static for this target; those of C and C++ are dynamic unless -static is "
         "given.\n";
}

Result<void> linkTools(const TargetSpec &spec, const VariableContext &context) {
  for (const ToolSpelling &tool : std::span(toolSpellings, toolSpellingCount)) {
    if (!isOffered(tool, *spec.target)) continue;
    if (Result<std::string> path = toolPath(tool.name, spec, context); !path) return failed(path);
  }
  return {};
}

Result<std::vector<std::string>> runnerCommand(const TargetSpec &spec, const VariableContext &context) {
  Runner runner = runnerOf(spec, context);
  if (runner.mode == RunMode::missing || runner.mode == RunMode::unknown)
    return fail(noRunner(*spec.target, runner));
  return runCommand(splittablePath(context).value_or(context.self), spec);
}

Result<std::vector<Variable>> targetVariables(const TargetSpec &spec, const VariableContext &context) {
  if (context.self.empty())
    return fail(
        {"the system does not tell where linkshim lies", {{"needs", "/proc"}}, "mount -t proc proc /proc"});
  Result<std::string> linker = toolPath("cc", spec, context);
  if (!linker) return failed(linker);
  std::vector<Variable> variables;
  Variable linkerVariable{cargoVariable(*spec.target, "LINKER"), *linker, Variable::Place::linker};
  variables.push_back(withUsersValue(std::move(linkerVariable), {}, context));
  if (std::string_view file = specificationFile(*spec.target); !file.empty())
    variables.push_back({specificationVariable(spec.target->triple), std::string(file)});
  if (std::optional<Variable> runner = runnerVariable(spec, context))
    variables.push_back(withUsersValue(std::move(*runner), {}, context));
  std::string share = shareFolder(context.environment, context.self);
  auto unpacked = unpackHeaders(*spec.target, /*cxx=*/true, share, context.files);
  if (!unpacked && unpacked.error().damage) return fail(std::move(*unpacked.error().damage));
  if (std::optional<Variable> sdk = sdkRoot(spec, context)) variables.push_back(std::move(*sdk));
  Result<bool> headers = hasHeaders(spec, context);
  if (!headers) return failed(headers);
  if (*headers)
    if (Result<void> added = addBuildVariables(spec, context, variables); !added) return failed(added);
  return variables;
}

} // namespace linkshim
