#include "shim/UserSysroot.h"
#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace linkshim {
namespace {

/// The folder below `parent` whose name is the highest version of GCC; empty when there is none.
std::string newestGcc(const std::string &parent, const FileReader &files) {
  std::string newest;
  int best = 0;
  for (const std::string &name : files.list(parent)) {
    int version = 0;
    std::from_chars(name.data(), name.data() + name.size(), version);
    if (version <= best) continue;
    best = version;
    newest = joinPath(parent, name);
  }
  return newest;
}

/// The target's name as a part of a variable's name that a shell can set.
std::string underscored(const Target &target) {
  std::string name(target.triple);
  std::replace_if(name.begin(), name.end(), [](char c) { return c == '-' || c == '.'; }, '_');
  return name;
}

} // namespace

std::string_view targetVariable(std::string_view name, const Target &target, const Environment &environment) {
  std::string plain(target.triple), under = underscored(target), upper;
  for (char c : under)
    upper += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  for (const std::string &spelling : {plain, under, upper})
    if (auto value = environment.get(fmt::format("{}_{}", name, spelling))) return *value;
  return {};
}

std::string userSysrootVariable(const Target &target) {
  return "LINKSHIM_SYSROOT_" + underscored(target);
}

std::string overlayFolder(const Target &target, const Environment &environment) {
  std::string data(environment.value("XDG_DATA_HOME"));
  if (!data.starts_with('/')) {
    std::string_view home = environment.value("HOME");
    if (!home.starts_with('/')) return {};
    data = joinPath(home, ".local/share");
  }
  return fmt::format("{}/linkshim/overlays/{}", data, target.triple);
}

std::string userSysroot(const Target &target, const Environment &environment, const FileReader &files) {
  if (std::string_view named = targetVariable("LINKSHIM_SYSROOT", target, environment); !named.empty())
    return std::string(named);
  std::string overlay = overlayFolder(target, environment);
  return !overlay.empty() && files.status(overlay).isDirectory() ? overlay : std::string();
}

std::string multiarch(const Target &target) {
  std::string name(gnuSpelling(target));
  if (target.arch == "x86") name.replace(0, name.find('-'), "i386");
  return name;
}

std::vector<std::string> systemHeaderFolders(const std::string &root, const Target &target,
                                             const FileReader &files) {
  std::vector<std::string> folders;
  if (root.empty()) return folders;
  std::string tuple = multiarch(target);
  for (const std::string &name :
       {std::string("usr/local/include"), "usr/include/" + tuple, std::string("usr/include")})
    if (std::string folder = joinPath(root, name); files.status(folder).isDirectory())
      folders.push_back(std::move(folder));
  return folders;
}

std::vector<std::string> systemLibraryFolders(const std::string &root, const Target &target,
                                              const FileReader &files) {
  std::vector<std::string> folders;
  if (root.empty()) return folders;
  std::string tuple = multiarch(target), gnu(gnuSpelling(target));
  std::vector<std::string> candidates = {"usr/local/lib", "usr/lib/" + tuple, "lib/" + tuple};
  if (target.pointerBits == 64)
    for (const char *wide : {"usr/lib64", "lib64"})
      candidates.emplace_back(wide);
  for (const std::string &name : {std::string("usr/lib"), std::string("lib"), "usr/" + gnu + "/lib"})
    candidates.push_back(name);
  for (std::string &candidate : candidates) {
    std::string folder = joinPath(root, candidate);
    if (files.status(folder).isDirectory()) folders.push_back(std::move(folder));
  }
  for (const char *parent : {"usr/lib/gcc", "usr/lib/gcc-cross"})
    if (std::string gcc = newestGcc(fmt::format("{}/{}/{}", root, parent, gnu), files); !gcc.empty())
      folders.push_back(gcc);
  return folders;
}

std::string folderWith(std::string_view file, const std::vector<std::string> &folders,
                       const FileReader &files) {
  for (const std::string &folder : folders)
    if (files.status(joinPath(folder, file)).isFile()) return folder;
  return {};
}

} // namespace linkshim
