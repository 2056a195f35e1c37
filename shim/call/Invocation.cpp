#include "shim/call/Invocation.h"
#include "shim/call/BareTool.h"
#include "shim/call/TargetOption.h"
#include "shim/call/DefaultTarget.h"
#include "shim/call/HostUnit.h"
#include "shim/call/ResponseFile.h"
#include "sysroots/glibc/Glibc.h"
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

bool namesTarget(std::string_view text) {
  if (findTarget(text)) return true;
  for (size_t dot = text.find('.'); dot != std::string_view::npos; dot = text.find('.', dot + 1))
    if (findTarget(text.substr(0, dot))) return true;
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
  bool bare = tool.target.empty(), named = true, ofHost = false;
  if (!(bare ? environmentTarget(environment, spec, failure) : parseTargetSpec(tool.target, spec, failure)))
    return false;
  if (!spec.target) {
    named = false;
    if (!defaultTarget(environment, files, spec, failure)) return false;
  }
  invocation.tool = tool.tool;
  invocation.name = fileName;
  invocation.prefix = bare ? "" : fmt::format("{}-", tool.target);
  invocation.args = std::move(args);
  if (!expandResponseFiles(invocation.args, files, spec.target->dialect == Dialect::link,
                           invocation.argsWereInFile, failure))
    return false;
  if (bare) readBareTool(tool.tool, invocation.args, environment, files, spec, ofHost);
  invocation.target = spec.target;
  // LINKSHIM_GLIBC is for programs that leave this machine.
  if (!resolveFloor(spec, ofHost ? Environment() : environment, invocation.floor, failure)) return false;
  bool driver = tool.tool == Tool::cc || tool.tool == Tool::cxx;
  invocation.hostUnit =
      ofHost || ((driver || tool.tool == Tool::pkgConfig) && spec.target == hostTarget(files) &&
                 isHostUnit(*spec.target, !named, invocation.args, environment, files));
  return !driver || chooseTarget(bare, environment, invocation, failure);
}

} // namespace linkshim
