#include "shim/call/DefaultTarget.h"
#include "shim/call/TargetSpec.h"
#include "shim/commands/Command.h"
#include "shim/commands/cargo/DescribedTarget.h"
#include "shim/commands/start/Runner.h"
#include "shim/provider/Provider.h"
#include "shim/run/Run.h"
#include "shim/sysroot/Pack.h"
#include "shim/sysroot/Places.h"
#include "shim/sysroot/UserSysroot.h"
#include <fmt/format.h>

namespace linkshim {

const std::string_view runUsage = R"(linkshim run TARGET -- PROGRAM [ARGUMENT...]

Runs a program of TARGET: directly where this machine can, else under the emulator that `linkshim targets` names. Exit
status and signals are those of the program. A dynamic program finds its loader and libraries below
LINKSHIM_SYSROOT_<target>, QEMU_LD_PREFIX or /usr/<GNU spelling>, and the libraries of `linkshim sysroot add`.
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

/// Rust's standard library needs a DLL that an older Wine lacks. The pack of the target has one; Wine looks
/// there last.
void addWineFolder(const Target &target, const CommandCall &call, Environment &environment) {
  for (const std::string &cache : cacheCandidates(environment, call.files)) {
    std::optional<PieceFolder> pack =
        packFolder(target, {cache, shareFolder(environment, call.self)}, call.files);
    std::string folder = pack ? joinPath(pack->path, "lib") : std::string();
    if (!pack || !call.files.status(joinPath(folder, "bcryptprimitives.dll")).isFile()) continue;
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

} // namespace

Result<CommandResult> runTarget(const CommandCall &call) {
  Result<CommandArgs> args = parseOptions("run", call.args, {}, OptionsEnd::atFirstArgument);
  if (!args) return failed(args);
  std::vector<std::string> &rest = args->rest;
  if (rest.size() > 1 && rest[1] == "--") rest.erase(rest.begin() + 1);
  if (rest.size() < 2) return fail(wrongUsage("run", "linkshim run needs a target and a program"));
  Result<TargetSpec> spec = describedTarget(rest.front(), call);
  if (!spec) return failed(spec);
  const Target &target = *spec->target;
  ProviderSearch search(call.environment, call.files, call.self);
  std::vector<std::string> program(rest.begin() + 1, rest.end());
  program.front() = pathOfProgram(program.front(), search);
  if (!call.files.status(program.front()).isFile())
    return fail({"the program is not there", {{"program", program.front()}}, "linkshim help run"});
  Runner runner = findRunner(target, hostTarget(call.files), search, call.files);
  if (runner.mode == RunMode::missing || runner.mode == RunMode::unknown)
    return fail(noRunner(target, runner));
  return CommandResult{.launch = runner.mode == RunMode::emulated
                                     ? emulated(target, runner, call, std::move(program))
                                     : direct(target, call, std::move(program))};
}

} // namespace linkshim
