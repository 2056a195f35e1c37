#include "shim/call/DefaultTarget.h"
#include "shim/commands/Command.h"
#include "shim/commands/OldErrors.h"
#include "shim/commands/build/LinkNames.h"
#include "shim/commands/build/Variables.h"
#include "shim/commands/cargo/CargoArgs.h"
#include "shim/commands/cargo/CargoConfig.h"
#include "shim/commands/cargo/RustToolchain.h"
#include "shim/commands/cargo/Universal.h"
#include <fmt/format.h>

namespace linkshim {

const std::string_view cargoUsage = R"(cargo linkshim CARGO-COMMAND [ARGUMENT...] [--target TARGET[.GLIBC]]

Runs cargo with linkshim as the linker of every TARGET, and an emulator as its runner where one is needed and found:

  cargo linkshim build --release --target aarch64-unknown-linux-gnu.2.17
  cargo linkshim test --target s390x-unknown-linux-gnu

TARGET may be universal2-apple-darwin: both architectures of a Mac, put together in target/universal2-apple-darwin.
GLIBC is the oldest glibc that the program is to run on. CARGO_BUILD_TARGET may carry one too. Where nothing names a
target, LINKSHIM_TARGET does, or in the build of a container image its TARGETPLATFORM. A linker or runner that
you have set for the target, in the environment, on the line or in a cargo configuration, stays.
`linkshim --help` tells what else there is.
)";

namespace {

/// Flags that name another sysroot, so that nothing is known about its standard library.
bool namesSysroot(const Target &target, const CargoConfig &config, const Environment &environment) {
  const std::string variables[] = {"RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_RUSTFLAGS",
                                   cargoVariable(target, "RUSTFLAGS")};
  for (const std::string &name : variables)
    if (environment.value(name).find("--sysroot") != std::string_view::npos) return true;
  for (const std::string &flag : config.rustflags(target))
    if (flag.starts_with("--sysroot")) return true;
  return false;
}

bool checkStd(const CargoArgs &cargo, const std::string &folder, const CargoConfig &config,
              const CommandCall &call, const ProviderSearch &search, Failure &failure) {
  bool buildsStd = cargo.buildStd || !call.environment.value("CARGO_UNSTABLE_BUILD_STD").empty() ||
                   config.sets("unstable", "build-std");
  if (buildsStd || !mayCompile(cargo.command)) return true;
  RustToolchain toolchain = findRustToolchain(folder, call.environment, call.files, search, call.ask);
  if (toolchain.sysroot.empty()) return true;
  for (const TargetSpec &spec : cargo.targets) {
    if (namesSysroot(*spec.target, config, call.environment) ||
        hasStd(toolchain.sysroot, spec.target->triple, call.files))
      continue;
    failure = missingStd(toolchain, spec.target->triple);
    return false;
  }
  return true;
}

/// A linker of a configuration that is linkshim by its name, as `linkshim init` writes it: nothing else of
/// that name is on PATH. Its floor holds where the command line has none.
bool namesLinkshim(const std::string &linker, const CommandCall &call, TargetSpec &spec) {
  std::optional<ToolName> tool = parseToolName(linker);
  TargetSpec named;
  Failure ignored;
  if (!tool || tool->tool != Tool::cc || !parseTargetSpec(tool->target, named, ignored)) return false;
  if (named.target != spec.target) return false;
  ProviderSearch search(call.environment, call.files, call.self);
  if (search.findProgram(linker)) return false;
  if (!spec.floor) spec.floor = named.floor;
  return true;
}

/// The variables of every target that neither the environment nor a configuration sets.
bool setVariables(const CargoArgs &cargo, const CargoConfig &config, CommandCall &call,
                  Environment &environment, Failure &failure) {
  for (TargetSpec spec : cargo.targets) {
    bool ours = namesLinkshim(config.linker(*spec.target), call, spec);
    std::vector<Variable> rows;
    if (!targetVariables(spec, {call.environment, call.files, call.self}, rows, failure)) return false;
    for (const Variable &row : rows) {
      bool linker = row.place == Variable::Place::linker, runner = row.place == Variable::Place::runner;
      bool configured = (linker && !ours && config.setsForTarget(*spec.target, "linker")) ||
                        (runner && config.setsForTarget(*spec.target, "runner")) ||
                        (!linker && !runner && config.sets("env", row.name));
      if (row.kept.empty() && !configured)
        environment.set(row.name, row.value);
      else if (linker && spec.floor)
        call.notice +=
            fmt::format("linkshim: note: {} has a linker of its own; glibc {} is not asked of it\n",
                        spec.target->triple, spec.floor->str());
    }
  }
  return true;
}

/// What rustc looks for on PATH alone: MinGW's dlltool, and for Apple's targets what strips a program and
/// what gathers its debug information. Rust's own rust-objcopy is found before.
std::vector<std::string> calledByRustc(const Target &target) {
  if (isMinGw(target)) return {fmt::format("{}-dlltool", gnuSpelling(target))};
  if (target.libc == Libc::darwin) return {"rust-objcopy", "dsymutil"};
  return {};
}

bool addToolsForRustc(const CargoArgs &cargo, const CommandCall &call, const ProviderSearch &search,
                      Environment &environment, Failure &failure) {
  for (const TargetSpec &spec : cargo.targets)
    for (const std::string &name : calledByRustc(*spec.target)) {
      if (search.findProgram(name)) continue;
      std::string link = privateLink(name, call.self, call.environment, call.files, failure);
      if (link.empty()) return false;
      std::string path(environment.value("PATH")), folder(parentPath(link));
      if ((":" + path + ":").find(":" + folder + ":") == std::string::npos)
        environment.set("PATH", path + (path.empty() ? "" : ":") + folder);
    }
  return true;
}

bool readTargets(CargoArgs &cargo, const CargoConfig &config, Environment &environment, Failure &failure) {
  if (cargo.targetGiven) return true;
  if (std::string named(environment.value("CARGO_BUILD_TARGET")); !named.empty()) {
    if (!addCargoTarget(named, cargo.targets, failure)) return false;
    environment.set("CARGO_BUILD_TARGET", named);
    return true;
  }
  // Cargo itself refuses what is no target there.
  std::vector<std::string> configured = config.values("build", "target");
  for (std::string &named : configured)
    if (const Target *target = findTarget(named); target && target->triple == named)
      cargo.targets.push_back({target, {}});
  TargetSpec spec;
  if (!configured.empty()) return true;
  if (!environmentTarget(environment, spec, failure)) return false;
  if (!spec.target) return true;
  cargo.targets.push_back(spec);
  environment.set("CARGO_BUILD_TARGET", spec.target->triple);
  return true;
}

bool makesFiles(std::string_view command) {
  return command == "build" || command == "b" || command == "rustc";
}

bool mergeAfterwards(const std::string &cargo, CommandCall &call, Failure &failure) {
  std::string folder = cargoTargetFolder(cargo, call.args, call), profile = profileFolder(call.args);
  if (folder.empty()) {
    failure = {"cargo does not say where its target folder is",
               {{"asked", cargo + " metadata"}},
               fmt::format("cargo linkshim build --target-dir target --target {}", universalTarget)};
    return false;
  }
  call.launch->afterwards = [folder, profile](FileSystem &files, Failure &problem) {
    return mergeUniversal(folder, profile, files, problem);
  };
  return true;
}

} // namespace

