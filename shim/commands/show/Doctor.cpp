#include "shim/call/DefaultTarget.h"
#include "shim/call/TargetSpec.h"
#include "shim/commands/Command.h"
#include "shim/commands/build/LinkNames.h"
#include "shim/commands/cargo/DescribedTarget.h"
#include "shim/commands/cargo/RustToolchain.h"
#include "shim/commands/start/Runner.h"
#include "shim/link/elf/Allocator.h"
#include "shim/provider/Provider.h"
#include "shim/run/Planner.h"
#include "shim/run/Run.h"
#include "shim/sysroot/Headers.h"
#include "shim/sysroot/HowToInstall.h"
#include "shim/sysroot/Pack.h"
#include "shim/sysroot/Places.h"
#include "shim/sysroot/UserSysroot.h"
#include <fmt/format.h>

namespace linkshim {

const std::string_view doctorUsage = R"(linkshim doctor [TARGET]

Says what is found on this machine and what is missing: the linker, the compiler, Rust and its standard library for
TARGET (without one: that of `linkshim targets --default`), an emulator, the cache. The exit status is 1 when a link for
TARGET could not work.
)";

namespace {

/// A line for every finding, and the first one without which a link for the target cannot work.
class Report {
public:
  Report(const CommandCall &call, const TargetSpec &spec)
      : call(call), spec(spec), target(*spec.target), search(call.environment, call.files, call.self) {}

  void machine() {
    const Target *host = hostTarget(call.files);
    found("program", fmt::format("{} ({})", call.self, programVersion()));
    found("host", host ? host->triple : "not a known one");
    places = {usableCache(), shareFolder(call.environment, call.self)};
    linker();
    compiler();
    packs();
    headers();
  }

  void forTarget() {
    floor();
    platform();
    allocator();
    plan();
    rust();
    runner();
  }

  std::string text;
  std::optional<Failure> problem;

private:
  void line(std::string_view state, std::string_view what, std::string_view value) {
    text += fmt::format("{:8} {:10} {}\n", state, what, value);
  }
  void found(std::string_view what, std::string_view value) { line("found", what, value); }
  void missing(std::string_view what, std::string_view value) { line("missing", what, value); }
  void blame(Failure failure) {
    if (!problem) problem = std::move(failure);
  }

  /// The first cache folder that can be written, else the last candidate.
  std::string usableCache() {
    std::string reason = "no folder that other users cannot write", last;
    if (std::string refused = cacheRefused(call.environment, call.files); !refused.empty())
      missing("cache", refused);
    for (const std::string &folder : cacheCandidates(call.environment, call.files)) {
      SystemResult<std::string> trial = std::unexpected(std::string());
      SystemResult<void> made = call.files.makePrivateDirectory(folder);
      if (made) trial = call.files.makeUniqueDirectory(folder);
      if (trial) {
        call.files.removeAll(*trial);
        found("cache", folder);
        return folder;
      }
      last = folder;
      reason = made ? trial.error() : made.error();
      missing("cache", fmt::format("{} cannot be written: {}", folder, reason));
    }
    blame({"no cache folder can be written",
           {{"reason", reason}},
           "export LINKSHIM_CACHE_DIR=a folder that you may write"});
    return last;
  }

  void linker() {
    std::string_view flavor = target.lldFlavor.empty() ? "gnu" : target.lldFlavor;
    Result<Provider> provider = search.findLinker(target, flavor, "", {});
    if (!provider) {
      missing("linker", provider.error().what);
      return blame(std::move(provider.error()));
    }
    found("linker", fmt::format("{} ({}{})", provider->path, toString(provider->kind),
                                provider->named ? ", named by LINKSHIM_LLD" : ""));
    for (const std::string &other : {search.rustToolchainLld(), search.findZig()})
      if (!other.empty() && other != provider->path) line("also", "linker", other);
  }

  void compiler() {
    if (auto provider = search.findCompiler())
      found("compiler", fmt::format("{} ({})", provider->path, toString(provider->kind)));
    else
      missing("compiler", "only C and C++ code needs one");
  }

  bool hasShare() const { return !places.share.empty() && call.files.status(places.share).isDirectory(); }
  void packs() {
    if (!hasShare())
      return missing("packs", fmt::format("{} (headers and static C libraries; pure Rust rarely needs them)",
                                          places.share));
    Result<SysrootPlaces> unpacked = findPlaces(target, call.environment, places.share, call.files);
    if (!unpacked) {
      missing("packs", unpacked.error().what);
      return blame(std::move(unpacked.error()));
    }
    places = std::move(*unpacked);
    if (!places.pack.empty()) return found("packs", packFile(target, places));
    if (target.runtime)
      missing("packs", fmt::format("none for {}, which {} needs; try: {}", target.triple,
                                   isOfWindows(target) ? "every link" : "C code",
                                   howToInstall(target, places.share, call.files)));
  }

  void headers() {
    if (!hasShare()) return;
    Result<std::optional<Version>> version = resolveFloor(spec, call.environment);
    if (!version) return; // floor() tells
    Headers headers = findHeaders(target, *version, places.share, call.files);
    if (headers.lookedFor.empty()) return; // linkshim has none for it, installed or not
    if (!headers.folders.empty()) return found("headers", headers.folders.front());
    missing("headers", fmt::format("no C headers; try: {}", howToInstall(target, places.share, call.files)));
  }

