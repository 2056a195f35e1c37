#include "shim/call/Invocation.h"
#include "shim/commands/cargo/DescribedTarget.h"
#include "shim/commands/sysroot/SysrootOverlay.h"
#include "shim/plan/Plan.h"
#include "shim/provider/Provider.h"
#include "shim/sysroot/UserSysroot.h"
#include "shim/system/Signals.h"
#include <algorithm>
#include <fmt/ranges.h>
#include <iterator>
#include <set>

namespace linkshim {
namespace {

constexpr uint32_t folderMode = 0755;

/// Packages that apt-get is told are installed: what linkshim itself has, and programs that run only when a
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

/// Folders in packages that no compiler or linker reads.
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

/// The options of every call of apt-get: all its files are kept in `work`, and it knows one architecture.
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
  std::vector<std::string> options = {"-qq", "-y"};
  for (std::string &setting : settings) {
    options.emplace_back("-o");
    options.push_back(std::move(setting));
  }
  return options;
}

/// The file in which dpkg keeps what is installed: `provided`, unless the user wants it.
std::string statusText(const Target &target, const std::vector<std::string> &wanted) {
  std::string text;
  for (std::string_view name : provided)
    if (std::find(wanted.begin(), wanted.end(), name) == wanted.end())
      text += fmt::format("Package: {}\nStatus: install ok installed\nArchitecture: {}\nMulti-Arch: {}\n"
                          "Maintainer: linkshim\nVersion: 9999\nDescription: not needed in a sysroot\n\n",
                          name, target.debian, name.starts_with("lib") ? "same" : "allowed");
  return text;
}

/// Puts packages into the overlay of one target.
class Overlay {
public:
  Overlay(const CommandCall &call, const Target &target, std::string folder, std::string sources)
      : call(call), target(target), folder(std::move(folder)), sources(std::move(sources)) {}

  /// What the command prints: the folder, and the packages that were unpacked.
  Result<CommandResult> add(const std::vector<std::string> &packages) const;

private:
  struct Programs {
    std::string aptGet, dpkgDeb;
  };
  Result<Programs> findPrograms() const;
  /// A folder beside the overlay for everything that is fetched and unpacked.
  SystemResult<std::string> makeWork() const;
  SystemResult<void> prepare(const std::string &work, const std::vector<std::string> &packages) const;
  Result<std::string> fill(const std::string &work, const Programs &programs,
                           const std::vector<std::string> &packages) const;
  Result<void> download(const std::string &work, const std::string &aptGet,
                        const std::vector<std::string> &packages) const;
  Result<std::string> unpack(const std::string &work, const std::string &dpkgDeb) const;
  SystemResult<void> replace(const std::string &work) const;
  Failure refused(std::string_view what, std::string reason, std::string action) const;

