#include "shim/call/HostUnit.h"
#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace linkshim {
namespace {

/// cargo creates these files in each profile's folder and holds locks on them while it builds: since 1.96 a
/// shared one on the first (https://github.com/rust-lang/cargo/pull/16886), and an exclusive one on the
/// second in the folder of what it builds, which alone is there where `build.build-dir` names another folder
/// than that of the results (https://github.com/rust-lang/cargo/pull/16708).
constexpr std::string_view cargoLocks[] = {".cargo-lock", ".cargo-build-lock"};

using Question = bool (FileReader::*)(const std::string &) const;

/// True where the answer for one of the locks of a profile's folder is yes.
bool anyLock(const std::string &folder, const FileReader &files, Question question) {
  return std::any_of(std::begin(cargoLocks), std::end(cargoLocks), [&](std::string_view name) {
    std::string path = joinPath(folder, name);
    return files.status(path).isFile() && (files.*question)(path);
  });
}

bool isProfileFolder(const std::string &folder, const FileReader &files) {
  return std::any_of(std::begin(cargoLocks), std::end(cargoLocks),
                     [&](std::string_view name) { return files.status(joinPath(folder, name)).isFile(); });
}

/// True while the cargo that started this call builds in the second folder as well as in the first, that of
/// the call. As a rule it is an ancestor of this process; another cargo, which builds in the second beside
/// it, has nothing to do with the call. Where none is, as below a compile server, any cargo counts.
bool isCargoBuilding(const std::string &own, const std::string &other, const FileReader &files) {
  if (anyLock(other, files, &FileReader::isLockedByAncestor)) return true;
  return !anyLock(own, files, &FileReader::isLockedByAncestor) &&
         anyLock(other, files, &FileReader::isLocked);
}

} // namespace

bool isHostUnit(const Target &target, bool besideAnyTarget, const Arguments &arguments,
                const Environment &environment, const FileReader &files) {
  std::string path(environment.value("OUT_DIR"));
  if (path.empty()) path = arguments.lastValue(OPT_o);
  if (path.empty()) return false;
  if (!path.starts_with('/')) path = joinPath(files.currentDirectory(), path);
  for (std::string folder = parentPath(path); folder.size() > 1; folder = parentPath(folder)) {
    if (!isProfileFolder(folder, files)) continue;
    std::string all = parentPath(folder);
    auto builds = [&, profile = baseName(folder)](std::string_view triple) {
      std::string other = fmt::format("{}/{}/{}", all, triple, profile);
      return isProfileFolder(other, files) && isCargoBuilding(folder, other, files);
    };
    if (!besideAnyTarget) return builds(target.triple);
    std::vector<std::string> names = files.list(all);
    return std::any_of(names.begin(), names.end(), builds);
  }
  return false;
}

} // namespace linkshim
