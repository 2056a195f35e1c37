#include "shim/call/DefaultTarget.h"
#include "shim/commands/Command.h"
#include "shim/commands/OldErrors.h"
#include "shim/commands/build/LinkNames.h"
#include "shim/commands/cargo/RustToolchain.h"
#include "shim/commands/start/Runner.h"
#include "shim/run/Planner.h"
#include "shim/run/Run.h"
#include "shim/sysroot/Headers.h"
#include "shim/sysroot/Pack.h"
#include "shim/sysroot/Places.h"
#include "shim/sysroot/UserSysroot.h"
#include <fmt/format.h>

namespace linkshim {

const std::string_view doctorUsage = R"(linkshim doctor [TARGET]

Says what is found on this machine and what is missing: the linker, the compiler, Rust and its standard library for
TARGET (that of `linkshim targets --default` if none is given), an emulator, the cache. The status is 1 when a link for
TARGET could not work.
)";

namespace {

/// Lines of findings, and the first thing that stands in the way of a link.
class Report {
public:
  Report(const CommandCall &call, const TargetSpec &spec)
      : call(call), spec(spec), target(*spec.target), search(call.environment, call.files, call.self) {}

  void machine() {
    const Target *host = hostTarget(call.files);
    found("program", fmt::format("{} ({})", call.self, programVersion()));
    found("host", host ? host->triple : "not a known one");
    cache();
    linker();
    compiler();
    share();
  }

