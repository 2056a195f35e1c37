#include "shim/link/Hint.h"
#include "sysroots/glibc/Glibc.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {

std::vector<EnvironmentChange> askForHints(const LinkRequest &request, const Provider &linker,
                                           LinkLine &line) {
  const Invocation &invocation = request.invocation;
  const std::string &self = request.context.self;
  if (!linker.isLld() || !invocation.floor || self.empty()) return {};
  line.add(fmt::format("--error-handling-script={}", self), "tells which glibc has a missing symbol");
  return {
      {std::string(hintVariable), fmt::format("{} {}", invocation.target->triple, invocation.floor->str())}};
}

bool isHintCall(const std::vector<std::string> &args, const Environment &environment) {
  return args.size() == 2 && (args[0] == "undefined-symbol" || args[0] == "missing-lib") &&
         environment.get(hintVariable).has_value();
}

std::string symbolHint(const Target &target, Version floor, std::string_view symbol) {
  std::optional<glibc::SymbolOrigin> origin = glibc::findSymbol(target.glibcAbi, symbol, floor);
  if (!origin) return {};
  if (origin->since > floor)
    return fmt::format("linkshim: note: {} came with glibc {} ({}), and this link is for {}; a floor of {} "
                       "would do: {}.{}\n",
                       symbol, origin->since.str(), origin->library, floor.str(), origin->since.str(),
                       target.triple, origin->since.str());
  std::vector<std::string> libraries = glibc::libraryNames(target.glibcAbi, floor);
  std::string_view name = origin->library;
  name = name.substr(0, name.find('.'));
  name.remove_prefix(std::min<size_t>(name.size(), std::string_view("lib").size()));
  if (origin->atFloor && name != "c" &&
      std::find(libraries.begin(), libraries.end(), name) != libraries.end())
    return fmt::format("linkshim: note: {} is in glibc's {}; add -l{}\n", symbol, origin->library, name);
  return fmt::format(
      "linkshim: note: glibc {} has {} for programs that were linked long ago, not for new ones\n",
      floor.str(), symbol);
}

std::string libraryHint(const Target &target, Version floor, std::string_view library) {
  std::optional<Version> newest = glibc::newestFloor(target.glibcAbi);
  for (uint16_t minor = floor.minor; newest && minor <= newest->minor; ++minor) {
    std::vector<std::string> names = glibc::libraryNames(target.glibcAbi, {floor.major, minor});
    if (std::find(names.begin(), names.end(), library) == names.end()) continue;
    return fmt::format("linkshim: note: glibc has lib{} from {}.{} on; a floor of that would do: {}.{}.{}\n",
                       library, floor.major, minor, target.triple, floor.major, minor);
  }
  return fmt::format(
      "linkshim: note: lib{} is no part of glibc {}; give the folder of the target's own with -L\n", library,
      floor.str());
}

std::string linkHint(const std::vector<std::string> &args, const Environment &environment) {
  std::vector<std::string_view> linked = splitWords(environment.value(hintVariable));
  if (linked.size() != 2) return {};
  const Target *target = findTarget(linked[0]);
  std::optional<Version> floor = Version::parse(linked[1]);
  if (!target || !floor) return {};
  return args[0] == "missing-lib" ? libraryHint(*target, *floor, args[1])
                                  : symbolHint(*target, *floor, args[1]);
}

} // namespace linkshim
