#include "shim/call/HostUnit.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {
namespace {

/// cargo creates this file in each profile's folder and holds a lock on it while it builds: an exclusive one,
/// since 1.96 a shared one (https://github.com/rust-lang/cargo/pull/16886).
constexpr std::string_view cargoLock = ".cargo-lock";

bool isCargoBuilding(const std::string &targetFolder, std::string_view triple, std::string_view profile,
                     const FileReader &files) {
  return files.isLocked(fmt::format("{}/{}/{}/{}", targetFolder, triple, profile, cargoLock));
}

} // namespace

bool isHostUnit(const Target &target, bool besideAnyTarget, const Arguments &arguments,
                const Environment &environment, const FileReader &files) {
  std::string path(environment.value("OUT_DIR"));
  if (path.empty()) path = arguments.lastValue(OPT_o);
  if (path.empty()) return false;
  if (!path.starts_with('/')) path = joinPath(files.currentDirectory(), path);
  for (std::string folder = parentPath(path); folder.size() > 1; folder = parentPath(folder)) {
    if (!files.status(joinPath(folder, cargoLock)).isFile()) continue;
    std::string all = parentPath(folder);
    std::string_view profile = baseName(folder);
    if (!besideAnyTarget) return isCargoBuilding(all, target.triple, profile, files);
    std::vector<std::string> names = files.list(all);
    return std::any_of(names.begin(), names.end(),
                       [&](const std::string &name) { return isCargoBuilding(all, name, profile, files); });
  }
  return false;
}

} // namespace linkshim
