#include "shim/base/Environment.h"
#include "shim/call/DefaultTarget.h"
#include "shim/call/Specification.h"
#include "shim/call/TargetSpec.h"
#include "shim/call/ToolName.h"
#include "shim/commands/Command.h"
#include "shim/commands/build/LinkNames.h"
#include "shim/commands/build/Variables.h"
#include "shim/commands/cargo/CargoArgs.h"
#include "shim/commands/cargo/CargoConfig.h"
#include "shim/commands/cargo/DescribedTarget.h"
#include "shim/commands/cargo/RustToolchain.h"
#include "shim/commands/cargo/Universal.h"
#include "shim/link/elf/Allocator.h"
#include "shim/provider/Provider.h"
#include <fmt/format.h>

namespace linkshim {

const std::string_view cargoUsage = R"(cargo linkshim CARGO-COMMAND [ARGUMENT...] [--target TARGET[.GLIBC]]

Runs cargo with linkshim as the linker of every TARGET, and an emulator as its runner where one is needed and found:

  cargo linkshim build --release --target aarch64-unknown-linux-gnu.2.17
  cargo linkshim test --target s390x-unknown-linux-gnu

GLIBC is the oldest glibc that the program is to run on; CARGO_BUILD_TARGET may have one too. TARGET may be
universal2-apple-darwin: files for both architectures of a Mac, in target/universal2-apple-darwin. Where no target is
named, that of LINKSHIM_TARGET is used, or of TARGETPLATFORM in the build of a container image. A linker or runner that
you have set for the target, in the environment, on the command line or in a cargo configuration, stays.
`linkshim --help` lists what else linkshim does.

  --malloc mimalloc  a faster allocator in static programs of musl's targets, in the place of musl's own
)";