  const CommandCall &call;
  const Target &target;
  std::string folder, sources;
};

Failure Overlay::refused(std::string_view what, std::string reason, std::string action) const {
  Failure failure{std::string(what), {{"target", std::string(target.triple)}}, std::move(action)};
  if (!reason.empty()) failure.facts.emplace_back("reason", std::move(reason));
  return failure;
}

Result<Overlay::Programs> Overlay::findPrograms() const {
  ProviderSearch search(call.environment, call.files, call.self);
  Programs programs{search.findProgram("apt-get").value_or(""), search.findProgram("dpkg-deb").value_or("")};
  if (!programs.aptGet.empty() && !programs.dpkgDeb.empty()) return programs;
  return fail(
      {"packages are fetched by apt-get and unpacked by dpkg-deb, which are not both here",
       {{"missing", programs.aptGet.empty() ? "apt-get" : "dpkg-deb"}},
       fmt::format("export {}=FOLDER with the libraries of the target", userSysrootVariable(target))});
}

SystemResult<std::string> Overlay::makeWork() const {
  std::string parent = parentPath(folder);
  SystemResult<void> made = call.files.makeDirectories(parent, folderMode);
  if (!made) return std::unexpected(made.error());
  return call.files.makeUniqueDirectory(parent);
}

SystemResult<void> Overlay::prepare(const std::string &work, const std::vector<std::string> &packages) const {
  for (const char *part : {"state/lists/partial", "cache/archives/partial", "root"})
    if (SystemResult<void> made = call.files.makeDirectories(joinPath(work, part), folderMode); !made)
      return made;
  return call.files.writeFile(work + "/status", statusText(target, packages));
}

Result<void> Overlay::download(const std::string &work, const std::string &aptGet,
                               const std::vector<std::string> &packages) const {
  std::vector<std::string> update = aptOptions(work, target, sources), install = update;
  update.emplace_back("update");
  if (!call.ask(aptGet, update))
    return fail(refused("apt-get could not read the lists of packages", "",
                        fmt::format("apt-get -o APT::Architectures={} update", target.debian)));
  for (const char *word : {"--no-install-recommends", "--download-only", "install", "--"})
    install.emplace_back(word);
  install.insert(install.end(), packages.begin(), packages.end());
  if (call.ask(aptGet, install)) return {};
  return fail(refused(fmt::format("apt-get could not fetch the packages for {}", target.debian), "",
                      sources.empty()
                          ? fmt::format("linkshim sysroot add --sources FILE {} ...", target.triple)
                          : fmt::format("cat {}", shellWord(sources))));
}

/// A program names its loader as /lib/..., which in newer packages lies in usr/lib: a system has a link from
/// one to the other.
SystemResult<void> linkMergedFolders(const std::string &root, FileSystem &files) {
  for (const char *name : {"lib", "lib32", "lib64", "libx32"}) {
    std::string merged = fmt::format("usr/{}", name), plain = joinPath(root, name);
    bool there = files.readLink(plain) || files.status(plain).kind != FileStatus::Kind::missing;
    if (there || !files.status(joinPath(root, merged)).isDirectory()) continue;
    if (SystemResult<void> made = files.makeSymlink(merged, plain); !made) return made;
  }
  return {};
}

/// The names of the packages, one a line.
Result<std::string> Overlay::unpack(const std::string &work, const std::string &dpkgDeb) const {
  std::string archives = work + "/cache/archives", root = work + "/root", list;
  for (const std::string &name : call.files.list(archives)) {
    if (!name.ends_with(".deb")) continue;
    list += fmt::format("  {}\n", name.substr(0, name.size() - 4));
    if (!call.ask(dpkgDeb, {"-x", joinPath(archives, name), root}))
      return fail(refused("dpkg-deb could not unpack a package", name, "linkshim help sysroot"));
  }
  for (std::string_view part : unread)
    call.files.removeAll(joinPath(root, part));
  SystemResult<void> done = makeLinksRelative(root, root, call.files);
  if (done) done = linkMergedFolders(root, call.files);
  if (done) done = call.files.makeDirectories(root + "/.linkshim", folderMode);
  if (!done) return fail(refused("the packages could not be unpacked", done.error(), "df -h ."));
  return list;
}

/// Moves the old overlay aside and the new one into its place, each by one rename.
SystemResult<void> Overlay::replace(const std::string &work) const {
  std::string old = work + "/old";
  bool there = call.files.status(folder).isDirectory();
  SystemResult<void> done;
  if (there) done = call.files.rename(folder, old);
  if (!done) return done;
  done = call.files.rename(work + "/root", folder);
  if (!done && there)
    static_cast<void>(call.files.rename(old, folder)); // the first reason is the one to tell
  return done;
}

Result<std::string> Overlay::fill(const std::string &work, const Programs &programs,
                                  const std::vector<std::string> &packages) const {
  if (SystemResult<void> done = prepare(work, packages); !done)
    return fail(refused("the folder of the packages cannot be written", done.error(),
                        "export XDG_DATA_HOME=a folder that you may write"));
  if (Result<void> done = download(work, programs.aptGet, packages); !done) return failed(done);
  Result<std::string> list = unpack(work, programs.dpkgDeb);
  if (!list) return list;
  std::string wanted = fmt::format("{}\n", fmt::join(packages, "\n"));
  if (SystemResult<void> done = call.files.writeFile(work + "/root/.linkshim/wanted", wanted); !done)
    return fail(refused("the overlay could not be written", done.error(), "df -h ."));
  if (SystemResult<void> done = replace(work); !done)
    return fail(refused("the overlay could not be replaced", done.error(), "linkshim sysroot"));
  return list;
}

Result<CommandResult> Overlay::add(const std::vector<std::string> &packages) const {
  std::set<std::string> wanted(packages.begin(), packages.end());
  for (std::string &name : overlayWanted(folder, call.files))
    wanted.insert(std::move(name));
  Result<Programs> programs = findPrograms();
  if (!programs) return failed(programs);
  HeldSignals signals; // so that none leaves the folder
  SystemResult<std::string> work = makeWork();
  if (!work)
    return fail(refused("the folder of the packages cannot be written", work.error(),
                        "export XDG_DATA_HOME=a folder that you may write"));
  Result<std::string> list = fill(*work, *programs, {wanted.begin(), wanted.end()});
  call.files.removeAll(*work);
  if (!list) return failed(list);
  return CommandResult{fmt::format("{}\n{}", folder, *list)};
}

} // namespace

