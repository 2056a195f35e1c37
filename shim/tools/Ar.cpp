#include "shim/tools/Ar.h"
#include "shim/base/Failure.h"
#include "shim/objects/Archive.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {
namespace {

constexpr std::string_view operations = "rqdtpx", modifiers = "cDoPsSuUv";

/// One call of ar, taken apart.
struct Call {
  char operation = 0; ///< of `operations`; `s` when only the index is asked for
  std::string letters;
  std::string archive;
  std::vector<std::string> names;
  bool has(char letter) const { return letters.find(letter) != std::string::npos; }
};

ArchiveResult failed(std::string what, std::string name, std::string reason, std::string action) {
  return {
      1,
      {},
      Failure{std::move(what), {{"name", std::move(name)}, {"reason", std::move(reason)}}, std::move(action)}
          .text()};
}

ArchiveResult needsLlvm(std::string_view option) {
  return failed("linkshim's own ar does not know an option", std::string(option), "no llvm-ar was found",
                "apt-get install llvm, or rustup component add llvm-tools");
}

bool readCall(const std::vector<std::string> &args, Call &call, std::string &unknown) {
  std::vector<std::string> words;
  bool first = true;
  for (const std::string &arg : args) {
    bool letters = first ? !arg.starts_with("--") : arg.size() > 1 && arg[0] == '-' && arg[1] != '-';
    bool harmless = arg == "--format=gnu" || arg == "--format=default";
    if (letters)
      call.letters += arg.substr(arg.starts_with('-') ? 1 : 0);
    else if (arg.starts_with("--") && !harmless)
      unknown = arg;
    else if (!harmless)
      words.push_back(arg);
    first = first && harmless;
  }
  for (char letter : call.letters) {
    bool operation = operations.find(letter) != std::string_view::npos;
    if (!operation && modifiers.find(letter) == std::string_view::npos) unknown = fmt::format("{}", letter);
    if (operation) call.operation = letter;
  }
  if (!call.operation && call.has('s')) call.operation = 's';
  if (!words.empty()) call.archive = words.front();
  if (words.size() > 1) call.names.assign(words.begin() + 1, words.end());
  return unknown.empty() && call.operation && !call.archive.empty();
}

bool wanted(const Call &call, std::string_view name) {
  return call.names.empty() || std::find(call.names.begin(), call.names.end(), name) != call.names.end();
}

/// Puts the files into the members, in place for r, at the end for q.
bool insert(const Call &call, const FileSystem &files, std::vector<ArchiveMember> &members,
            ArchiveResult &result) {
  for (const std::string &path : call.names) {
    SystemResult<std::string> bytes = files.read(path);
    if (!bytes) {
      result = failed("a file for an archive cannot be read", path, "it is missing, or not readable",
                      "ls -l " + path);
      return false;
    }
    std::string name = call.has('P') ? path : std::string(baseName(path));
    auto old =
        std::find_if(members.begin(), members.end(), [&](const ArchiveMember &m) { return m.name == name; });
    bool replaces = call.operation == 'r' && old != members.end();
    if (call.has('v')) result.output += fmt::format("{} - {}\n", replaces ? 'r' : 'a', path);
    if (replaces)
      old->bytes = std::move(*bytes);
    else
      members.push_back({name, std::move(*bytes)});
  }
  return true;
}

/// t, p and x, which only look.
void show(const Call &call, const std::vector<ArchiveMember> &members, FileSystem &files,
          ArchiveResult &result) {
  for (const ArchiveMember &member : members) {
    if (!wanted(call, member.name)) continue;
    switch (call.operation) {
    case 't': result.output += member.name + "\n"; break;
    case 'p': result.output += member.bytes; break;
    default:
      if (call.has('v')) result.output += fmt::format("x - {}\n", member.name);
      // A member must not be written outside of this folder.
      if (auto written = files.writeFile(std::string(baseName(member.name)), member.bytes); !written)
        result = failed("a member cannot be written", member.name, written.error(), "ls -ld .");
    }
  }
  for (const std::string &name : call.names)
    if (std::none_of(members.begin(), members.end(), [&](const ArchiveMember &m) { return m.name == name; }))
      result = failed("the archive has no such member", name, call.archive, "ar t " + call.archive);
}

} // namespace

ArchiveResult runAr(const std::vector<std::string> &args, FileSystem &files) {
  if (args.size() == 1 && (args[0] == "--version" || args[0] == "-V"))
    return {0, "linkshim ar, GNU format\n", {}};
  Call call;
  std::string unknown;
  if (!readCall(args, call, unknown)) {
    if (!unknown.empty()) return needsLlvm(unknown);
    return failed("ar needs an operation and an archive", "ar", "the call is not complete",
                  "ar rcs ARCHIVE FILE...");
  }
  ArchiveResult result;
  std::vector<ArchiveMember> members;
  std::string error;
  bool there = files.status(call.archive).kind != FileStatus::Kind::missing;
  bool makes = call.operation == 'r' || call.operation == 'q';
  if (there && !readArchive(files.read(call.archive).value_or(""), members, error))
    return failed("an archive cannot be read", call.archive, error, "ls -l " + call.archive);
  if (!there && !makes)
    return failed("an archive cannot be read", call.archive, "it is missing", "ls -l " + call.archive);
  if (!there && !call.has('c')) result.messages = fmt::format("ar: creating {}\n", call.archive);
  if (call.operation == 't' || call.operation == 'p' || call.operation == 'x') {
    show(call, members, files, result);
    return result;
  }
  if (makes && !insert(call, files, members, result)) return result;
  if (call.operation == 'd' && !call.names.empty())
    std::erase_if(members, [&](const ArchiveMember &member) { return wanted(call, member.name); });
  auto written =
      files.writeFile(call.archive, writeArchive(members, call.operation == 's' || !call.has('S')));
  if (!written)
    return failed("an archive cannot be written", call.archive, written.error(),
                  "ls -ld " + parentPath(call.archive));
  return result;
}

ArchiveResult runRanlib(const std::vector<std::string> &args, FileSystem &files) {
  for (const std::string &arg : args) {
    if (arg == "--version" || arg == "-V") return {0, "linkshim ranlib, GNU format\n", {}};
    if (arg == "-D" || arg == "-U") continue;
    if (arg.starts_with('-')) return needsLlvm(arg);
    if (ArchiveResult result = runAr({"s", arg}, files); result.status != 0) return result;
  }
  return {};
}

} // namespace linkshim