  void forTarget() {
    floor();
    brought();
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

  void cache() {
    constexpr uint32_t privateMode = 0700;
    std::string error = "no folder that other users cannot write";
    for (const std::string &folder : cacheCandidates(call.environment, call.files)) {
      places = {folder, shareFolder(call.environment, call.self)};
      SystemResult<void> made = call.files.makeDirectories(folder, privateMode);
      SystemResult<std::string> trial =
          made ? call.files.makeUniqueDirectory(folder) : std::unexpected(made.error());
      if (!succeeded(trial, error)) {
        missing("cache", fmt::format("{} cannot be written: {}", folder, error));
        continue;
      }
      call.files.removeAll(*trial);
      return found("cache", folder);
    }
    blame({"no cache folder can be written",
           {{"reason", error}},
           "export LINKSHIM_CACHE_DIR=a folder that you may write"});
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

  void share() {
    std::string folder = shareFolder(call.environment, call.self);
    if (folder.empty() || !call.files.status(folder).isDirectory())
      return missing("packs",
                     fmt::format("{} (headers and static C libraries; pure Rust rarely needs them)", folder));
    bool ours = !target.glibcAbi.empty() || !target.muslArch.empty();
    Result<SysrootPlaces> withPack = findPlaces(target, call.environment, folder, call.files);
    if (withPack) places = *withPack;
    if (!withPack) {
      missing("packs", withPack.error().what);
      blame(std::move(withPack.error()));
    } else if (!places.pack.empty())
      found("packs", packFile(target, places));
    else if (ours)
      missing("packs", fmt::format("none for {} in {}: C code needs it", target.triple, folder));
    std::optional<Version> version;
    Failure ignored;
    if (!ours || !resolveFloor(spec, call.environment, version, ignored)) return;
    Headers headers = findHeaders(target, version, folder, call.files);
    if (!headers.folders.empty()) return found("headers", headers.folders.front());
    missing("headers", fmt::format("no C headers; try: scripts/sysroots {}", target.triple));
  }

  void floor() {
    found("target", target.triple);
    if (target.libc == Libc::none) return;
    if (target.libc != Libc::glibc) return found("C library", toString(target.libc));
    std::optional<Version> version;
    Failure failure;
    if (!resolveFloor(spec, call.environment, version, failure)) {
      missing("floor", failure.what);
      return blame(std::move(failure));
    }
    bool fromVariable = !spec.floor && !call.environment.value("LINKSHIM_GLIBC").empty();
    found("floor", fmt::format("glibc {} ({})", version->str(),
                               spec.floor     ? "given"
                               : fromVariable ? "from LINKSHIM_GLIBC"
                                              : "the target's default"));
  }

  void brought() {
    if (target.needs.empty()) return;
    std::string variable = platformVariable(target), what = fmt::format("{}, {}", variable, target.needsText);
    std::string root = platformRoot(target, call.environment, call.files);
    if (!root.empty() && call.files.status(root).isDirectory()) return found("you bring", what);
    if (!target.stubAbi.empty())
      return found("you bring", "nothing: linkshim has stubs of the system's libraries");
    missing("you bring", what);
    if (target.libc == Libc::wasi) return; // Rust has one of its own
    Failure failure{fmt::format("{} needs something that you have to bring", target.triple),
                    {{"needed", std::string(target.needsText)}},
                    fmt::format("export {}=/path/to/it", variable)};
    if (!root.empty()) failure.facts.emplace_back("no folder", root);
    blame(std::move(failure));
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
    Failure failure = missingStd(toolchain, target.triple);
    missing("std", target.triple);
    blame(std::move(failure));
  }

  void runner() {
    Runner way = findRunner(target, hostTarget(call.files), search, call.files);
    switch (way.mode) {
    case RunMode::direct: return found("runner", "this machine");
    case RunMode::compatible: return found("runner", "this machine, if its kernel was built for it");
    case RunMode::emulated: break;
    case RunMode::missing:
      return missing("runner", fmt::format("{} ({})", target.runner, runnerAdvice(target)));
    case RunMode::unknown: return missing("runner", "none is known for this target");
    }
    std::string sysroot = runtimeSysroot(target, call.environment, call.files);
    found("runner", sysroot.empty() ? way.program : fmt::format("{} -L {}", way.program, sysroot));
  }

  /// A link as rustc would ask for it, planned and not run.
  void plan() {
    Invocation invocation;
    invocation.name = toolLinkName(spec, "cc");
    invocation.target = &target;
    Failure failure;
    if (!resolveFloor(spec, call.environment, invocation.floor, failure)) return;
    std::vector<std::string> words;
    if (target.dialect == Dialect::gnuLd || target.dialect == Dialect::wasmLd)
      words = {"-flavor", std::string(target.lldFlavor)};
    else if (target.crtStatic)
      words = {"-nostartfiles"}; // Rust brings its own
    words.insert(words.end(), {"doctor.o", "-o", "doctor"});
    invocation.readArguments(std::move(words));
    PlanContext context{call.environment, call.files, places, call.self};
    Result<Plan> made = makePlan(invocation, context);
    if (made) return found("link", made->program);
    failure = std::move(made.error());
    missing("link", failure.what);
    blame(std::move(failure));
  }

  const CommandCall &call;
  const TargetSpec &spec;
  const Target &target;
  ProviderSearch search;
  SysrootPlaces places;
};

} // namespace

bool runDoctor(CommandCall &call, Failure &failure) {
  CommandArgs args;
  if (!takeOptions("doctor", call.args, {}, false, args, failure)) return false;
  TargetSpec spec;
  if (args.rest.size() > 1) {
    failure = {"linkshim doctor takes one target", {}, "linkshim help doctor"};
    return false;
  }
  bool read = args.rest.empty() ? defaultTarget(call.environment, call.files, spec, failure)
                                : parseTargetSpec(args.rest.front(), spec, failure);
  if (!read) return false;
  if (!spec.target) {
    failure = {"this machine's own kind is no target that linkshim knows",
               {},
               "linkshim doctor aarch64-unknown-linux-gnu"};
    return false;
  }
  Report report(call, spec);
  report.machine();
  report.forTarget();
  call.output = std::move(report.text);
  if (!report.problem) return true;
  failure = std::move(*report.problem);
  return false;
}

} // namespace linkshim