std::vector<std::string> overlayWanted(const std::string &overlay, const FileReader &files) {
  std::vector<std::string> lines;
  std::string text = files.read(overlay + "/.linkshim/wanted").value_or("");
  for (size_t at = 0, end; (end = text.find('\n', at)) != std::string::npos; at = end + 1)
    lines.push_back(text.substr(at, end - at));
  return lines;
}

SystemResult<void> makeLinksRelative(const std::string &root, const std::string &folder, FileSystem &files) {
  std::string up;
  for (size_t at = root.size(); at < folder.size(); ++at)
    if (folder[at] == '/') up += "../";
  for (const std::string &name : files.list(folder)) {
    std::string path = joinPath(folder, name);
    SystemResult<void> done;
    if (std::optional<std::string> holds = files.readLink(path)) {
      if (!holds->starts_with('/')) continue;
      std::string relative = up + holds->substr(std::min(holds->find_first_not_of('/'), holds->size()));
      done = files.makeSymlink(relative.empty() ? "." : relative, path);
    } else if (files.status(path).isDirectory()) {
      done = makeLinksRelative(root, path, files);
    }
    if (!done) return done;
  }
  return {};
}

Result<CommandResult> addPackages(const CommandCall &call, const Target &target, std::string sources,
                                  const std::vector<std::string> &packages) {
  if (target.debian.empty())
    return fail(
        {fmt::format("the distribution has no packages for {}", target.triple),
         {{"has", "packages for glibc, of the architectures that Debian knows"}},
         fmt::format("export {}=FOLDER with the libraries of the target", userSysrootVariable(target))});
  std::string folder = overlayFolder(target, call.environment);
  if (folder.empty())
    return fail({"there is no folder for the packages",
                 {{"needs", "HOME or XDG_DATA_HOME"}},
                 "export XDG_DATA_HOME=a folder that you may write"});
  if (!sources.empty() && !sources.starts_with('/'))
    sources = joinPath(call.files.currentDirectory(), sources);
  return Overlay(call, target, folder, std::move(sources)).add(packages);
}

Result<CommandResult> sysrootAdd(const CommandCall &call, const CommandArgs &args) {
  if (args.rest.size() < 3)
    return fail({"linkshim sysroot add needs a target and packages",
                 {},
                 "linkshim sysroot add aarch64-unknown-linux-gnu libssl-dev"});
  Result<TargetSpec> spec = describedTarget(args.rest[1], call);
  if (!spec) return failed(spec);
  return addPackages(call, *spec->target, std::string(args.value("--sources")),
                     {args.rest.begin() + 2, args.rest.end()});
}

Result<CommandResult> sysrootRemove(const CommandCall &call, const CommandArgs &args) {
  if (args.rest.size() != 2)
    return fail({"linkshim sysroot remove needs one target", {}, "linkshim sysroot"});
  Result<TargetSpec> spec = describedTarget(args.rest[1], call);
  if (!spec) return failed(spec);
  std::string folder = overlayFolder(*spec->target, call.environment);
  if (folder.empty() || !call.files.status(folder).isDirectory())
    return fail({fmt::format("nothing was added for {}", spec->target->triple),
                 {{"looked for", folder}},
                 "linkshim sysroot"});
  call.files.removeAll(folder);
  return CommandResult{fmt::format("{} removed\n", folder)};
}

} // namespace linkshim
