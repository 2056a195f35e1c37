#include "shim/call/TargetSpec.h"
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

Result<void> checkFloor(const Target &target, Version floor) {
  if (target.libc != Libc::glibc)
    return fail({fmt::format("the target {} has no glibc, so it takes no glibc version", target.triple),
                 {{"it has", std::string(toString(target.libc))}, {"asked for", floor.str()}},
                 fmt::format("use {} without a version", target.triple)});
  std::optional<Version> first = Version::parse(target.glibcFirst),
                         newest = glibc::newestFloor(target.glibcAbi);
  if (!first || !newest || (floor >= *first && floor <= *newest && floor.patch == 0)) return {};
  bool old = floor < *first;
  return fail(
      {fmt::format("glibc {} is {} for {}", floor.str(), old ? "too old" : "not known", target.triple),
       {{"oldest", first->str()}, {"newest", newest->str()}},
       fmt::format("use {}.{}", target.triple, old ? first->str() : newest->str())});
}

Failure noFloor(const Target &target, std::string_view text) {
  Failure failure{fmt::format("{} is no glibc version and no release of a distribution", text),
                  {{"target", std::string(target.triple)}},
                  fmt::format("use {}{}", target.triple, target.libc == Libc::glibc ? ".2.17" : "")};
  std::string_view near = target.libc == Libc::glibc ? nearestRelease(text) : "";
  if (near.empty()) return failure;
  failure.facts.emplace_back("nearest", near);
  failure.action = fmt::format("use {}.{}", target.triple, near);
  return failure;
}

Result<Version> readFloor(const Target &target, std::string_view text) {
  std::optional<Version> floor = parseGlibc(text);
  if (!floor) return fail(noFloor(target, text));
  if (Result<void> fits = checkFloor(target, *floor); !fits) {
    if (const Release *release = findRelease(text))
      fits.error().facts.emplace_back("glibc of", release->title);
    return failed(fits);
  }
  return *floor;
}

/// A target, and the text after its name that should be a floor.
struct SplitName {
  const Target *target = nullptr;
  std::optional<std::string_view> floor;
};

/// Triples may have dots of their own (thumbv8m.main-none-eabi): the floor is what follows the first dot that
/// leaves a target before it.
SplitName splitName(std::string_view text) {
  if (const Target *target = findTarget(text)) return {target, std::nullopt};
  for (size_t dot = text.find('.'); dot != std::string_view::npos; dot = text.find('.', dot + 1))
    if (const Target *target = findTarget(text.substr(0, dot))) return {target, text.substr(dot + 1)};
  return {};
}

} // namespace

Result<TargetSpec> parseTargetSpec(std::string_view text) {
  SplitName name = splitName(text);
  if (!name.target) return fail(unknownTarget(text));
  if (!name.floor) return TargetSpec{name.target, std::nullopt};
  Result<Version> floor = readFloor(*name.target, *name.floor);
  if (!floor) return failed(floor);
  return TargetSpec{name.target, *floor, findRelease(*name.floor)};
}

bool namesTarget(std::string_view text) {
  return splitName(text).target != nullptr;
}

Result<std::optional<Version>> resolveFloor(const TargetSpec &spec, const Environment &environment) {
  if (spec.floor || spec.target->libc != Libc::glibc) return spec.floor;
  std::string_view wanted = environment.value("LINKSHIM_GLIBC");
  if (wanted.empty()) return Version::parse(spec.target->glibcFirst);
  std::optional<Version> version = parseGlibc(wanted);
  if (!version)
    return fail({"LINKSHIM_GLIBC is no glibc version and no release of a distribution",
                 {{"LINKSHIM_GLIBC", std::string(wanted)}},
                 "export LINKSHIM_GLIBC=2.17"});
  if (Result<void> fits = checkFloor(*spec.target, *version); !fits) return failed(fits);
  return version;
}

} // namespace linkshim
