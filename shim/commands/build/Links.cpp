#include "shim/call/DefaultTarget.h"
#include "shim/call/ToolName.h"
#include "shim/commands/Command.h"
#include "shim/commands/OldErrors.h"
#include "shim/commands/build/LinkNames.h"
#include "shim/plan/Plan.h"
#include "triples/Platform.h"
#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace linkshim {

const std::string_view linksUsage = R"(linkshim links DIR [TARGET...]
linkshim links --list [TARGET...]
linkshim links --drop-in [DIR]
linkshim links --remove [DIR]

Puts symbolic links to linkshim into DIR, one for every tool of every TARGET: aarch64-unknown-linux-gnu-cc,
aarch64-linux-gnu-gcc, and so on. With a glibc version (aarch64-unknown-linux-gnu.2.28) the names carry it. Without
TARGET: all targets that linkshim links. Links that linkshim made before are kept or brought up to date; a file that is
none is never replaced.

  --list      print the names, make nothing
  --drop-in   cc, c++, gcc, g++, clang, clang++, ld, ar, ranlib, nm, strip, objcopy and pkg-config too, for a container:
              they work for LINKSHIM_TARGET or TARGETPLATFORM, whatever these are when a tool is called, and pass what
              is for the machine itself on to its own tools. With them come the names of the targets of that platform;
              of every container platform where none is named. DIR is the folder of linkshim itself unless given
  --remove    take all links that linkshim made out of DIR; nothing else is touched
)";

namespace {

constexpr uint32_t folderMode = 0755;

/// What a bare name gives. Not `as`: the machine's own GCC takes the one on PATH.
constexpr std::string_view bareNames[] = {"cc", "c++",    "gcc", "g++",   "clang",   "clang++",   "ld",
                                          "ar", "ranlib", "nm",  "strip", "objcopy", "pkg-config"};

bool readTargets(std::span<const std::string> texts, std::vector<TargetSpec> &specs, Failure &failure) {
  for (const std::string &text : texts) {
    TargetSpec spec;
    if (!parseTargetSpec(text, spec, failure)) return false;
    specs.push_back(spec);
  }
  if (!texts.empty()) return true;
  for (const Target &target : allTargets())
    if (target.unlinked.empty()) specs.push_back({&target, std::nullopt});
  return true;
}

/// Everything is looked at before anything is made.
bool findWork(const std::string &folder, const std::vector<std::string> &names, const CommandCall &call,
              std::vector<std::string> &toMake, Failure &failure) {
  for (const std::string &name : names) {
    std::string path = joinPath(folder, name);
    LinkState state = linkState(path, call.self, call.files);
    if (state == LinkState::foreign) {
      failure = {"a file that linkshim did not make has the name of a link",
                 {{"file", path}},
                 fmt::format("rm {}", shellWord(path))};
      return false;
    }
    if (state != LinkState::current) toMake.push_back(path);
  }
  return true;
}

bool makeLinks(const std::string &folder, const std::vector<std::string> &paths, CommandCall &call,
               Failure &failure) {
  std::string error;
  std::vector<std::string> made;
  bool ok = succeeded(call.files.makeDirectories(folder, folderMode), error);
  for (size_t i = 0; ok && i < paths.size(); ++i) {
    bool isNew = !call.files.readLink(paths[i]);
    ok = succeeded(call.files.makeSymlink(call.self, paths[i]), error);
    if (ok && isNew) made.push_back(paths[i]);
  }
  if (ok) return true;
  for (const std::string &path : made)
    call.files.removeAll(path);
  failure = {"the links could not be made",
             {{"folder", folder}, {"reason", error}},
             fmt::format("ls -ld {}", shellWord(folder))};
  return false;
}

std::string absolutePath(const std::string &path, const FileReader &files) {
  return path.starts_with('/') ? path : joinPath(files.currentDirectory(), path);
}

/// DIR of --drop-in and --remove.
bool readFolder(const CommandArgs &args, const CommandCall &call, std::string &folder, Failure &failure) {
  if (args.rest.size() > 1) {
    failure = {"linkshim links takes one folder with that option",
               {{"argument", args.rest[1]}},
               "linkshim help links"};
    return false;
  }
  folder = args.rest.empty() ? parentPath(call.self) : absolutePath(args.rest.front(), call.files);
  return true;
}

/// The targets of the container platform that the environment names, with either C library: a build may ask
/// for the other. Those of all platforms where it names none.
std::vector<TargetSpec> targetsOfPlatforms(const Target *named) {
  std::vector<TargetSpec> specs;
  auto add = [&](std::string_view triple) {
    const Target *target = findTarget(triple);
    if (target &&
        std::none_of(specs.begin(), specs.end(), [&](const TargetSpec &s) { return s.target == target; }))
      specs.push_back({target, std::nullopt});
  };
  if (named) add(named->triple);
  for (const Platform &row : allPlatforms()) {
    if (named && row.gnu != named->triple && row.musl != named->triple) continue;
    add(row.gnu);
    add(row.musl);
  }
  return specs;
}

/// What stands in the way of `folder` on PATH: empty when its cc is the first one.
std::string pathAdvice(const std::string &folder, const CommandCall &call) {
  FileStatus own = call.files.status(folder);
  for (const std::string &entry : call.environment.searchPath()) {
    if (entry == folder || own.sameFile(call.files.status(entry))) return {};
    if (call.files.status(joinPath(entry, "cc")).executable) break;
  }
  return fmt::format("export PATH={}:\"$PATH\"\n", shellWord(folder));
}

bool dropIn(const std::string &folder, CommandCall &call, Failure &failure) {
  TargetSpec spec;
  if (!environmentTarget(call.environment, spec, failure)) return false;
  std::vector<std::string> names(std::begin(bareNames), std::end(bareNames)), toMake;
  for (const TargetSpec &each : targetsOfPlatforms(spec.target))
    for (std::string &name : linkNames(each))
      names.push_back(std::move(name));
  if (!findWork(folder, names, call, toMake, failure) || !makeLinks(folder, toMake, call, failure))
    return false;
  std::string_view works = spec.target ? spec.target->triple : "the TARGETPLATFORM of each call";
  call.output = fmt::format("{} of {} links made in {}: cc, ld and the like, for {}\n{}", toMake.size(),
                            names.size(), folder, works, pathAdvice(folder, call));
  return true;
}

bool isToolLink(const std::string &folder, const std::string &name, const CommandCall &call) {
  std::optional<ToolName> tool = parseToolName(name);
  if (!tool || tool->tool == Tool::linkshim || tool->tool == Tool::cargo) return false;
  LinkState state = linkState(joinPath(folder, name), call.self, call.files);
  return state == LinkState::current || state == LinkState::outdated;
}

bool removeLinks(const std::string &folder, CommandCall &call, Failure &failure) {
  if (!call.files.status(folder).isDirectory()) {
    failure = {"there is no such folder to take links out of", {{"folder", folder}}, "linkshim help links"};
    return false;
  }
  size_t removed = 0;
  for (const std::string &name : call.files.list(folder)) {
    if (!isToolLink(folder, name, call)) continue;
    std::string path = joinPath(folder, name);
    call.files.removeAll(path);
    if (call.files.readLink(path)) {
      failure = {"a link could not be removed",
                 {{"link", path}, {"removed before", std::to_string(removed)}},
                 fmt::format("ls -ld {}", shellWord(folder))};
      return false;
    }
    ++removed;
  }
  call.output = fmt::format("{} links removed from {}\n", removed, folder);
  return true;
}

} // namespace

