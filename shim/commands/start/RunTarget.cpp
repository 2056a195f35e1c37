#include "shim/call/DefaultTarget.h"
#include "shim/call/TargetSpec.h"
#include "shim/commands/Command.h"
#include "shim/commands/cargo/DescribedTarget.h"
#include "shim/commands/start/Runner.h"
#include "shim/commands/sysroot/SysrootOverlay.h"
#include "shim/inspect/Inspect.h"
#include "shim/provider/Provider.h"
#include "shim/run/Run.h"
#include "shim/sysroot/Cache.h"
#include "shim/sysroot/Pack.h"
#include "shim/sysroot/Places.h"
#include "shim/sysroot/UserSysroot.h"
#include <fmt/ranges.h>
#include <iterator>

namespace linkshim {

const std::string_view runUsage = R"(linkshim run [--fetch] [--sources FILE] TARGET -- PROGRAM [ARGUMENT...]
linkshim run --fetch [--sources FILE] TARGET

Runs a program of TARGET: directly where this machine can, else under the emulator that `linkshim targets` names. Exit
status and signals are those of the program. A dynamic program finds its loader and libraries below
LINKSHIM_SYSROOT_<target>, QEMU_LD_PREFIX, the folder of `linkshim sysroot add` or /usr/<GNU spelling>.

  --fetch          where a program for glibc finds no C library of its target, that library is brought from the
                   distribution's packages first, as `linkshim sysroot add` brings others. Once is enough:
                   `cargo linkshim test` and `cargo linkshim run` find it too.
  --sources FILE   a sources.list for apt-get to use instead of this machine's: for a program that wants a newer glibc
)";