bool runCargoCommand(CommandCall &call, Failure &failure) {
  CargoArgs cargo;
  bool universal = expandUniversal(call.args);
  if (!readCargoArgs(call.args, cargo, failure)) return false;
  std::string folder = call.files.currentDirectory();
  if (!cargo.folder.empty())
    folder = cargo.folder.starts_with('/') ? cargo.folder : joinPath(folder, cargo.folder);
  CargoConfig config = CargoConfig::read(folder, cargo.configs, call.environment, call.files);
  Environment environment = call.environment;
  ProviderSearch search(call.environment, call.files, call.self);
  if (!readTargets(cargo, config, environment, failure)) return false;
  std::string program = findCargo(call, search);
  if (program.empty()) {
    failure = cargoNotFound(call.environment);
    return false;
  }
  bool ready = cargo.targets.empty() || (checkStd(cargo, folder, config, call, search, failure) &&
                                         setVariables(cargo, config, call, environment, failure) &&
                                         addToolsForRustc(cargo, call, search, environment, failure));
  if (!ready) return false;
  std::vector<std::string> args{"cargo"};
  args.insert(args.end(), cargo.args.begin(), cargo.args.end());
  Failure refused{"cargo could not be started", {{"program", program}}, fmt::format("ls -l {}", program)};
  call.launch = Launch{program, std::move(args), std::move(environment), std::move(refused), {}};
  if (universal && makesFiles(cargo.command)) return mergeAfterwards(program, call, failure);
  return true;
}

} // namespace linkshim