bool runLinks(CommandCall &call, Failure &failure) {
  constexpr CommandOption options[] = {{"--list"}, {"--drop-in"}, {"--remove"}};
  CommandArgs args;
  if (!takeOptions("links", call.args, options, false, args, failure)) return false;
  if (args.options.size() > 1) {
    failure = {"linkshim links takes one option", {}, "linkshim help links"};
    return false;
  }
  if (args.has("--drop-in") || args.has("--remove")) {
    std::string folder;
    if (!readFolder(args, call, folder, failure)) return false;
    return args.has("--remove") ? removeLinks(folder, call, failure) : dropIn(folder, call, failure);
  }
  bool list = args.has("--list");
  if (!list && args.rest.empty()) {
    failure = {"linkshim links needs the folder for the links", {}, "linkshim links ~/.local/bin"};
    return false;
  }
  std::vector<TargetSpec> specs;
  if (!readTargets(std::span(args.rest).subspan(list ? 0 : 1), specs, failure)) return false;
  std::vector<std::string> names;
  for (const TargetSpec &spec : specs)
    for (std::string &name : linkNames(spec))
      names.push_back(std::move(name));
  if (list) {
    for (const std::string &name : names)
      call.output += name + "\n";
    return true;
  }
  std::string folder = absolutePath(args.rest.front(), call.files);
  std::vector<std::string> toMake;
  if (!findWork(folder, names, call, toMake, failure) || !makeLinks(folder, toMake, call, failure))
    return false;
  call.output =
      fmt::format("{} of {} links made in {} for {} target{}\nexport PATH={}:\"$PATH\"\n", toMake.size(),
                  names.size(), folder, specs.size(), specs.size() == 1 ? "" : "s", shellWord(folder));
  return true;
}

} // namespace linkshim