namespace {

/// True when flags for rustc name another sysroot, whose standard library is not known.
bool namesSysroot(const Target &target, const CargoConfig &config, const Environment &environment) {
  const std::string variables[] = {"RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_RUSTFLAGS",
                                   cargoVariable(target, "RUSTFLAGS")};
  for (const std::string &name : variables)
    if (environment.value(name).find("--sysroot") != std::string_view::npos) return true;
  for (const std::string &flag : config.rustflags(target))
    if (flag.starts_with("--sysroot")) return true;
  return false;
}

/// What the steps below share: the call, what cargo is asked to do, and what is configured.
struct CargoCall {
  const CommandCall &call;
  const ProviderSearch &search;
  CargoArgs cargo;
  std::string folder; ///< that cargo works in
  CargoConfig config;
};

/// What cargo is to be run with.
struct CargoRun {
  Environment environment;
  std::string notice;
};

/// Fails where the standard library of a target is not installed.
Result<void> checkStd(const CargoCall &made) {
  const Environment &environment = made.call.environment;
  bool buildsStd = made.cargo.buildStd || !environment.value("CARGO_UNSTABLE_BUILD_STD").empty() ||
                   made.config.sets("unstable", "build-std");
  if (buildsStd || !mayCompile(made.cargo.command)) return {};
  RustToolchain toolchain =
      findRustToolchain(made.folder, environment, made.call.files, made.search, made.call.ask);
  if (toolchain.sysroot.empty()) return {};
  for (const TargetSpec &spec : made.cargo.targets)
    if (!namesSysroot(*spec.target, made.config, environment) &&
        !hasStd(toolchain.sysroot, spec.target->triple, made.call.files))
      return fail(missingStd(toolchain, *spec.target));
  return {};
}

/// The target of a linker in a configuration that is linkshim by its name alone, as `linkshim init` writes
/// it: no program of that name is on PATH.
std::optional<TargetSpec> configuredLinker(const Target &target, const CargoCall &made) {
  std::string linker = made.config.linker(target);
  std::optional<ToolName> tool = parseToolName(linker);
  if (!tool || tool->tool != Tool::cc) return std::nullopt;
  Result<TargetSpec> named = findTargetSpec(tool->target, made.call.environment, made.call.files);
  if (!named || named->target != &target || made.search.findProgram(linker)) return std::nullopt;
  return *named;
}

/// True when a cargo configuration sets what the variable is for.
bool isConfigured(const Variable &variable, const Target &target, const CargoConfig &config) {
  switch (variable.place) {
  case Variable::Place::linker: return config.setsForTarget(target, "linker");
  case Variable::Place::runner: return config.setsForTarget(target, "runner");
  case Variable::Place::environment: return config.sets("env", variable.name);
  }
  return false;
}

/// Sets the variables of a target that neither the environment nor a configuration sets.
Result<void> setVariables(TargetSpec spec, const CargoCall &made, CargoRun &run) {
  std::optional<TargetSpec> own = configuredLinker(*spec.target, made);
  if (own && !spec.floor) spec.floor = own->floor;
  Result<std::vector<Variable>> variables =
      targetVariables(spec, {made.call.environment, made.call.files, made.call.self});
  if (!variables) return failed(variables);
  for (const Variable &variable : *variables) {
    bool linker = variable.place == Variable::Place::linker;
    bool configured = !(linker && own) && isConfigured(variable, *spec.target, made.config);
    if (variable.kept.empty() && !configured)
      run.environment.set(variable.name, variable.value);
    else if (linker && spec.floor)
      run.notice += fmt::format("linkshim: note: {} has a linker of its own; glibc {} is not asked of it\n",
                                spec.target->triple, spec.floor->str());
  }
  return {};
}

/// Adds the folder of the programs that rustc looks for on PATH, where they are missing. Rust's own
/// rust-objcopy is found before linkshim's.
Result<void> addToolsForRustc(const Target &target, const CargoCall &made, CargoRun &run) {
  for (std::string_view tool : splitWords(target.rustcTools)) {
    std::string name(tool);
    if (made.search.findProgram(name)) continue;
    Result<std::string> link = privateLink(name, made.call.self, made.call.environment, made.call.files);
    if (!link) return failed(link);
    std::string path(run.environment.value("PATH")), folder(parentPath(*link));
    if ((":" + path + ":").find(":" + folder + ":") == std::string::npos)
      run.environment.set("PATH", path + (path.empty() ? "" : ":") + folder);
  }
  return {};
}

/// The target of a configuration, whose path of a specification begins in the folder that the configuration
/// is for: `folder`, or one above it. Without a target for what is none; cargo itself refuses that.
TargetSpec configuredTarget(const std::string &named, std::string folder, const CommandCall &call) {
  if (named.ends_with(specificationEnding) && !named.starts_with('/'))
    for (; folder.size() > 1; folder = parentPath(folder))
      if (std::string path = joinPath(folder, named); call.files.status(path).isFile())
        return findTargetSpec(path, call.environment, call.files).value_or(TargetSpec{});
  TargetSpec spec = describedTarget(named, call).value_or(TargetSpec{});
  bool whole = spec.target && (spec.target->triple == named || named.ends_with(specificationEnding));
  return whole ? spec : TargetSpec{};
}

/// Adds the targets that the command line does not name: those of the environment or a configuration.
Result<void> addTargets(CargoArgs &cargo, const CargoConfig &config, const std::string &folder,
                        const CommandCall &call, Environment &environment) {
  if (cargo.targetGiven) return {};
  if (std::string_view named = environment.value("CARGO_BUILD_TARGET"); !named.empty()) {
    auto find = [&](std::string_view text) { return describedTarget(text, call); };
    Result<std::string> triple = addCargoTarget(named, find, cargo.targets);
    if (!triple) return failed(triple);
    environment.set("CARGO_BUILD_TARGET", *triple);
    return {};
  }
  std::vector<std::string> configured = config.values("build", "target");
  for (const std::string &named : configured)
    if (TargetSpec spec = configuredTarget(named, folder, call); spec.target) cargo.targets.push_back(spec);
  if (!configured.empty()) return {};
  Result<TargetSpec> spec = environmentTarget(environment, call.files);
  if (!spec) return failed(spec);
  if (!spec->target) return {};
  cargo.targets.push_back(*spec);
  std::string_view described = specificationFile(*spec->target);
  environment.set("CARGO_BUILD_TARGET", described.empty() ? spec->target->triple : described);
  return {};
}

/// Has the links ask for the allocator that --malloc names. Fails for an unknown one, and for a target that
/// cannot have it.
Result<void> chooseAllocator(const CargoArgs &cargo, Environment &environment) {
  if (!cargo.malloc) return {};
  if (Result<void> known = checkAllocatorName(*cargo.malloc); !known) return known;
  for (const TargetSpec &spec : cargo.targets)
    if (Result<void> can = checkAllocatorTarget(*spec.target); !can) return can;
  if (cargo.targets.empty())
    return fail(
        {fmt::format("--malloc {} is for static programs of musl's targets, and no target is named",
                     *cargo.malloc),
         {},
         fmt::format("cargo linkshim build --malloc {} --target x86_64-unknown-linux-musl", *cargo.malloc)});
  environment.set(std::string(allocatorVariable), *cargo.malloc);
  return {};
}

Result<void> prepareTargets(const CargoCall &made, CargoRun &run) {
  if (made.cargo.targets.empty()) return {};
  Result<void> done = checkStd(made);
  for (const TargetSpec &spec : made.cargo.targets)
    if (std::string said = plannedAs(*spec.target); !said.empty())
      run.notice += fmt::format("linkshim: note: {}\n", said);
  for (const TargetSpec &spec : made.cargo.targets)
    if (done) done = setVariables(spec, made, run);
  for (const TargetSpec &spec : made.cargo.targets)
    if (done) done = addToolsForRustc(*spec.target, made, run);
  return done;
}

bool makesFiles(std::string_view command) {
  return command == "build" || command == "b" || command == "rustc";
}

/// Has both architectures' files put together once cargo has built them.
Result<void> mergeAfterwards(const CargoCall &made, Launch &launch) {
  std::string folder = cargoTargetFolder(launch.program, made.cargo, made.call),
              profile = profileFolder(made.cargo);
  if (folder.empty())
    return fail({"cargo does not say where its target folder is",
                 {{"asked", launch.program + " metadata"}},
                 fmt::format("cargo linkshim build --target-dir target --target {}", universalTarget)});
  launch.afterwards = [folder, profile](FileSystem &files) { return mergeUniversal(folder, profile, files); };
  return {};
}

} // namespace

