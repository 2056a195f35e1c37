#include "shim/call/DefaultTarget.h"
#include "shim/call/Specification.h"
#include "shim/call/TargetSpec.h"
#include "shim/call/ToolName.h"
#include "shim/commands/Command.h"
#include "shim/commands/build/LinkNames.h"
#include "shim/commands/cargo/DescribedTarget.h"
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
aarch64-linux-gnu-gcc, and so on. A TARGET with a glibc version (aarch64-unknown-linux-gnu.2.28) gives names with that
version. Without TARGET: all targets that linkshim links. Links that linkshim made before are kept or brought up to
date; other files are never replaced.

  --list      print the names, make nothing
  --drop-in   for a container, also cc, c++, gcc, g++, clang, clang++, ld, ar, ranlib, nm, strip, objcopy and
              pkg-config. They work for the target that LINKSHIM_TARGET or TARGETPLATFORM names when they are called,
              and pass on to the machine's own tools what is built for the machine. The names with a target are those
              of that platform, or of every container platform where none is named. DIR is linkshim's own folder
              unless given
  --remove    remove all links that linkshim made from DIR; nothing else is touched
)";

namespace {

constexpr uint32_t folderMode = 0755;

/// The tools without a target in their names. Not `as`: the machine's own GCC calls the one on PATH.
constexpr std::string_view bareNames[] = {"cc", "c++",    "gcc", "g++",   "clang",   "clang++",   "ld",
                                          "ar", "ranlib", "nm",  "strip", "objcopy", "pkg-config"};

Result<std::vector<TargetSpec>> readTargets(std::span<const std::string> texts, const CommandCall &call) {
  std::vector<TargetSpec> specs;
  for (const std::string &text : texts) {
    Result<TargetSpec> spec = describedTarget(text, call);
    if (!spec) return failed(spec);
    specs.push_back(*spec);
  }
  if (!texts.empty()) return specs;
  for (const Target &target : allTargets())
    if (target.unlinked.empty()) specs.push_back({&target, std::nullopt});
  return specs;
}

std::vector<std::string> namesOf(const std::vector<TargetSpec> &specs) {
  std::vector<std::string> names;
  for (const TargetSpec &spec : specs)
    for (std::string &name : linkNames(spec))
      names.push_back(std::move(name));
  return names;
}

/// The paths of the links that are missing or outdated. Everything is looked at before anything is made.
Result<std::vector<std::string>> findWork(const std::string &folder, const std::vector<std::string> &names,
                                          const CommandCall &call) {
  std::vector<std::string> paths;
  for (const std::string &name : names) {
    std::string path = joinPath(folder, name);
    LinkState state = linkState(path, call.self, call.files);
    if (state == LinkState::foreign)
      return fail({"a file that linkshim did not make has the name of a link",
                   {{"file", path}},
                   fmt::format("rm {}", shellWord(path))});
    if (state != LinkState::current) paths.push_back(path);
  }
  return paths;
}

/// Makes or renews links; where one cannot be made, those that are new are removed again.
Result<void> makeLinks(const std::string &folder, const std::vector<std::string> &paths,
                       const CommandCall &call) {
  std::vector<std::string> made;
  SystemResult<void> done = call.files.makeDirectories(folder, folderMode);
  for (size_t i = 0; done && i < paths.size(); ++i) {
    bool isNew = !call.files.readLink(paths[i]);
    done = call.files.makeSymlink(call.self, paths[i]);
    if (done && isNew) made.push_back(paths[i]);
  }
  if (done) return {};
  for (const std::string &path : made)
    call.files.removeAll(path);
  return fail({"the links could not be made",
               {{"folder", folder}, {"reason", done.error()}},
               fmt::format("ls -ld {}", shellWord(folder))});
}

/// How many links were made; the others were there.
Result<size_t> makeMissingLinks(const std::string &folder, const std::vector<std::string> &names,
                                const CommandCall &call) {
  Result<std::vector<std::string>> paths = findWork(folder, names, call);
  if (!paths) return failed(paths);
  if (Result<void> made = makeLinks(folder, *paths, call); !made) return failed(made);
  return paths->size();
}

std::string absolutePath(const std::string &path, const FileReader &files) {
  return path.starts_with('/') ? path : joinPath(files.currentDirectory(), path);
}

/// DIR of --drop-in and --remove.
Result<std::string> readFolder(const CommandArgs &args, const CommandCall &call) {
  if (args.rest.size() > 1)
    return fail({"linkshim links takes one folder with that option",
                 {{"argument", args.rest[1]}},
                 "linkshim help links"});
  return args.rest.empty() ? parentPath(call.self) : absolutePath(args.rest.front(), call.files);
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

/// The command that puts `folder` on PATH; empty when its cc is the first one there.
std::string pathAdvice(const std::string &folder, const CommandCall &call) {
  FileStatus own = call.files.status(folder);
  for (const std::string &entry : call.environment.searchPath()) {
    if (entry == folder || own.sameFile(call.files.status(entry))) return {};
    if (call.files.status(joinPath(entry, "cc")).executable) break;
  }
  return fmt::format("export PATH={}:\"$PATH\"\n", shellWord(folder));
}

Result<CommandResult> dropIn(const std::string &folder, const CommandCall &call) {
  Result<TargetSpec> spec = environmentTarget(call.environment, call.files);
  if (!spec) return failed(spec);
  std::vector<std::string> names = namesOf(targetsOfPlatforms(spec->target));
  names.insert(names.begin(), std::begin(bareNames), std::end(bareNames));
  Result<size_t> made = makeMissingLinks(folder, names, call);
  if (!made) return failed(made);
  std::string_view target = spec->target ? spec->target->triple : "the TARGETPLATFORM of each call";
  return CommandResult{fmt::format("{} of {} links made in {}: cc, ld and the like, for {}\n{}", *made,
                                   names.size(), folder, target, pathAdvice(folder, call))};
}

bool isToolLink(const std::string &folder, const std::string &name, const CommandCall &call) {
  std::optional<ToolName> tool = parseToolName(name);
  if (!tool || tool->tool == Tool::linkshim || tool->tool == Tool::cargo) return false;
  LinkState state = linkState(joinPath(folder, name), call.self, call.files);
  return state == LinkState::current || state == LinkState::outdated;
}

Result<CommandResult> removeLinks(const std::string &folder, const CommandCall &call) {
  if (!call.files.status(folder).isDirectory())
    return fail(
        {"there is no such folder to take links out of", {{"folder", folder}}, "linkshim help links"});
  size_t removed = 0;
  for (const std::string &name : call.files.list(folder)) {
    if (!isToolLink(folder, name, call)) continue;
    std::string path = joinPath(folder, name);
    call.files.removeAll(path);
    if (call.files.readLink(path))
      return fail({"a link could not be removed",
                   {{"link", path}, {"removed before", std::to_string(removed)}},
                   fmt::format("ls -ld {}", shellWord(folder))});
    ++removed;
  }
  return CommandResult{fmt::format("{} links removed from {}\n", removed, folder)};
}

Result<CommandResult> listLinks(std::span<const std::string> targets, const CommandCall &call) {
  Result<std::vector<TargetSpec>> specs = readTargets(targets, call);
  if (!specs) return failed(specs);
  CommandResult result;
  for (const std::string &name : namesOf(*specs))
    result.output += name + "\n";
  return result;
}

Result<CommandResult> addLinks(const std::string &folder, std::span<const std::string> targets,
                               const CommandCall &call) {
  Result<std::vector<TargetSpec>> specs = readTargets(targets, call);
  if (!specs) return failed(specs);
  std::vector<std::string> names = namesOf(*specs);
  Result<size_t> made = makeMissingLinks(folder, names, call);
  if (!made) return failed(made);
  CommandResult result{fmt::format("{} of {} links made in {} for {} target{}\nexport PATH={}:\"$PATH\"\n",
                                   *made, names.size(), folder, specs->size(), specs->size() == 1 ? "" : "s",
                                   shellWord(folder))};
  // The tools of a target that the table lacks find its specification by this.
  for (const TargetSpec &spec : *specs)
    if (std::string_view file = specificationFile(*spec.target); !file.empty())
      result.output += fmt::format("export {}={}\n", specificationVariable(spec.target->triple),
                                   shellWord(std::string(file)));
  return result;
}

} // namespace

Result<CommandResult> runLinks(const CommandCall &call) {
  constexpr CommandOption options[] = {{"--list"}, {"--drop-in"}, {"--remove"}};
  Result<CommandArgs> args = parseOptions("links", call.args, options);
  if (!args) return failed(args);
  if (args->options.size() > 1) return fail(wrongUsage("links", "linkshim links takes one option"));
  if (args->has("--drop-in") || args->has("--remove")) {
    Result<std::string> folder = readFolder(*args, call);
    if (!folder) return failed(folder);
    return args->has("--remove") ? removeLinks(*folder, call) : dropIn(*folder, call);
  }
  if (args->has("--list")) return listLinks(args->rest, call);
  if (args->rest.empty())
    return fail({"linkshim links needs the folder for the links", {}, "linkshim links ~/.local/bin"});
  return addLinks(absolutePath(args->rest.front(), call.files), std::span(args->rest).subspan(1), call);
}

} // namespace linkshim
