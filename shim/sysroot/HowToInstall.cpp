#include "shim/sysroot/HowToInstall.h"
#include "shim/base/ShellWord.h"
#include <fmt/format.h>

namespace linkshim {
namespace {

constexpr std::string_view script = "scripts/sysroots";

/// The script of the sources among whose folders `prefix` is; empty when it is among none.
std::string scriptAbove(std::string prefix, const FileReader &files) {
  constexpr int deepest = 3; // build/install, build/KIND/install
  for (int i = 0; i < deepest && prefix.size() > 1; ++i) {
    prefix = parentPath(prefix);
    if (std::string path = joinPath(prefix, script); files.status(path).isFile()) return path;
  }
  return {};
}

} // namespace

std::string howToInstall(const Target &target, const std::string &share, const FileReader &files) {
  constexpr std::string_view below = "/share/linkshim";
  // A wheel has its headers in one file, and the script's beside it would hide them.
  bool ownPrefix = share.size() > below.size() && share.ends_with(below) &&
                   !files.status(joinPath(share, "share.pack")).isFile();
  if (!ownPrefix)
    return fmt::format("in linkshim's sources {0} --prefix ~/linkshim-packs {1}, then export "
                       "LINKSHIM_SHARE=~/linkshim-packs{2}",
                       script, target.triple, below);
  std::string prefix = share.substr(0, share.size() - below.size()), path = scriptAbove(prefix, files);
  std::string command = fmt::format("{} --prefix {} {}", path.empty() ? script : shellWord(path),
                                    shellWord(prefix), target.triple);
  return path.empty() ? "in linkshim's sources " + command : command;
}

} // namespace linkshim
