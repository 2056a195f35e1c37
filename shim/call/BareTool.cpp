#include "shim/call/BareTool.h"
#include "shim/call/HostUnit.h"
#include "shim/call/TargetOption.h"
#include "shim/objects/ObjectHead.h"
#include <algorithm>
#include <iterator>
#include <ranges>

namespace linkshim {
namespace {

/// The target whose standard library is in that folder: `…/lib/rustlib/<triple>/<below>…`.
const Target *rustlibTarget(std::string_view path, std::string_view below) {
  constexpr std::string_view rustlib = "/rustlib/";
  size_t at = path.rfind(rustlib);
  if (at == std::string_view::npos) return nullptr;
  std::string_view rest = path.substr(at + rustlib.size());
  size_t slash = rest.find('/');
  if (slash == std::string_view::npos) return nullptr;
  std::string_view after = rest.substr(slash + 1);
  if (!after.starts_with(below) || (after.size() > below.size() && after[below.size()] != '/'))
    return nullptr;
  const Target *target = findTarget(rest.substr(0, slash));
  return target && target->triple == rest.substr(0, slash) ? target : nullptr;
}

/// rustc gives the folder of the standard library to every link, after what crates ask for.
const Target *targetOfRustc(const std::vector<std::string> &args) {
  for (const std::string &arg : std::views::reverse(args))
    if (const Target *target = rustlibTarget(arg, "lib")) return target;
  return nullptr;
}

/// rustc puts the folder of its own programs first on PATH.
const Target *hostOfRustc(const Environment &environment) {
  std::string_view path = environment.value("PATH");
  return rustlibTarget(path.substr(0, path.find(':')), "bin");
}

/// What cargo tells a build script, and the script what it starts.
struct BuildScript {
  const Target *target = nullptr, *host = nullptr;
};
BuildScript buildScript(const Environment &environment) {
  if (environment.value("OUT_DIR").empty()) return {};
  const Target *target = findTarget(environment.value("TARGET")),
               *host = findTarget(environment.value("HOST"));
  return target && host ? BuildScript{target, host} : BuildScript{};
}

bool hasArgument(const std::vector<std::string> &args, std::string_view word) {
  return std::find(args.begin(), args.end(), word) != args.end();
}

/// The target that `--target=` names, as far as linkshim knows it.
const Target *targetOfFlag(const std::vector<std::string> &args) {
  constexpr std::string_view flag = "--target=";
  for (auto arg = args.rbegin(); arg != args.rend(); ++arg) {
    std::string_view value;
    if (arg->starts_with(flag)) value = std::string_view(*arg).substr(flag.size());
    if ((*arg == "-target" || *arg == "--target") && arg != args.rbegin()) value = *std::prev(arg);
    std::optional<Version> floor;
    if (!value.empty()) return targetOfOption(value, floor);
  }
  return nullptr;
}

/// The value of `-m` or `-dynamic-linker`, as the drivers of compilers give them to ld.
std::string_view valueAfter(const std::vector<std::string> &args, std::string_view option) {
  auto at = std::find(args.begin(), args.end(), option);
  return at == args.end() || at + 1 == args.end() ? std::string_view() : std::string_view(*(at + 1));
}

/// A width is asked for, and the target's compilers have one only, unlike the machine's.
bool asksForWidth(const std::vector<std::string> &args, const Target &target, const Target &host) {
  constexpr std::string_view withWidths[] = {"x86",   "powerpc", "powerpc64", "sparc",    "sparc64",
                                             "s390x", "mips",    "mips64",    "mips32r6", "mips64r6"};
  auto has = [&](const Target &t) {
    return t.arch == "x86_64" ||
           std::find(std::begin(withWidths), std::end(withWidths), t.arch) != std::end(withWidths);
  };
  return !has(target) && has(host) && (hasArgument(args, "-m64") || hasArgument(args, "-m32"));
}

/// The first input whose format is known is an object of the machine, and none of the target.
bool hasObjectOf(const std::vector<std::string> &args, const Target &target, const Target &host,
                 const FileReader &files) {
  constexpr std::string_view endings[] = {".o", ".a", ".so", ".rlib", ".lo"};
  bool value = false;
  for (std::string_view arg : args) {
    bool input = !value && !arg.starts_with('-') &&
                 std::any_of(std::begin(endings), std::end(endings),
                             [&](std::string_view ending) { return arg.ends_with(ending); });
    value = arg == "-o" || arg == "-L";
    if (!input) continue;
    if (std::optional<bool> ours = isFileMadeFor(target, std::string(arg), files))
      return !*ours && isFileMadeFor(host, std::string(arg), files).value_or(false);
  }
  return false;
}

/// What an ld is called with by the machine's own compilers.
bool isLinkOf(const std::vector<std::string> &args, const Target &target, const Target &host) {
  std::string_view emulation = valueAfter(args, "-m"), loader = valueAfter(args, "-dynamic-linker");
  if (!emulation.empty() && emulation != target.emulation) return emulation == host.emulation;
  return !loader.empty() && loader != target.interpreter && loader == host.interpreter;
}

} // namespace

void readBareTool(Tool tool, const std::vector<std::string> &args, const Environment &environment,
                  const FileReader &files, TargetSpec &spec, bool &ofHost) {
  const Target *host = hostTarget(files), *named = spec.target;
  bool driver = tool == Tool::cc || tool == Tool::cxx, linker = tool == Tool::ld;
  auto take = [&](const Target *target) {
    if (target != spec.target) spec = {target, std::nullopt};
    ofHost = target == host && target != named;
  };
  // GCC names itself to the linker that it starts.
  bool belowHost =
      environment.value(hostToolsVariable) == "1" || (linker && !environment.value("COLLECT_GCC").empty());
  if (belowHost) {
    take(host);
    ofHost = true;
    return;
  }
  if (!driver && !linker && tool != Tool::pkgConfig) return;
  if (const Target *target = tool == Tool::pkgConfig ? nullptr : targetOfRustc(args)) {
    if (const Target *own = hostOfRustc(environment)) host = own;
    take(target);
    ofHost &=
        driver; // no ld knows by itself what rustc leaves to it: start files, the loader, where libgcc_s is
    return;
  }
  const Target *asked = driver ? targetOfFlag(args) : nullptr;
  if (BuildScript script = buildScript(environment); script.target) {
    host = script.host;
    take(script.target);
    ofHost &= !asked || asked == host;
  }
  if (asked || spec.target == host) return;
  bool hosts = (driver && asksForWidth(args, *spec.target, *host)) ||
               (linker && isLinkOf(args, *spec.target, *host)) ||
               ((driver || linker) && hasObjectOf(args, *spec.target, *host, files));
  if (hosts) take(host);
}

} // namespace linkshim
