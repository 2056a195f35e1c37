#include "shim/tools/PkgConfig.h"
#include "shim/provider/Provider.h"
#include "shim/sysroot/UserSysroot.h"
#include <fmt/format.h>

namespace linkshim {
namespace {

std::string foldersOf(const std::string &sysroot, const Target &target) {
  return fmt::format(
      "{0}/usr/lib/{1}/pkgconfig:{0}/usr/lib/pkgconfig:{0}/usr/share/pkgconfig:{0}/lib/pkgconfig:"
      "{0}/share/pkgconfig",
      sysroot, target.multiarch);
}

std::vector<EnvironmentChange> pkgConfigEnvironment(const Target &target, const PlanContext &context) {
  const Environment &environment = context.environment;
  std::vector<EnvironmentChange> changes;
  std::string_view libdir = targetVariable("PKG_CONFIG_LIBDIR", target, environment);
  std::string_view path = targetVariable("PKG_CONFIG_PATH", target, environment);
  std::string_view sysrootDir = targetVariable("PKG_CONFIG_SYSROOT_DIR", target, environment);
  const std::string &sysroot = context.roots.user;
  bool own = environment.get("PKG_CONFIG_LIBDIR").has_value();
  if (!libdir.empty())
    changes.push_back({"PKG_CONFIG_LIBDIR", std::string(libdir)});
  else if (!own && !sysroot.empty())
    changes.push_back({"PKG_CONFIG_LIBDIR", foldersOf(sysroot, target)});
  else if (!own) // Never empty: some versions then search their default folders.
    changes.push_back({"PKG_CONFIG_LIBDIR",
                       fmt::format("{}/sysroots/{}/lib/pkgconfig", context.places.share, target.triple)});
  if (!path.empty())
    changes.push_back({"PKG_CONFIG_PATH", std::string(path)});
  else if (!own && environment.get("PKG_CONFIG_PATH"))
    changes.push_back({"PKG_CONFIG_PATH", std::nullopt});
  if (!sysrootDir.empty())
    changes.push_back({"PKG_CONFIG_SYSROOT_DIR", std::string(sysrootDir)});
  else if (!environment.get("PKG_CONFIG_SYSROOT_DIR") && !own && libdir.empty() && !sysroot.empty())
    changes.push_back({"PKG_CONFIG_SYSROOT_DIR", sysroot});
  return changes;
}

} // namespace

Result<Plan> planPkgConfig(const Invocation &invocation, const PlanContext &context) {
  ProviderSearch search(context.environment, context.files, context.self);
  std::optional<std::string> program = search.findProgram("pkg-config");
  if (!program) program = search.findProgram("pkgconf");
  if (!program)
    return fail({"no pkg-config was found",
                 {{"looked for", "pkg-config and pkgconf on PATH"}},
                 "apt-get install pkg-config"});
  Plan plan;
  plan.work = "search packages";
  plan.program = *program;
  plan.args = {std::string(baseName(*program))};
  for (const std::string &arg : invocation.args()) {
    plan.args.push_back(arg);
    plan.notes.push_back({Note::Fate::kept, arg, arg, ""});
  }
  plan.environment = pkgConfigEnvironment(*invocation.target, context);
  return plan;
}

} // namespace linkshim
