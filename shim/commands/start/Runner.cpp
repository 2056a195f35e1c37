#include "shim/commands/start/Runner.h"
#include "shim/sysroot/UserSysroot.h"
#include <array>
#include <fmt/format.h>

namespace linkshim {
namespace {

enum class RunnerKind : uint8_t { qemu, wine, node, other };

/// A runner of the table: where it may be found on a machine, and which package has it. A `name` that ends in
/// a hyphen stands for all names that begin like it.
struct RunnerFamily {
  std::string_view name;
  RunnerKind kind;
  std::string_view package;
  std::string_view suffix;                ///< of a second name, as in qemu-arm-static
  std::array<std::string_view, 2> places; ///< further names or paths
  bool foreignPackage = false;            ///< of another architecture of the distribution
};
constexpr RunnerFamily families[] = {
    {"qemu-", RunnerKind::qemu, "qemu-user-static", "-static", {}},
    {"wine64", RunnerKind::wine, "wine64", "", {"/usr/lib/wine/wine64", "wine"}},
    {"wine", RunnerKind::wine, "wine32", "", {"/usr/lib/wine/wine", ""}, true},
    {"node", RunnerKind::node, "nodejs", "", {"nodejs", ""}},
    {"wasmtime", RunnerKind::other, "", "", {}},
};

/// Runs a WASI program under Node. It sees the folders of this machine, and its exit status becomes Node's.
constexpr std::string_view wasiScript =
    "const{WASI}=require('node:wasi'),args=process.argv.slice(1);"
    "const wasi=new "
    "WASI({version:'preview1',args,env:process.env,preopens:{'/':'/','.':'.'},returnOnExit:true});"
    "WebAssembly.instantiate(require('node:fs').readFileSync(args[0]),wasi.getImportObject())"
    ".then(made=>{process.exitCode=wasi.start(made.instance)})"
    ".catch(error=>{console.error(String(error));process.exitCode=134});";

const RunnerFamily *familyOf(std::string_view runner) {
  for (const RunnerFamily &family : families)
    if (family.name.back() == '-' ? runner.starts_with(family.name) : runner == family.name) return &family;
  return nullptr;
}

/// Processors that also run programs for another one.
struct Compatible {
  std::string_view host, guest;
};
constexpr Compatible compatible[] = {{"x86_64", "x86"}};

RunnerKind kindOf(std::string_view runner) {
  const RunnerFamily *family = familyOf(runner);
  return family ? family->kind : RunnerKind::other;
}

std::string findEmulator(std::string_view runner, const ProviderSearch &search, const FileReader &files) {
  std::vector<std::string> names{std::string(runner)};
  if (const RunnerFamily *family = familyOf(runner)) {
    if (!family->suffix.empty()) names.push_back(fmt::format("{}{}", runner, family->suffix));
    for (std::string_view place : family->places)
      if (!place.empty()) names.emplace_back(place);
  }
  for (const std::string &name : names) {
    if (name.starts_with('/')) {
      if (files.status(name).executable) return name;
    } else if (auto path = search.findProgram(name)) {
      return *path;
    }
  }
  return {};
}

} // namespace

RunMode modeOnHost(const Target &target, const Target &host) {
  if (target.system != host.system || target.endian != host.endian || target.format != host.format)
    return RunMode::unknown;
  if (target.arch == host.arch && target.pointerBits == host.pointerBits) return RunMode::direct;
  for (const Compatible &pair : compatible)
    if (pair.host == host.arch && pair.guest == target.arch) return RunMode::compatible;
  return RunMode::unknown;
}

bool isUserModeQemu(const Target &target) {
  return kindOf(target.runner) == RunnerKind::qemu;
}

bool isWine(const Target &target) {
  return kindOf(target.runner) == RunnerKind::wine;
}

bool isRunnerPackageForeign(const Target &target) {
  const RunnerFamily *family = familyOf(target.runner);
  return family && family->foreignPackage;
}

Runner findRunner(const Target &target, const Target *host, const ProviderSearch &search,
                  const FileReader &files) {
  if (host)
    if (RunMode mode = modeOnHost(target, *host); mode != RunMode::unknown) return {mode, {}};
  if (target.runner.empty()) return {};
  std::string program = findEmulator(target.runner, search, files);
  return {program.empty() ? RunMode::missing : RunMode::emulated, program};
}

std::vector<std::string> runnerOptions(const Target &target) {
  if (kindOf(target.runner) != RunnerKind::node || target.wasiPreview.empty()) return {};
  return {"--no-warnings", "-e", std::string(wasiScript), "--"};
}

std::string runnerPackage(const Target &target) {
  const RunnerFamily *family = familyOf(target.runner);
  return family ? std::string(family->package) : std::string();
}

std::string runnerAdvice(const Target &target) {
  if (std::string package = runnerPackage(target); !package.empty())
    return fmt::format("apt-get install {}", package);
  return fmt::format("install {} and put it on PATH", target.runner);
}

Failure noRunner(const Target &target, const Runner &runner) {
  Failure failure{fmt::format("nothing on this machine runs programs of {}", target.triple), {}, {}};
  if (runner.mode == RunMode::unknown) {
    failure.facts.emplace_back("emulator", "none is known for this target");
    failure.action = "copy the program to such a machine";
    return failure;
  }
  failure.facts.emplace_back("looked for", target.runner);
  failure.action = runnerAdvice(target);
  return failure;
}

std::string runtimeSysroot(const Target &target, const Environment &environment, const FileReader &files) {
  if (auto named = environment.value(userSysrootVariable(target)); !named.empty()) return std::string(named);
  if (target.interpreter.empty()) return {};
  std::vector<std::string> folders{overlayFolder(target, environment)};
  if (!target.gnu.empty()) folders.push_back(fmt::format("/usr/{}", target.gnu));
  for (std::string &folder : folders)
    if (!folder.empty() && files.status(folder + std::string(target.interpreter)).isFile())
      return std::move(folder);
  return {};
}

bool lacksRuntime(const Target &target, const Environment &environment, const FileReader &files) {
  return isUserModeQemu(target) && target.libc == Libc::glibc &&
         environment.value("QEMU_LD_PREFIX").empty() && runtimeSysroot(target, environment, files).empty() &&
         !files.status(std::string(target.interpreter)).isFile();
}

std::string runtimeAdvice(const Target &target) {
  return target.debian.empty()
             ? fmt::format("export {}=FOLDER with the target's C library", userSysrootVariable(target))
             : fmt::format("linkshim run --fetch {}", target.triple);
}

} // namespace linkshim
