#include "shim/call/DefaultTarget.h"
#include "triples/Platform.h"
#include <fmt/format.h>

namespace linkshim {
namespace {

/// TARGETPLATFORM, or the same put together from its parts. A Dockerfile may declare TARGETARCH alone.
std::string containerPlatform(const Environment &environment) {
  if (auto whole = environment.get("TARGETPLATFORM"); whole && !whole->empty()) return std::string(*whole);
  std::string_view system = environment.value("TARGETOS"), arch = environment.value("TARGETARCH"),
                   variant = environment.value("TARGETVARIANT");
  if (arch.empty()) return {};
  if (system.empty()) system = "linux";
  return variant.empty() ? fmt::format("{}/{}", system, arch)
                         : fmt::format("{}/{}/{}", system, arch, variant);
}

bool wantsMusl(const Environment &environment, bool &musl, Failure &failure) {
  std::string_view libc = environment.value("LINKSHIM_LIBC");
  musl = libc == "musl";
  if (musl || libc.empty() || libc == "gnu") return true;
  failure = {"LINKSHIM_LIBC names no C library that linkshim chooses by it",
             {{"LINKSHIM_LIBC", std::string(libc)}, {"known", "gnu, musl"}},
             "export LINKSHIM_LIBC=musl"};
  return false;
}

const Target *hostTarget(bool musl) {
  return findTarget(musl ? LINKSHIM_HOST_ARCH "-unknown-linux-musl"
                         : LINKSHIM_HOST_ARCH "-unknown-linux-gnu");
}

} // namespace

bool environmentTarget(const Environment &environment, TargetSpec &spec, Failure &failure) {
  spec = {};
  if (auto named = environment.get("LINKSHIM_TARGET"); named && !named->empty())
    return parseTargetSpec(*named, spec, failure);
  std::string platform = containerPlatform(environment);
  bool musl = false;
  if (platform.empty()) return true;
  if (!wantsMusl(environment, musl, failure)) return false;
  const Platform *row = findPlatform(platform);
  spec.target = row ? findTarget(musl ? row->musl : row->gnu) : nullptr;
  if (spec.target) return true;
  failure = {fmt::format("no target belongs to the platform {}", platform),
             {{"known", knownPlatforms(platform)}},
             "set LINKSHIM_TARGET to a target that `linkshim targets` lists"};
  return false;
}

bool defaultTarget(const Environment &environment, const FileReader &files, TargetSpec &spec,
                   Failure &failure) {
  if (!environmentTarget(environment, spec, failure)) return false;
  if (spec.target) return true;
  bool musl = false;
  if (!wantsMusl(environment, musl, failure)) return false;
  spec.target = environment.value("LINKSHIM_LIBC").empty() ? hostTarget(files) : hostTarget(musl);
  return true;
}

const Target *hostTarget(const FileReader &files) {
  const Target *gnu = hostTarget(false), *musl = hostTarget(true);
  bool hasMuslOnly = gnu && musl && !files.status(std::string(gnu->interpreter)).isFile() &&
                     files.status(std::string(musl->interpreter)).isFile();
  return hasMuslOnly || !gnu ? musl : gnu;
}

} // namespace linkshim
