#include "shim/compile/CompilerHeaders.h"
#include "shim/compile/AppleCompile.h"
#include "shim/sysroot/CxxLibrary.h"
#include "shim/sysroot/Headers.h"
#include "shim/sysroot/HowToInstall.h"
#include "shim/sysroot/UserSysroot.h"
#include <fmt/ranges.h>

namespace linkshim {
namespace {

bool hasOwnSysroot(const Invocation &invocation) {
  return invocation.arguments->has(OPT_sysroot_eq, OPT_sysroot_cc);
}

/// True where linkshim has headers of the target's C library, installed or not.
bool hasHeadersForIt(const Target &target) {
  return !target.glibcAbi.empty() || !target.muslArch.empty() || !target.stubAbi.empty() ||
         isOfWindows(target) || target.libc == Libc::wasi;
}

/// True where the user has brought the platform's own headers, in whose place linkshim has others.
bool hasPlatformHeaders(const Target &target, const PlanContext &context) {
  return !target.minGwC.empty() && !context.roots.system.empty();
}

Headers headersFor(const Invocation &invocation, const PlanContext &context) {
  if (hasPlatformHeaders(*invocation.target, context)) return {};
  return findHeaders(*invocation.target, invocation.floor, context.places.share, context.files);
}

} // namespace

bool compilesCxx(const Invocation &invocation) {
  return invocation.tool == Tool::cxx || namesCxx(*invocation.arguments);
}

std::string cxxHeaders(const Invocation &invocation, const PlanContext &context) {
  if (hasOwnSysroot(invocation) && choosesLibstdcxx(*invocation.arguments)) return {};
  if (hasPlatformHeaders(*invocation.target, context)) return {};
  return findCxxHeaders(*invocation.target, context.places, context.files).folder;
}

Result<void> checkCxxChoice(const Invocation &invocation, const PlanContext &context) {
  const Arguments &arguments = *invocation.arguments;
  const Target &target = *invocation.target;
  std::string chosen(arguments.lastValue(OPT_stdlib_eq));
  if (!arguments.has(OPT_stdlib_eq) || chosen == "libc++" || chosen == "platform") return {};
  if (chosen != "libstdc++")
    return fail({fmt::format("-stdlib= does not know {}", chosen),
                 {{"known", "libc++, libstdc++, platform"}},
                 "leave it out"});
  bool own = hasOwnSysroot(invocation) || arguments.has(OPT_nostdincxx, OPT_nostdinc, OPT_nostdlibinc);
  bool compiles = driverJob(arguments) != DriverJob::link;
  bool apple = target.libc == Libc::darwin;
  if (own || !compilesCxx(invocation) || (!apple && !compiles)) return {};
  if (apple || !cxxHeaders(invocation, context).empty()) return fail(noLibstdcxx(target));
  return {};
}

bool compilesForMinGw(const Invocation &invocation, const PlanContext &context) {
  const Target &target = *invocation.target;
  return !target.minGwC.empty() && !hasOwnSysroot(invocation) && !hasPlatformHeaders(target, context);
}

void addMinGwFlags(const Invocation &invocation, const PlanContext &context, LinkLine &line) {
  if (!compilesForMinGw(invocation, context)) return;
  const Target &target = *invocation.target;
  const bool cxx = compilesCxx(invocation);
  for (std::string_view flag : splitWords(cxx ? target.minGwCxx : target.minGwC))
    line.add(std::string(flag), "for mingw-w64's headers");
  const llvm::opt::Arg *debug = invocation.arguments->last(OPT_g_Joined);
  std::string_view kind = debug ? debug->getValue() : "0";
  if (cxx && kind != "0" && !kind.starts_with("dwarf"))
    line.add("-gcodeview", "the debug information of the target's linker");
}

void addHeaders(const Invocation &invocation, const PlanContext &context, LinkLine &line) {
  if (invocation.target->libc == Libc::darwin) return addDarwinHeaders(invocation, context, line);
  Headers headers = headersFor(invocation, context);
  const std::vector<std::string> &folders = headers.folders;
  const bool own = hasOwnSysroot(invocation);
  if (std::string folder = cxxHeaders(invocation, context); !folder.empty())
    line.addPair("-stdlib++-isystem", folder, "libc++'s headers; C does not look there");
  if ((folders.empty() || !headers.isSysroot) && !own) line.add("-nostdlibinc", "no header of the host");
  if (!folders.empty() && !headers.define.empty()) line.add(headers.define, "for the C library's headers");
  // With --sysroot=, clang itself puts the C library's headers before or after its own, as the target needs
  // it.
  auto rest = folders.begin();
  if (!folders.empty() && !own && headers.isSysroot)
    line.add(fmt::format("--sysroot={}", parentPath(*rest++)), "the C library's headers, none of the host");
  for (; rest != folders.end(); ++rest)
    line.addPair("-idirafter", *rest, "headers that targets share");
  // After linkshim's, so that the C library's headers are never the user's.
  if (own) return;
  for (const std::string &folder : context.roots.headers)
    line.addPair("-idirafter", folder, "the user's sysroot");
}

void addAnyCase(const Invocation &invocation, const PlanContext &context, int clang, LinkLine &line) {
  constexpr int firstWithRelativeRoots = 17;
  if (clang < firstWithRelativeRoots || hasOwnSysroot(invocation) || !isOfWindows(*invocation.target)) return;
  Headers headers = headersFor(invocation, context);
  if (!headers.overlay.empty())
    line.addPair("-ivfsoverlay", headers.overlay, "Windows does not tell upper from lower case");
}

std::string missingHeaders(const Invocation &invocation, const PlanContext &context) {
  const Target &target = *invocation.target;
  if (hasOwnSysroot(invocation)) return {};
  if (target.libc == Libc::darwin) return missingDarwinHeaders(invocation, context);
  if (hasPlatformHeaders(target, context)) return {};
  if (!hasHeadersForIt(target)) {
    bool wanted = !target.needs.empty() && context.roots.system.empty();
    return wanted ? platformMissing(target, "the C library's headers").text() : std::string();
  }
  Headers headers = headersFor(invocation, context);
  CxxHeaders cxx = findCxxHeaders(target, context.places, context.files);
  bool noC = headers.folders.empty();
  if (!noC && (!compilesCxx(invocation) || !cxx.folder.empty())) return {};
  NoCxx say{fmt::format("the C library's headers for {} are not installed", target.triple),
            howToInstall(target, context.places.share, context.files)};
  if (!noC) say = noCxx(target, context);
  std::string looked = noC ? headers.lookedFor : fmt::format("{}", fmt::join(cxx.lookedFor, " "));
  return Failure{say.what, {{"looked for", looked.empty() ? "share/linkshim" : looked}}, say.action}.text();
}

} // namespace linkshim
