#include "shim/call/TargetSpec.h"
#include "shim/call/Specification.h"
#include "sysroots/glibc/Glibc.h"
#include "llvm/ADT/STLFunctionalExtras.h"
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

/// The target of a whole name; null for a name of none.
using Lookup = llvm::function_ref<Result<const Target *>(std::string_view name)>;

Result<const Target *> inTable(std::string_view name) {
  return findTarget(name);
}

/// Triples may have dots of their own (thumbv8m.main-none-eabi): the floor is what follows the first dot that
/// leaves a target before it.
Result<SplitName> splitName(std::string_view text, Lookup find) {
  Result<const Target *> target = find(text);
  if (!target) return failed(target);
  if (*target) return SplitName{*target, std::nullopt};
  for (size_t dot = text.find('.'); dot != std::string_view::npos; dot = text.find('.', dot + 1)) {
    if (target = find(text.substr(0, dot)); !target) return failed(target);
    if (*target) return SplitName{*target, text.substr(dot + 1)};
  }
  return SplitName{};
}

Result<TargetSpec> parse(std::string_view text, Lookup find) {
  Result<SplitName> name = splitName(text, find);
  if (!name) return failed(name);
  if (!name->target) return fail(unknownTarget(text));
  if (!name->floor) return TargetSpec{name->target, std::nullopt};
  Result<Version> floor = readFloor(*name->target, *name->floor);
  if (!floor) return failed(floor);
  return TargetSpec{name->target, *floor, findRelease(*name->floor)};
}

/// The target of a specification in a file. Its name is that of the file, as rustc has it.
Result<const Target *> targetOfFile(std::string_view name, const std::string &file, const FileReader &files) {
  SystemResult<std::string> json = files.read(file);
  if (!json)
    return fail({fmt::format("the specification of the target {} cannot be read", name),
                 {{"file", file}, {"reason", json.error()}},
                 fmt::format("ls -l {}", file)});
  Result<Specification> specification = readSpecification(*json, file);
  if (!specification) return failed(specification);
  return planTarget(name, *specification, file);
}

} // namespace

Result<TargetSpec> parseTargetSpec(std::string_view text) {
  return parse(text, inTable);
}

Result<TargetSpec> findTargetSpec(std::string_view text, const Environment &environment,
                                  const FileReader &files) {
  return parse(text, [&](std::string_view name) -> Result<const Target *> {
    if (name.ends_with(specificationEnding)) {
      std::string file(name);
      if (!file.starts_with('/')) file = joinPath(files.currentDirectory(), file);
      std::string_view base = baseName(name);
      return targetOfFile(base.substr(0, base.size() - specificationEnding.size()), file, files);
    }
    if (name.empty() || name.find('/') != std::string_view::npos) return nullptr;
    std::string_view file = environment.value(specificationVariable(name));
    return file.empty() ? inTable(name) : targetOfFile(name, std::string(file), files);
  });
}

bool namesTarget(std::string_view text) {
  Result<SplitName> name = splitName(text, inTable);
  return name && name->target;
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
