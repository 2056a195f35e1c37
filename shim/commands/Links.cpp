#include "shim/Plan.h"
#include "shim/commands/Command.h"
#include "shim/commands/LinkNames.h"
#include <fmt/format.h>

namespace linkshim {

const std::string_view linksUsage = R"(linkshim links DIR [TARGET...]
linkshim links --list [TARGET...]

Puts symbolic links to linkshim into DIR, one for every tool of every TARGET: aarch64-unknown-linux-gnu-cc,
aarch64-linux-gnu-gcc, and so on. With a glibc version (aarch64-unknown-linux-gnu.2.28) the names carry it. Without
TARGET: all targets that linkshim links. Links that linkshim made before are kept or brought up to date; a file that is
none is never replaced.

  --list   print the names, make nothing
)";

namespace {

constexpr uint32_t folderMode = 0755;

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
  bool ok = call.files.makeDirectories(folder, folderMode, error);
  for (size_t i = 0; ok && i < paths.size(); ++i) {
    bool isNew = !call.files.readLink(paths[i]);
    ok = call.files.makeSymlink(call.self, paths[i], error);
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

} // namespace

bool runLinks(CommandCall &call, Failure &failure) {
  constexpr CommandOption options[] = {{"--list"}};
  CommandArgs args;
  if (!takeOptions("links", call.args, options, false, args, failure)) return false;
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
  std::string folder = args.rest.front();
  if (!folder.starts_with('/')) folder = joinPath(call.files.currentDirectory(), folder);
  std::vector<std::string> toMake;
  if (!findWork(folder, names, call, toMake, failure) || !makeLinks(folder, toMake, call, failure))
    return false;
  call.output =
      fmt::format("{} of {} links made in {} for {} target{}\nexport PATH={}:\"$PATH\"\n", toMake.size(),
                  names.size(), folder, specs.size(), specs.size() == 1 ? "" : "s", shellWord(folder));
  return true;
}

} // namespace linkshim
