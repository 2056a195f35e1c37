#include "shim/call/Invocation.h"
#include "shim/commands/OldErrors.h"
#include "shim/commands/sysroot/SysrootOverlay.h"
#include "shim/plan/Plan.h"
#include "shim/provider/Provider.h"
#include "shim/sysroot/UserSysroot.h"
#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <set>

namespace linkshim {
namespace {

constexpr uint32_t folderMode = 0755;

/// Packages that are taken for installed: what linkshim brings itself, and programs that only run when a
/// package is set up.
constexpr std::string_view provided[] = {"libc6",
                                         "libc6-dev",
                                         "libc-bin",
                                         "libc-dev-bin",
                                         "linux-libc-dev",
                                         "libgcc-s1",
                                         "adduser",
                                         "bash",
                                         "coreutils",
                                         "debconf",
                                         "dpkg",
                                         "gcc",
                                         "init-system-helpers",
                                         "install-info",
                                         "passwd",
                                         "perl",
                                         "perl-base",
                                         "python3",
                                         "sed",
                                         "tar",
                                         "ucf"};

/// Folders of packages that neither a compiler nor a linker reads.
constexpr std::string_view unread[] = {"bin",
                                       "boot",
                                       "etc",
                                       "sbin",
                                       "usr/bin",
                                       "usr/games",
                                       "usr/libexec",
                                       "usr/sbin",
                                       "usr/share/bug",
                                       "usr/share/doc",
                                       "usr/share/info",
                                       "usr/share/lintian",
                                       "usr/share/locale",
                                       "usr/share/man",
                                       "var"};

/// What all calls of apt-get share: everything that it keeps lies in `work`, and it knows one architecture.
std::vector<std::string> aptOptions(const std::string &work, const Target &target,
                                    const std::string &sources) {
  std::vector<std::string> settings = {
      "Dir::State=" + work + "/state",
      "Dir::State::status=" + work + "/status",
      "Dir::Cache=" + work + "/cache",
      fmt::format("APT::Architecture={}", target.debian),
      fmt::format("APT::Architectures={}", target.debian),
      "APT::Sandbox::User=root", // the folder is the caller's own
      "Acquire::Languages=none",
      "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false",
  };
  if (!sources.empty()) {
    settings.push_back("Dir::Etc::sourcelist=" + sources);
    settings.emplace_back("Dir::Etc::sourceparts=/dev/null");
  }
  std::vector<std::string> words = {"-qq", "-y"};
  for (std::string &setting : settings) {
    words.emplace_back("-o");
    words.push_back(std::move(setting));
  }
  return words;
}

std::string statusText(const Target &target) {
  std::string text;
  for (std::string_view name : provided)
    text += fmt::format("Package: {}\nStatus: install ok installed\nArchitecture: {}\nMulti-Arch: {}\n"
                        "Maintainer: linkshim\nVersion: 9999\nDescription: not needed in a sysroot\n\n",
                        name, target.debian, name.starts_with("lib") ? "same" : "allowed");
  return text;
}

class Overlay {
public:
  Overlay(CommandCall &call, const Target &target, Failure &failure)
      : call(call), target(target), failure(failure), folder(overlayFolder(target, call.environment)) {}

  bool add(const std::vector<std::string> &packages, const std::string &sources);

private:
  bool findPrograms();
  bool makeWork();
  bool download(const std::vector<std::string> &packages, const std::string &sources);
  bool unpack();
  bool replace();
  bool failed(std::string_view what, std::string reason, std::string action);