  void floor() {
    found("target", target.triple);
    if (std::string said = plannedAs(target); !said.empty()) line("note", "target", said);
    if (target.libc == Libc::none) return;
    if (target.glibcFirst.empty()) return found("C library", toString(target.libc));
    Result<std::optional<Version>> version = resolveFloor(spec, call.environment);
    if (!version) {
      missing("floor", version.error().what);
      return blame(std::move(version.error()));
    }
    std::string_view variable = spec.floor ? "" : call.environment.value("LINKSHIM_GLIBC");
    const Release *release = spec.floor ? spec.release : findRelease(variable);
    found("floor", fmt::format("glibc {}{} ({})", (*version)->str(),
                               release ? fmt::format(" of {}", release->title) : "",
                               spec.floor          ? "given"
                               : !variable.empty() ? "from LINKSHIM_GLIBC"
                                                   : "the target's default"));
  }

  /// The libraries of the target's platform that linkshim does not have.
  void platform() {
    if (target.needs.empty()) return;
    std::string variable = platformVariable(target), what = fmt::format("{}, {}", variable, target.needsText);
    std::string root = platformRoot(target, call.environment, call.files);
    if (!root.empty() && call.files.status(root).isDirectory()) return found("you bring", what);
    if (!target.stubAbi.empty())
      return found("you bring", "nothing: linkshim has stubs of the system's libraries");
    if (target.needsOptional && isOfWindows(target))
      return found("you bring",
                   fmt::format("nothing: linkshim has libraries of its own; instead of them {}", what));
    missing("you bring", what);
    if (target.needsOptional) return;
    Failure failure{fmt::format("{} needs something that you have to bring", target.triple),
                    {{"needed", std::string(target.needsText)}},
                    fmt::format("export {}=/path/to/it", variable)};
    if (!root.empty()) failure.facts.emplace_back("no folder", root);
    blame(std::move(failure));
  }

  /// What LINKSHIM_MALLOC asks for.
  void allocator() {
    std::string_view name = call.environment.value(allocatorVariable);
    if (name.empty()) return;
    Result<void> good = checkAllocatorName(name);
    if (good) good = checkAllocatorTarget(target);
    if (good) return found("allocator", fmt::format("{}, in static programs ({})", name, allocatorVariable));
    line("note", "allocator", fmt::format("{}={}: {}", allocatorVariable, name, good.error().what));
  }

  void rust() {
    RustToolchain toolchain =
        findRustToolchain(call.files.currentDirectory(), call.environment, call.files, search, call.ask);
    if (toolchain.rustc.empty()) {
      missing("Rust", "no rustc on PATH");
      return blame({"no Rust toolchain was found",
                    {{"PATH", std::string(call.environment.value("PATH"))}},
                    "export RUSTC=/path/to/rustc"});
    }
    found("Rust", toolchain.sysroot.empty() ? toolchain.rustc : toolchain.sysroot);
    if (toolchain.sysroot.empty()) return;
    if (hasStd(toolchain.sysroot, target.triple, call.files)) return found("std", target.triple);
    Failure failure = missingStd(toolchain, target);
    missing("std", target.triple);
    blame(std::move(failure));
  }

  void runner() {
    Runner runner = findRunner(target, hostTarget(call.files), search, call.files);
    switch (runner.mode) {
    case RunMode::direct: return found("runner", "this machine");
    case RunMode::compatible: return found("runner", "this machine, if its kernel was built for it");
    case RunMode::emulated: break;
    case RunMode::missing:
      return missing("runner", fmt::format("{} ({})", target.runner, runnerAdvice(target)));
    case RunMode::unknown: return missing("runner", "none is known for this target");
    }
    std::string sysroot = runtimeSysroot(target, call.environment, call.files);
    found("runner", sysroot.empty() ? runner.program : fmt::format("{} -L {}", runner.program, sysroot));
    if (lacksRuntime(target, call.environment, call.files))
      missing("C library to run with", runtimeAdvice(target));
  }

  /// Plans a link as rustc asks for it. Nothing is run.
  void plan() {
    Result<std::optional<Version>> version = resolveFloor(spec, call.environment);
    if (!version) return; // floor() tells
    Invocation invocation;
    invocation.name = toolLinkName(spec, "cc");
    invocation.target = &target;
    invocation.floor = *version;
    std::vector<std::string> args;
    if (target.dialect == Dialect::gnuLd || target.dialect == Dialect::wasmLd)
      args = {"-flavor", std::string(target.lldFlavor)};
    else if (target.crtStatic)
      args = {"-nostartfiles"}; // Rust has start files of its own
    args.insert(args.end(), {"doctor.o", "-o", "doctor"});
    invocation.readArguments(std::move(args));
    Result<Plan> made = makePlan(invocation, {call.environment, call.files, places, call.self});
    if (made) return found("link", made->program);
    missing("link", made.error().what);
    blame(std::move(made.error()));
  }

  const CommandCall &call;
  const TargetSpec &spec;
  const Target &target;
  ProviderSearch search;
  SysrootPlaces places;
};

} // namespace

Result<CommandResult> runDoctor(const CommandCall &call) {
  Result<CommandArgs> args = parseOptions("doctor", call.args, {});
  if (!args) return failed(args);
  if (args->rest.size() > 1) return fail(wrongUsage("doctor", "linkshim doctor takes one target"));
  Result<TargetSpec> spec = args->rest.empty() ? defaultTarget(call.environment, call.files)
                                               : describedTarget(args->rest.front(), call);
  if (!spec) return failed(spec);
  if (!spec->target)
    return fail(
        {"linkshim knows no target like this machine", {}, "linkshim doctor aarch64-unknown-linux-gnu"});
  Report report(call, *spec);
  report.machine();
  report.forTarget();
  return CommandResult{.output = std::move(report.text), .complaint = std::move(report.problem)};
}

} // namespace linkshim
