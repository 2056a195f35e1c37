#include "shim/call/BareTool.h"
#include "shim/call/Specification.h"
#include "shim/call/TargetOption.h"
#include "shim/objects/ObjectHead.h"
#include <algorithm>
#include <iterator>
#include <ranges>

namespace linkshim {
namespace {

/// A target by its own name: of the table, or one whose specification the environment names.
const Target *targetNamed(std::string_view name, const Environment &environment, const FileReader &files) {
  const Target *target = nullptr;
  if (environment.value(specificationVariable(name)).empty())
    target = findTarget(name);
  else if (Result<TargetSpec> spec = findTargetSpec(name, environment, files))
    target = spec->target;
  return target && target->triple == name ? target : nullptr;
}

/// The target of the folder of a Rust toolchain: `…/lib/rustlib/<triple>/<below>…`. Null for any other path.
const Target *rustlibTarget(std::string_view path, std::string_view below, const Environment &environment,
                            const FileReader &files) {
  constexpr std::string_view rustlib = "/rustlib/";
  size_t at = path.rfind(rustlib);
  if (at == std::string_view::npos) return nullptr;
  std::string_view rest = path.substr(at + rustlib.size());
  size_t slash = rest.find('/');
  if (slash == std::string_view::npos) return nullptr;
  std::string_view after = rest.substr(slash + 1);
  if (!after.starts_with(below) || (after.size() > below.size() && after[below.size()] != '/'))
    return nullptr;
  return targetNamed(rest.substr(0, slash), environment, files);
}

/// The target of a link by rustc: every such link names the folder of the standard library, after the folders
/// that crates ask for.
const Target *targetOfRustc(const Arguments &arguments, const Environment &environment,
                            const FileReader &files) {
  for (const Argument &argument : std::views::reverse(arguments.all())) {
    if (!argument.isInput() && !argument.is(OPT_L)) continue;
    std::string_view path =
        argument.isInput() ? std::string_view(arguments.args()[argument.index]) : argument.value();
    if (const Target *target = rustlibTarget(path, "lib", environment, files)) return target;
  }
  return nullptr;
}

/// The host of the rustc that runs a link: rustc puts the folder of its own programs first on PATH.
const Target *hostOfRustc(const Environment &environment, const FileReader &files) {
  std::string_view path = environment.value("PATH");
  return rustlibTarget(path.substr(0, path.find(':')), "bin", environment, files);
}

/// The variables TARGET and HOST that cargo sets for a build script, and that what the script starts
/// inherits.
struct BuildScript {
  const Target *target = nullptr, *host = nullptr;
};
BuildScript buildScript(const Environment &environment, const FileReader &files) {
  if (environment.value("OUT_DIR").empty()) return {};
  const Target *target = targetNamed(environment.value("TARGET"), environment, files),
               *host = findTarget(environment.value("HOST"));
  return target && host ? BuildScript{target, host} : BuildScript{};
}

/// True for -m32 or -m64 where the machine's compilers know these options and the target's do not.
bool asksForWidth(const Arguments &arguments, const Target &target, const Target &host) {
  return !target.widths && host.widths && arguments.has(OPT_m32, OPT_m64);
}

/// True where the first input of a known format is an object for the machine and not for the target.
bool hasObjectOf(const Arguments &arguments, const Target &target, const Target &host,
                 const FileReader &files) {
  constexpr std::string_view endings[] = {".o", ".a", ".so", ".rlib", ".lo"};
  for (const Argument &argument : arguments.all()) {
    if (!argument.isInput()) continue;
    const std::string &path = arguments.args()[argument.index];
    bool object = std::any_of(std::begin(endings), std::end(endings),
                              [&](std::string_view ending) { return path.ends_with(ending); });
    if (!object) continue;
    if (std::optional<bool> ours = isFileMadeFor(target, path, files))
      return !*ours && isFileMadeFor(host, path, files).value_or(false);
  }
  return false;
}

/// True for the emulation or the dynamic linker with which the machine's own compilers call ld.
bool isLinkOf(const Arguments &arguments, const Target &target, const Target &host) {
  std::string_view emulation = arguments.lastValue(OPT_m),
                   loader = arguments.lastValue(OPT_dynamic_linker_eq);
  if (!emulation.empty() && emulation != target.emulation) return emulation == host.emulation;
  return !loader.empty() && loader != target.interpreter && loader == host.interpreter;
}

} // namespace

bool readBareTool(Tool tool, const Arguments &arguments, const Environment &environment,
                  const FileReader &files, TargetSpec &spec) {
  const Target *host = hostTarget(files), *named = spec.target;
  bool driver = tool == Tool::cc || tool == Tool::cxx, linker = tool == Tool::ld;
  auto use = [&](const Target *target) {
    if (target != spec.target) spec = {target, std::nullopt};
    return target == host && target != named;
  };
  // GCC sets COLLECT_GCC for the linker that it starts.
  bool belowHost =
      environment.value(hostToolsVariable) == "1" || (linker && !environment.value("COLLECT_GCC").empty());
  if (belowHost) {
    use(host);
    return true;
  }
  if (!driver && !linker && tool != Tool::pkgConfig) return false;
  if (const Target *target =
          tool == Tool::pkgConfig ? nullptr : targetOfRustc(arguments, environment, files)) {
    if (const Target *own = hostOfRustc(environment, files)) host = own;
    // The machine's ld would not do: rustc does not tell a linker the start files, the dynamic linker and
    // where libgcc_s is.
    return use(target) && driver;
  }
  const Target *asked = driver ? targetOfOption(arguments.lastValue(OPT_target_eq)).target : nullptr;
  bool ofHost = false;
  if (BuildScript script = buildScript(environment, files); script.target) {
    host = script.host;
    ofHost = use(script.target) && (!asked || asked == host);
  }
  if (asked || spec.target == host) return ofHost;
  bool hosts = (driver && asksForWidth(arguments, *spec.target, *host)) ||
               (linker && isLinkOf(arguments, *spec.target, *host)) ||
               ((driver || linker) && hasObjectOf(arguments, *spec.target, *host, files));
  return hosts ? use(host) : ofHost;
}

} // namespace linkshim
