#include "shim/call/DefaultTarget.h"
#include "shim/call/Specification.h"
#include "triples/Platform.h"
#include <fmt/format.h>

namespace linkshim {
namespace {

/// TARGETPLATFORM, or the same value built from TARGETOS, TARGETARCH and TARGETVARIANT. A Dockerfile may
/// declare TARGETARCH alone.
std::string containerPlatform(const Environment &environment) {
  if (auto whole = environment.get("TARGETPLATFORM"); whole && !whole->empty()) return std::string(*whole);
  std::string_view system = environment.value("TARGETOS"), arch = environment.value("TARGETARCH"),
                   variant = environment.value("TARGETVARIANT");
  if (arch.empty()) return {};
  if (system.empty()) system = "linux";
  return variant.empty() ? fmt::format("{}/{}", system, arch)
                         : fmt::format("{}/{}/{}", system, arch, variant);
}

/// Whether LINKSHIM_LIBC asks for musl.
Result<bool> wantsMusl(const Environment &environment) {
  std::string_view libc = environment.value("LINKSHIM_LIBC");
  if (libc == "musl") return true;
  if (libc.empty() || libc == "gnu") return false;
  return fail({"LINKSHIM_LIBC is not a C library that it can choose",
               {{"LINKSHIM_LIBC", std::string(libc)}, {"known", "gnu, musl"}},
               "export LINKSHIM_LIBC=musl"});
}

const Target *hostTarget(bool musl) {
  return findTarget(musl ? LINKSHIM_HOST_ARCH "-unknown-linux-musl"
                         : LINKSHIM_HOST_ARCH "-unknown-linux-gnu");
}

} // namespace

Result<TargetSpec> environmentTarget(const Environment &environment, const FileReader &files) {
  if (auto named = environment.get("LINKSHIM_TARGET"); named && !named->empty())
    return findTargetSpec(*named, environment, files);
  std::string platform = containerPlatform(environment);
  if (platform.empty()) return TargetSpec{};
  Result<bool> musl = wantsMusl(environment);
  if (!musl) return failed(musl);
  const Platform *row = findPlatform(platform);
  if (const Target *target = row ? findTarget(*musl ? row->musl : row->gnu) : nullptr)
    return TargetSpec{target, std::nullopt};
  return fail({fmt::format("no target belongs to the platform {}", platform),
               {{"known", knownPlatforms(platform)}},
               "set LINKSHIM_TARGET to a target that `linkshim targets` lists"});
}

Result<TargetSpec> defaultTarget(const Environment &environment, const FileReader &files) {
  Result<TargetSpec> spec = environmentTarget(environment, files);
  if (!spec || spec->target) return spec;
  Result<bool> musl = wantsMusl(environment);
  if (!musl) return failed(musl);
  bool chosen = !environment.value("LINKSHIM_LIBC").empty();
  return TargetSpec{chosen ? hostTarget(*musl) : hostTarget(files), std::nullopt};
}

const Target *hostTarget(const FileReader &files) {
  const Target *gnu = hostTarget(false), *musl = hostTarget(true);
  bool hasMuslOnly = gnu && musl && !files.status(std::string(gnu->interpreter)).isFile() &&
                     files.status(std::string(musl->interpreter)).isFile();
  return hasMuslOnly || !gnu ? musl : gnu;
}

} // namespace linkshim
