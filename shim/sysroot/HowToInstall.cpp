#include "shim/sysroot/HowToInstall.h"
#include "shim/base/ShellWord.h"
#include "shim/sysroot/DataDirectory.h"
#include <fmt/format.h>

namespace linkshim {
namespace {

constexpr std::string_view script = "scripts/sysroots", below = "/share/linkshim", basic = "base";

/// The script of the sources among whose folders `prefix` is; empty when it is among none.
std::string scriptAbove(std::string prefix, const FileReader &files) {
  constexpr int deepest = 3; // build/install, build/KIND/install
  for (int i = 0; i < deepest && prefix.size() > 1; ++i) {
    prefix = parentPath(prefix);
    if (std::string path = joinPath(prefix, script); files.status(path).isFile()) return path;
  }
  return {};
}

/// The script's call for a data directory below its sources; empty for any other.
std::string scriptCall(std::string_view target, const std::string &share, const FileReader &files) {
  if (share.size() <= below.size() || !share.ends_with(below)) return {};
  std::string prefix = share.substr(0, share.size() - below.size()), path = scriptAbove(prefix, files);
  return path.empty() ? path : fmt::format("{} --prefix {} {}", shellWord(path), shellWord(prefix), target);
}

/// What a data directory says of how it came here: `packages` in it has a first word, `wheel` where pip
/// installed it, and then a line `PACKAGE TARGET` for each target.
struct Packages {
  bool wheel = false;
  std::string package; ///< the one with the target; empty where it is not known
};

Packages packagesOf(std::string_view target, const std::string &share, const FileReader &files) {
  Packages found;
  std::string text = files.read(joinPath(share, "packages")).value_or("");
  found.wheel = text.starts_with("wheel\n");
  if (size_t at = text.find(fmt::format(" {}\n", target)); at != std::string::npos) {
    size_t begin = text.rfind('\n', at) + 1;
    found.package = text.substr(begin, at - begin);
  }
  return found;
}

std::string pip(std::string_view package) {
  bool isBasic = package.empty() || package == basic;
  return isBasic ? "pip install --force-reinstall linkshim"
                 : fmt::format("pip install 'linkshim[{}]'", package);
}

} // namespace

std::string howToInstall(const Target &target, const std::string &share, const FileReader &files) {
  std::string installed = installedShare(share, files);
  if (std::string call = scriptCall(target.triple, installed, files); !call.empty()) return call;
  Packages packages = packagesOf(target.pack, installed, files);
  if (packages.wheel && !packages.package.empty()) return pip(packages.package);
  return fmt::format("linkshim sysroot install {}", target.triple);
}

std::string howToRepair(std::string_view name, const std::string &pack, const FileReader &files) {
  std::string root = parentPath(parentPath(pack)), group;
  // .../packs/VERSION/GROUP
  if (std::string more = parentPath(parentPath(root)); baseName(more) == "packs") {
    group = baseName(root);
    root = parentPath(more);
  }
  bool wheel = packagesOf(name, root, files).wheel;
  if (wheel && !group.empty())
    return fmt::format("pip install --force-reinstall --no-deps linkshim-packs-{}", group);
  if (wheel) return pip(basic);
  bool target = findTarget(name) != nullptr;
  if (std::string call = scriptCall(target ? name : "all", root, files); group.empty() && !call.empty())
    return call;
  return fmt::format("linkshim sysroot install {}", !group.empty() ? group : target ? name : basic);
}

} // namespace linkshim
