#include "shim/Invocation.h"
#include "shim/CompileTarget.h"
#include "shim/HostUnit.h"
#include "shim/ResponseFile.h"
#include "sysroots/glibc/Glibc.h"
#include "triples/Platform.h"
#include <fmt/format.h>

namespace linkshim {
namespace {

Failure unknownTarget(std::string_view text) {
  Failure failure{fmt::format("there is no target named {}", text), {}, "linkshim targets"};
  std::string_view near = nearestTarget(text);
  if (!near.empty()) failure.facts.emplace_back("nearest", near);
  return failure;
}

bool checkFloor(const Target &target, Version floor, Failure &failure) {
  if (target.libc != Libc::glibc) {
    failure = {fmt::format("the target {} has no glibc, so it takes no glibc version", target.triple),
               {{"it has", std::string(toString(target.libc))}, {"asked for", floor.str()}},
               fmt::format("use {} without a version", target.triple)};
    return false;
  }
  std::optional<Version> first = Version::parse(target.glibcFirst),
                         newest = glibc::newestFloor(target.glibcAbi);
  if (!first || !newest || (floor >= *first && floor <= *newest && floor.patch == 0)) return true;
  bool old = floor < *first;
  failure = {fmt::format("glibc {} is {} for {}", floor.str(), old ? "too old" : "not known", target.triple),
             {{"oldest", first->str()}, {"newest", newest->str()}},
             fmt::format("use {}.{}", target.triple, old ? first->str() : newest->str())};
  return false;
}

/// TARGETPLATFORM, or the same put together from its parts.
std::string containerPlatform(const Environment &environment) {
  if (auto whole = environment.get("TARGETPLATFORM"); whole && !whole->empty()) return std::string(*whole);
  std::string_view os = environment.value("TARGETOS"), arch = environment.value("TARGETARCH"),
                   variant = environment.value("TARGETVARIANT");
  if (os.empty() || arch.empty()) return {};
  return variant.empty() ? fmt::format("{}/{}", os, arch) : fmt::format("{}/{}/{}", os, arch, variant);
}

bool bareTarget(const Environment &environment, const FileReader &files, TargetSpec &spec, Failure &failure) {
  if (auto named = environment.get("LINKSHIM_TARGET"); named && !named->empty())
    return parseTargetSpec(*named, spec, failure);
  std::string platform = containerPlatform(environment);
  if (platform.empty()) {
    spec.target = hostTarget(files);
    return true;
  }
  std::string_view triple = tripleOfPlatform(platform, environment.value("LINKSHIM_LIBC"));
  spec.target = triple.empty() ? nullptr : findTarget(triple);
  if (spec.target) return true;
  failure = {fmt::format("no target belongs to the platform {}", platform),
             {{"known", std::string(knownPlatforms())}},
             "set LINKSHIM_TARGET to a target that `linkshim targets` lists"};
  return false;
}

} // namespace

bool parseTargetSpec(std::string_view text, TargetSpec &spec, Failure &failure) {
  spec = {};
  if ((spec.target = findTarget(text))) return true;
  // Triples may have dots of their own (thumbv8m.main-none-eabi): the floor is what follows the first dot
  // that leaves a target before it.
  for (size_t dot = text.find('.'); dot != std::string_view::npos; dot = text.find('.', dot + 1)) {
    const Target *target = findTarget(text.substr(0, dot));
    if (!target) continue;
    std::optional<Version> floor = Version::parse(text.substr(dot + 1));
    if (!floor) {
      failure = {fmt::format("{} is no glibc version", text.substr(dot + 1)),
                 {{"target", std::string(target->triple)}},
                 fmt::format("use {}{}", target->triple, target->libc == Libc::glibc ? ".2.17" : "")};
      return false;
    }
    spec = {target, floor};
    return checkFloor(*target, *floor, failure);
  }
  failure = unknownTarget(text);
  return false;
}

bool resolveFloor(const TargetSpec &spec, const Environment &environment, std::optional<Version> &floor,
                  Failure &failure) {
  floor = spec.floor;
  if (floor || spec.target->libc != Libc::glibc) return true;
  floor = Version::parse(spec.target->glibcFirst);
  std::string_view wanted = environment.value("LINKSHIM_GLIBC");
  if (wanted.empty()) return true;
  std::optional<Version> version = Version::parse(wanted);
  if (!version) {
    failure = {"LINKSHIM_GLIBC is no glibc version",
               {{"LINKSHIM_GLIBC", std::string(wanted)}},
               "export LINKSHIM_GLIBC=2.17"};
    return false;
  }
  floor = version;
  return checkFloor(*spec.target, *version, failure);
}

bool readInvocation(const ToolName &tool, std::string_view fileName, std::vector<std::string> args,
                    const Environment &environment, const FileReader &files, Invocation &invocation,
                    Failure &failure) {
  TargetSpec spec;
  bool known = tool.target.empty() ? bareTarget(environment, files, spec, failure)
                                   : parseTargetSpec(tool.target, spec, failure);
  if (!known) return false;
  invocation.tool = tool.tool;
  invocation.name = fileName;
  invocation.prefix = tool.target.empty() ? "" : fmt::format("{}-", tool.target);
  invocation.target = spec.target;
  if (!resolveFloor(spec, environment, invocation.floor, failure)) return false;
  invocation.args = std::move(args);
  if (!expandResponseFiles(invocation.args, files, spec.target->dialect == Dialect::link,
                           invocation.argsWereInFile, failure))
    return false;
  bool driver = tool.tool == Tool::cc || tool.tool == Tool::cxx;
  invocation.hostUnit = (driver || tool.tool == Tool::pkgConfig) && spec.target == hostTarget(files) &&
                        isHostUnit(*spec.target, invocation.args, environment, files);
  return !driver || chooseTarget(tool.target.empty(), environment, invocation, failure);
}

const Target *hostTarget(const FileReader &files) {
  const Target *gnu = findTarget(LINKSHIM_HOST_ARCH "-unknown-linux-gnu");
  const Target *musl = findTarget(LINKSHIM_HOST_ARCH "-unknown-linux-musl");
  bool hasMuslOnly = gnu && musl && !files.status(std::string(gnu->interpreter)).isFile() &&
                     files.status(std::string(musl->interpreter)).isFile();
  return hasMuslOnly || !gnu ? musl : gnu;
}

} // namespace linkshim
