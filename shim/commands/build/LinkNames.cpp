#include "shim/commands/build/LinkNames.h"
#include "shim/call/TargetSpec.h"
#include "shim/sysroot/Places.h"
#include "shim/sysroot/Sysroot.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/xxhash.h"
#include <algorithm>
#include <fmt/format.h>
#include <span>

namespace linkshim {
namespace {

constexpr Tool implemented[] = {
    Tool::cc,      Tool::cxx,     Tool::ld,    Tool::ar,      Tool::lib,
    Tool::ranlib,  Tool::nm,      Tool::strip, Tool::objcopy, Tool::pkgConfig,
    Tool::dlltool, Tool::windres, Tool::rc,    Tool::as,      Tool::installNameTool,
    Tool::otool};

constexpr std::string_view programName = "linkshim";
constexpr uint32_t privateMode = 0700;

std::string withFloor(std::string_view name, const TargetSpec &spec) {
  return spec.floor ? fmt::format("{}.{}", name, spec.floor->str()) : std::string(name);
}

} // namespace

bool isOffered(const ToolSpelling &spelling, const Target &target) {
  bool known =
      std::find(std::begin(implemented), std::end(implemented), spelling.tool) != std::end(implemented);
  return known && (!spelling.microsofts || target.dialect == Dialect::link);
}

std::string toolLinkName(const TargetSpec &spec, std::string_view tool) {
  return fmt::format("{}-{}", withFloor(spec.target->triple, spec), tool);
}

std::vector<std::string> linkNames(const TargetSpec &spec) {
  const Target &target = *spec.target;
  std::vector<std::string_view> spellings{target.triple};
  if (!target.gnu.empty() && target.gnu != target.triple && findTarget(target.gnu) == &target)
    spellings.push_back(target.gnu);
  for (const TargetAlias &alias : allAliases())
    if (alias.linked && alias.triple == target.triple) spellings.push_back(alias.name);
  std::vector<std::string> names;
  for (std::string_view spelling : spellings)
    for (const ToolSpelling &tool : std::span(toolSpellings, toolSpellingCount))
      if (isOffered(tool, target))
        names.push_back(fmt::format("{}-{}", withFloor(spelling, spec), tool.name));
  return names;
}

LinkState linkState(const std::string &path, const std::string &self, const FileReader &files) {
  std::optional<std::string> holds = files.readLink(path);
  if (!holds)
    return files.status(path).kind == FileStatus::Kind::missing ? LinkState::absent : LinkState::foreign;
  if (*holds == self) return LinkState::current;
  bool ours = baseName(*holds) == programName || files.realPath(path) == self;
  return ours ? LinkState::outdated : LinkState::foreign;
}

std::string linksFolder(const std::string &cache, const std::string &self) {
  auto hash = static_cast<uint32_t>(llvm::xxh3_64bits(llvm::StringRef(self)));
  return joinPath(cache, fmt::format("links-{:08x}", hash));
}

Result<std::string> privateLink(const std::string &name, const std::string &self,
                                const Environment &environment, FileSystem &files) {
  std::string beside = joinPath(parentPath(self), name);
  if (files.realPath(beside) == self && files.readLink(beside)) return beside;
  std::vector<std::string> caches = cacheCandidates(environment, files);
  std::string reason = "no folder that other users cannot write";
  for (const std::string &cache : caches) {
    std::string folder = linksFolder(cache, self), link = joinPath(folder, name);
    if (linkState(link, self, files) == LinkState::current) return link;
    SystemResult<void> made = files.makeDirectories(folder, privateMode);
    if (made) made = files.makeSymlink(self, link);
    if (made) return link;
    reason = made.error();
  }
  Failure failure{"the link that cargo calls could not be made",
                  {{"name", name}},
                  "export LINKSHIM_CACHE_DIR=a folder that you may write"};
  for (const std::string &cache : caches)
    failure.facts.emplace_back("tried", cache);
  failure.facts.emplace_back("reason", reason);
  return fail(std::move(failure));
}

} // namespace linkshim
