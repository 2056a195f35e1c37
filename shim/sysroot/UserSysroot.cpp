#include "shim/sysroot/UserSysroot.h"
#include <algorithm>
#include <charconv>
#include <fmt/ranges.h>

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

/// `name` with its numbers padded by zeros, so that 9 is sorted before 10.
std::string sortable(std::string_view name) {
  std::string key, digits;
  auto flush = [&] {
    if (!digits.empty()) key += fmt::format("{:0>12}", digits);
    digits.clear();
  };
  for (char c : name) {
    if (c >= '0' && c <= '9') {
      digits += c;
      continue;
    }
    flush();
    key += c;
  }
  flush();
  return key;
}

/// The folder below `parent` whose name is the newest version; empty when there is none.
std::string newestFolder(const std::string &parent, const FileReader &files) {
  std::string newest;
  for (const std::string &name : files.list(parent))
    if (files.status(joinPath(parent, name)).isDirectory() &&
        (newest.empty() || sortable(newest) < sortable(name)))
      newest = name;
  return newest.empty() ? newest : joinPath(parent, newest);
}

/// The target's name as part of the name of a shell variable.
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

std::string userDataFolder(const Environment &environment) {
  if (auto data = environment.value("XDG_DATA_HOME"); data.starts_with('/'))
    return joinPath(data, "linkshim");
  std::string_view home = environment.value("HOME");
  return home.starts_with('/') ? joinPath(home, ".local/share/linkshim") : std::string();
}

std::string overlayFolder(const Target &target, const Environment &environment) {
  std::string data = userDataFolder(environment);
  return data.empty() ? data : fmt::format("{}/overlays/{}", data, target.triple);
}

std::string userSysroot(const Target &target, const Environment &environment, const FileReader &files) {
  if (std::string_view named = targetVariable("LINKSHIM_SYSROOT", target, environment); !named.empty())
    return std::string(named);
  std::string overlay = overlayFolder(target, environment);
  return !overlay.empty() && files.status(overlay).isDirectory() ? overlay : std::string();
}

std::string platformRoot(const Target &target, const Environment &environment, const FileReader &files) {
  if (std::string root = userSysroot(target, environment, files); !root.empty()) return root;
  if (target.needs.empty()) return {};
  if (std::string_view named = environment.value(target.needs); !named.empty()) return std::string(named);
  for (std::string_view other : splitWords(target.needsOthers))
    if (std::string_view named = environment.value(other); !named.empty()) return std::string(named);
  return {};
}

std::string apiLevel(const Target &target, const Environment &environment) {
  std::string_view level = environment.value("ANDROID_PLATFORM");
  if (size_t digit = level.find_first_of("0123456789"); digit != std::string_view::npos)
    return std::string(level.substr(digit));
  return std::string(target.osFloor);
}

std::vector<std::string> platformFolders(const std::string &root, std::string_view column,
                                         const Target &target, const Environment &environment,
                                         const FileReader &files) {
  std::vector<std::string> folders;
  if (root.empty()) return folders;
  for (std::string_view pattern : splitWords(column)) {
    std::string folder = root;
    while (!pattern.empty() && !folder.empty()) {
      size_t slash = pattern.find('/');
      std::string_view part = pattern.substr(0, slash);
      pattern = slash == std::string_view::npos ? std::string_view() : pattern.substr(slash + 1);
      folder = part == "*"      ? newestFolder(folder, files)
               : part == "%api" ? joinPath(folder, apiLevel(target, environment))
                                : joinPath(folder, part);
    }
    if (!folder.empty() && files.status(folder).isDirectory()) folders.push_back(std::move(folder));
  }
  return folders;
}

std::string platformVariable(const Target &target) {
  return target.needs == "LINKSHIM_SYSROOT" ? userSysrootVariable(target) : std::string(target.needs);
}

Failure platformMissing(const Target &target, std::string_view missing) {
  std::string variable = platformVariable(target);
  return {fmt::format("this needs the platform's own headers and libraries, and {} is not set", variable),
          {{"target", std::string(target.triple)},
           {"missing", std::string(missing)},
           {"it names", std::string(target.needsText)}},
          fmt::format("export {}=/path/to/it", variable)};
}

namespace {

/// The versions of the system for which `folder` has a folder each, oldest first.
std::string versionsIn(const std::string &folder, const FileReader &files) {
  std::vector<int> versions;
  for (const std::string &name : files.list(folder)) {
    int version = 0;
    auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), version);
    if (error == std::errc() && end == name.data() + name.size()) versions.push_back(version);
  }
  std::sort(versions.begin(), versions.end());
  return fmt::format("{}", fmt::join(versions, " "));
}

} // namespace

Result<void> checkPlatformRoot(const Target &target, const std::string &root, std::string_view missing,
                               const Environment &environment, const FileReader &files) {
  if (root.empty()) return {};
  std::string variable = platformVariable(target);
  std::vector<std::string> found =
      platformFolders(root, target.platformLibraries, target, environment, files);
  bool folder = files.status(root).isDirectory();
  if (!folder || (!missing.empty() && found.empty() && !target.platformLibraries.empty())) {
    Failure failure = {
        folder ? fmt::format("{} has not what links for {} need", root, target.triple)
               : fmt::format("{} is no folder", root),
        {{"missing", std::string(missing.empty() ? target.needsText : missing)},
         {"looked for", fmt::format("{}", fmt::join(splitWords(target.platformLibraries), " "))},
         {"wanted", std::string(target.needsText)}},
        fmt::format("export {}=/path/to/it", variable)};
    if (target.platformLibraries.empty()) failure.facts.erase(failure.facts.begin() + 1);
    return fail(std::move(failure));
  }
  for (std::string_view pattern : splitWords(target.platformLibraries)) {
    constexpr std::string_view version = "/%api";
    if (!pattern.ends_with(version)) continue;
    std::vector<std::string> parent =
        platformFolders(root, pattern.substr(0, pattern.size() - version.size()), target, environment, files);
    std::string level = apiLevel(target, environment);
    if (parent.empty() || files.status(joinPath(parent.front(), level)).isDirectory()) continue;
    std::string known = versionsIn(parent.front(), files);
    return fail({fmt::format("there are no libraries of API level {} for {}", level, target.triple),
                 {{"looked in", parent.front()}, {"it has", known}},
                 fmt::format("export ANDROID_PLATFORM={}", known.substr(0, known.find(' ')))});
  }
  return {};
}

std::vector<std::string> systemHeaderFolders(const std::string &root, const Target &target,
                                             const FileReader &files) {
  std::vector<std::string> folders;
  if (root.empty()) return folders;
  std::string tuple(target.multiarch);
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
  std::string tuple(target.multiarch), gnu(gnuSpelling(target));
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