Result<CommandResult> runCargoCommand(const CommandCall &call) {
  auto find = [&](std::string_view text) { return describedTarget(text, call); };
  Result<CargoArgs> cargo = readCargoArgs(call.args, find);
  if (!cargo) return failed(cargo);
  std::string folder = call.files.currentDirectory();
  if (!cargo->folder.empty())
    folder = cargo->folder.starts_with('/') ? cargo->folder : joinPath(folder, cargo->folder);
  CargoConfig config = CargoConfig::read(folder, cargo->configs, call.environment, call.files);
  CargoRun run{call.environment, {}};
  if (Result<void> added = addTargets(*cargo, config, folder, call, run.environment); !added)
    return failed(added);
  ProviderSearch search(call.environment, call.files, call.self);
  std::string program = findCargo(call, search);
  if (program.empty()) return fail(cargoNotFound(call.environment));
  CargoCall made{call, search, std::move(*cargo), std::move(folder), std::move(config)};
  if (Result<void> chosen = chooseAllocator(made.cargo, run.environment); !chosen) return failed(chosen);
  if (Result<void> ready = prepareTargets(made, run); !ready) return failed(ready);
  std::vector<std::string> args{"cargo"};
  args.insert(args.end(), made.cargo.args.begin(), made.cargo.args.end());
  Failure refused{"cargo could not be started", {{"program", program}}, fmt::format("ls -l {}", program)};
  Launch launch{program, std::move(args), std::move(run.environment), std::move(refused)};
  if (made.cargo.universal && makesFiles(made.cargo.command))
    if (Result<void> merge = mergeAfterwards(made, launch); !merge) return failed(merge);
  return CommandResult{.notice = std::move(run.notice), .launch = std::move(launch)};
}

} // namespace linkshim