  CommandCall &call;
  const Target &target;
  Failure &failure;
  std::string folder, aptGet, dpkgDeb, work, list, error;
};

bool Overlay::failed(std::string_view what, std::string reason, std::string action) {
  failure = {std::string(what), {{"target", std::string(target.triple)}}, std::move(action)};
  if (!reason.empty()) failure.facts.emplace_back("reason", std::move(reason));
  return false;
}

bool Overlay::findPrograms() {
  ProviderSearch search(call.environment, call.files, call.self);
  aptGet = search.findProgram("apt-get").value_or("");
  dpkgDeb = search.findProgram("dpkg-deb").value_or("");
  if (!aptGet.empty() && !dpkgDeb.empty()) return true;
  failure = {"packages are fetched by apt-get and unpacked by dpkg-deb, which are not both here",
             {{"missing", aptGet.empty() ? "apt-get" : "dpkg-deb"}},
             fmt::format("export {}=FOLDER with the libraries of the target", userSysrootVariable(target))};
  return false;
}

bool Overlay::makeWork() {
  std::string parent = parentPath(folder);
  if (succeeded(call.files.makeDirectories(parent, folderMode), error))
    if (auto made = call.files.makeUniqueDirectory(parent); succeeded(made, error)) work = *made;
  bool ok = !work.empty();
  for (const char *part : {"state/lists/partial", "cache/archives/partial", "root"})
    ok = ok && succeeded(call.files.makeDirectories(joinPath(work, part), folderMode), error);
  if (ok && succeeded(call.files.writeFile(work + "/status", statusText(target)), error)) return true;
  return failed("the folder of the packages cannot be written", error,
                "export XDG_DATA_HOME=a folder that you may write");
}

bool Overlay::download(const std::vector<std::string> &packages, const std::string &sources) {
  std::vector<std::string> update = aptOptions(work, target, sources), install = update;
  update.emplace_back("update");
  if (!call.ask(aptGet, update))
    return failed("apt-get could not read the lists of packages", "",
                  fmt::format("apt-get -o APT::Architectures={} update", target.debian));
  for (const char *word : {"--no-install-recommends", "--download-only", "install", "--"})
    install.emplace_back(word);
  install.insert(install.end(), packages.begin(), packages.end());
  if (call.ask(aptGet, install)) return true;
  return failed(fmt::format("apt-get could not fetch the packages for {}", target.debian), "",
                sources.empty() ? fmt::format("linkshim sysroot add --sources FILE {} ...", target.triple)
                                : fmt::format("cat {}", shellWord(sources)));
}

bool Overlay::unpack() {
  std::string archives = work + "/cache/archives", root = work + "/root";
  for (const std::string &name : call.files.list(archives)) {
    if (!name.ends_with(".deb")) continue;
    list += fmt::format("  {}\n", name.substr(0, name.size() - 4));
    if (!call.ask(dpkgDeb, {"-x", joinPath(archives, name), root}))
      return failed("dpkg-deb could not unpack a package", name, "linkshim help sysroot");
  }
  for (std::string_view part : unread)
    call.files.removeAll(joinPath(root, part));
  return (makeLinksRelative(root, root, call.files, error) &&
          succeeded(call.files.makeDirectories(root + "/.linkshim", folderMode), error)) ||
         failed("the packages could not be unpacked", error, "df -h .");
}

/// The old overlay goes aside and the new one into its place, each by one rename.
bool Overlay::replace() {
  std::string old = work + "/old";
  bool there = call.files.status(folder).isDirectory();
  if (there && !succeeded(call.files.rename(folder, old), error))
    return failed("the overlay could not be replaced", error, "linkshim sysroot");
  if (succeeded(call.files.rename(work + "/root", folder), error)) return true;
  // Should the old one not go back either, it is told of the first failure all the same.
  if (there) (void)call.files.rename(old, folder);
  return failed("the overlay could not be replaced", error, "linkshim sysroot");
}

bool Overlay::add(const std::vector<std::string> &packages, const std::string &sources) {
  std::set<std::string> wanted(packages.begin(), packages.end());
  for (std::string &name : overlayWanted(folder, call.files))
    wanted.insert(std::move(name));
  std::vector<std::string> all(wanted.begin(), wanted.end());
  bool ok = findPrograms() && makeWork() && download(all, sources) && unpack();
  ok = ok && (succeeded(call.files.writeFile(work + "/root/.linkshim/wanted",
                                             fmt::format("{}\n", fmt::join(all, "\n"))),
                        error) ||
              failed("the overlay could not be written", error, "df -h ."));
  ok = ok && replace();
  if (!work.empty()) call.files.removeAll(work);
  if (ok) call.output = fmt::format("{}\n{}", folder, list);
  return ok;
}

} // namespace

std::vector<std::string> overlayWanted(const std::string &overlay, const FileReader &files) {
  std::vector<std::string> lines;
  std::string text = files.read(overlay + "/.linkshim/wanted").value_or("");
  for (size_t at = 0, end; (end = text.find('\n', at)) != std::string::npos; at = end + 1)
    lines.push_back(text.substr(at, end - at));
  return lines;
}

bool makeLinksRelative(const std::string &root, const std::string &folder, FileSystem &files,
                       std::string &error) {
  std::string up;
  for (size_t at = root.size(); at < folder.size(); ++at)
    if (folder[at] == '/') up += "../";
  for (const std::string &name : files.list(folder)) {
    std::string path = joinPath(folder, name);
    if (std::optional<std::string> holds = files.readLink(path)) {
      if (!holds->starts_with('/')) continue;
      std::string relative = up + holds->substr(std::min(holds->find_first_not_of('/'), holds->size()));
      if (relative.empty()) relative = ".";
      if (!succeeded(files.makeSymlink(relative, path), error)) return false;
    } else if (files.status(path).isDirectory() && !makeLinksRelative(root, path, files, error)) {
      return false;
    }
  }
  return true;
}

bool sysrootAdd(CommandCall &call, const CommandArgs &args, Failure &failure) {
  if (args.rest.size() < 3) {
    failure = {"linkshim sysroot add needs a target and packages",
               {},
               "linkshim sysroot add aarch64-unknown-linux-gnu libssl-dev"};
    return false;
  }
  TargetSpec spec;
  if (!parseTargetSpec(args.rest[1], spec, failure)) return false;
  const Target &target = *spec.target;
  std::vector<std::string> packages(args.rest.begin() + 2, args.rest.end());
  if (target.debian.empty()) {
    failure = {fmt::format("the distribution has no packages for {}", target.triple),
               {{"has", "packages for glibc, of the architectures that Debian knows"}},
               fmt::format("export {}=FOLDER with the libraries of the target", userSysrootVariable(target))};
    return false;
  }
  if (overlayFolder(target, call.environment).empty()) {
    failure = {"there is no folder for the packages",
               {{"needs", "HOME or XDG_DATA_HOME"}},
               "export XDG_DATA_HOME=a folder that you may write"};
    return false;
  }
  std::string sources(args.value("--sources"));
  if (!sources.empty() && !sources.starts_with('/'))
    sources = joinPath(call.files.currentDirectory(), sources);
  return Overlay(call, target, failure).add(packages, sources);
}

bool sysrootRemove(CommandCall &call, const CommandArgs &args, Failure &failure) {
  if (args.rest.size() != 2) {
    failure = {"linkshim sysroot remove needs one target", {}, "linkshim sysroot"};
    return false;
  }
  TargetSpec spec;
  if (!parseTargetSpec(args.rest[1], spec, failure)) return false;
  std::string folder = overlayFolder(*spec.target, call.environment);
  if (folder.empty() || !call.files.status(folder).isDirectory()) {
    failure = {fmt::format("nothing was added for {}", spec.target->triple),
               {{"looked for", folder}},
               "linkshim sysroot"};
    return false;
  }
  call.files.removeAll(folder);
  call.output = fmt::format("{} removed\n", folder);
  return true;
}

} // namespace linkshim