namespace {

/// Adds qemu's options for a dynamic program: the folder of its loader, and the library folders of an
/// overlay, which has no loader.
void addSysroot(const Target &target, const CommandCall &call, std::vector<std::string> &args) {
  std::string sysroot;
  if (call.environment.value("QEMU_LD_PREFIX").empty())
    sysroot = runtimeSysroot(target, call.environment, call.files);
  if (!sysroot.empty()) args.insert(args.end(), {"-L", sysroot});
  std::string users = userSysroot(target, call.environment, call.files);
  if (users == sysroot) return;
  std::vector<std::string> folders = systemLibraryFolders(users, target, call.files);
  if (folders.empty()) return;
  if (auto own = call.environment.value("LD_LIBRARY_PATH"); !own.empty())
    folders.emplace(folders.begin(), own);
  args.insert(args.end(), {"-E", fmt::format("LD_LIBRARY_PATH={}", fmt::join(folders, ":"))});
}

/// Rust's standard library needs a DLL that an older Wine lacks. The pack of the target has one, and is
/// unpacked where no link has done so; Wine looks there last.
void addWineFolder(const Target &target, const CommandCall &call, Environment &environment) {
  for (const std::string &cache : cacheCandidates(environment, call.files)) {
    std::optional<PieceFolder> pack =
        packFolder(target, {cache, shareFolder(environment, call.self)}, call.files);
    if (!pack) continue;
    std::string folder = joinPath(pack->path, "lib"), dll = joinPath(folder, "bcryptprimitives.dll");
    if (!call.files.status(dll).isFile() && !materialise(*pack, call.files)) continue;
    if (!call.files.status(dll).isFile()) continue;
    std::string path(environment.value("WINEPATH"));
    return environment.set("WINEPATH", path + (path.empty() ? "Z:" : ";Z:") + folder);
  }
}

Launch emulated(const Target &target, const Runner &runner, const CommandCall &call,
                std::vector<std::string> program) {
  std::vector<std::string> args{std::string(baseName(runner.program))};
  if (isUserModeQemu(target)) addSysroot(target, call, args);
  for (std::string &option : runnerOptions(target))
    args.push_back(std::move(option));
  for (std::string &arg : program)
    args.push_back(std::move(arg));
  Environment environment = call.environment;
  if (isWine(target)) addWineFolder(target, call, environment);
  return {runner.program,
          std::move(args),
          std::move(environment),
          {"the emulator could not be started",
           {{"program", runner.program}},
           fmt::format("ls -l {}", runner.program)}};
}

/// What a dynamic program of Rust or C has to have of the distribution to start.
constexpr const char *runtimePackages[] = {"libc6", "libgcc-s1"};

/// Brings the C library for emulated programs, unless it is there.
Result<CommandResult> fetchRuntime(const Target &target, const CommandCall &call, std::string_view sources) {
  if (!isUserModeQemu(target) || target.libc != Libc::glibc)
    return fail({"only programs for glibc that qemu runs need a C library of the distribution's",
                 {{"target", std::string(target.triple)}},
                 fmt::format("linkshim run {} -- PROGRAM", target.triple)});
  if (sources.empty() && !lacksRuntime(target, call.environment, call.files)) {
    std::string sysroot = runtimeSysroot(target, call.environment, call.files);
    return CommandResult{.notice = fmt::format("The C library of {} is already here: {}\n", target.triple,
                                               sysroot.empty() ? target.interpreter : sysroot)};
  }
  return addPackages(call, target, std::string(sources),
                     {std::begin(runtimePackages), std::end(runtimePackages)});
}

/// Fails for a program whose loader is nowhere, which qemu would tell by the loader's name alone.
Result<void> checkLoader(const Target &target, const CommandCall &call, const std::string &program) {
  if (!lacksRuntime(target, call.environment, call.files)) return {};
  Reading<BinaryFacts> facts = inspect(call.files.read(program).value_or(""));
  if (!facts || facts->interpreter.empty() || call.files.status(facts->interpreter).isFile()) return {};
  return fail({"the program needs a C library of its target to start, and none is here",
               {{"program", program}, {"loader", facts->interpreter}},
               runtimeAdvice(target)});
}

/// A name without a folder is looked for on PATH, as a shell does.
std::string pathOfProgram(const std::string &name, const ProviderSearch &search) {
  if (name.find('/') != std::string::npos) return name;
  return search.findProgram(name).value_or(name);
}

/// The program in the place of linkshim, without an emulator.
Launch direct(const Target &target, const CommandCall &call, std::vector<std::string> program) {
  std::string path = program.front();
  Failure refused{"the program could not be started",
                  {{"program", path}, {"target", std::string(target.triple)}},
                  fmt::format("file {}", path)};
  if (!target.interpreter.empty() && !call.files.status(std::string(target.interpreter)).isFile())
    refused.facts.emplace_back("missing loader", target.interpreter);
  return {std::move(path), std::move(program), call.environment, std::move(refused)};
}

Result<CommandResult> launch(const Target &target, const Runner &runner, const CommandCall &call,
                             std::vector<std::string> program) {
  ProviderSearch search(call.environment, call.files, call.self);
  program.front() = pathOfProgram(program.front(), search);
  if (!call.files.status(program.front()).isFile())
    return fail({"the program is not there", {{"program", program.front()}}, "linkshim help run"});
  if (runner.mode != RunMode::emulated)
    return CommandResult{.launch = direct(target, call, std::move(program))};
  if (Result<void> startable = checkLoader(target, call, program.front()); !startable)
    return failed(startable);
  return CommandResult{.launch = emulated(target, runner, call, std::move(program))};
}

} // namespace

Result<CommandResult> runTarget(const CommandCall &call) {
  constexpr CommandOption options[] = {{"--fetch"}, {"--sources", true}};
  Result<CommandArgs> args = parseOptions("run", call.args, options, OptionsEnd::atFirstArgument);
  if (!args) return failed(args);
  bool fetch = args->has("--fetch");
  std::vector<std::string> &rest = args->rest;
  if (rest.size() > 1 && rest[1] == "--") rest.erase(rest.begin() + 1);
  if (rest.size() < (fetch ? 1 : 2))
    return fail(wrongUsage("run", "linkshim run needs a target and a program"));
  Result<TargetSpec> spec = describedTarget(rest.front(), call);
  if (!spec) return failed(spec);
  const Target &target = *spec->target;
  ProviderSearch search(call.environment, call.files, call.self);
  Runner runner = findRunner(target, hostTarget(call.files), search, call.files);
  if (runner.mode == RunMode::missing || runner.mode == RunMode::unknown)
    return fail(noRunner(target, runner));
  if (fetch && (rest.size() == 1 || runner.mode == RunMode::emulated)) {
    if (runner.mode != RunMode::emulated)
      return CommandResult{.notice =
                               fmt::format("This machine runs programs of {} by itself.\n", target.triple)};
    Result<CommandResult> fetched = fetchRuntime(target, call, args->value("--sources"));
    if (!fetched || rest.size() == 1) return fetched;
  }
  return launch(target, runner, call, {rest.begin() + 1, rest.end()});
}

} // namespace linkshim
