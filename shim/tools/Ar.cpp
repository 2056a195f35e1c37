#include "shim/tools/Ar.h"
#include "shim/base/Failure.h"
#include "shim/objects/Archive.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {
namespace {

constexpr std::string_view operations = "rqdtpx", modifiers = "cDoPsSuUv";

/// The parsed arguments of a call of ar.
struct Call {
  char operation = 0; ///< one of `operations`; `s` when only the index is to be made
  std::string letters;
  std::string archive;
  std::vector<std::string> names;
  bool has(char letter) const { return letters.find(letter) != std::string::npos; }
};

using Members = std::vector<ArchiveMember>;

Failure problem(std::string what, std::string name, std::string reason, std::string action) {
  return {std::move(what), {{"name", std::move(name)}, {"reason", std::move(reason)}}, std::move(action)};
}

ArchiveResult resultOf(const Failure &why) {
  return {1, {}, why.text()};
}

Failure needsLlvm(std::string_view option) {
  return problem("linkshim's own ar does not know an option", std::string(option), "no llvm-ar was found",
                 "apt-get install llvm, or rustup component add llvm-tools");
}

Result<Call> readCall(const std::vector<std::string> &args) {
  Call call;
  std::string unknown;
  std::vector<std::string> names; // the archive's, then those of files or members
  bool first = true;
  for (const std::string &arg : args) {
    bool letters = first ? !arg.starts_with("--") : arg.size() > 1 && arg[0] == '-' && arg[1] != '-';
    bool harmless = arg == "--format=gnu" || arg == "--format=default";
    if (letters)
      call.letters += arg.substr(arg.starts_with('-') ? 1 : 0);
    else if (arg.starts_with("--") && !harmless)
      unknown = arg;
    else if (!harmless)
      names.push_back(arg);
    first = first && harmless;
  }
  for (char letter : call.letters) {
    bool operation = operations.find(letter) != std::string_view::npos;
    if (!operation && modifiers.find(letter) == std::string_view::npos) unknown = fmt::format("{}", letter);
    if (operation) call.operation = letter;
  }
  if (!call.operation && call.has('s')) call.operation = 's';
  if (!names.empty()) call.archive = names.front();
  if (names.size() > 1) call.names.assign(names.begin() + 1, names.end());
  if (!unknown.empty()) return fail(needsLlvm(unknown));
  if (!call.operation || call.archive.empty())
    return fail(problem("ar needs an operation and an archive", "ar", "the call is not complete",
                        "ar rcs ARCHIVE FILE..."));
  return call;
}

bool wanted(const Call &call, std::string_view name) {
  return call.names.empty() || std::find(call.names.begin(), call.names.end(), name) != call.names.end();
}

auto findMember(auto &members, std::string_view name) {
  return std::find_if(members.begin(), members.end(), [&](const ArchiveMember &m) { return m.name == name; });
}

/// Puts files into the archive: r replaces members of the same name, q appends. Returns the text that v
/// prints.
Result<std::string> insert(const Call &call, const FileSystem &files, Members &members) {
  std::string output;
  for (const std::string &path : call.names) {
    SystemResult<std::string> bytes = files.read(path);
    if (!bytes)
      return fail(problem("a file for an archive cannot be read", path, "it is missing, or not readable",
                          "ls -l " + path));
    std::string name = call.has('P') ? path : std::string(baseName(path));
    auto old = findMember(members, name);
    bool replaces = call.operation == 'r' && old != members.end();
    if (call.has('v')) output += fmt::format("{} - {}\n", replaces ? 'r' : 'a', path);
    if (replaces)
      old->bytes = std::move(*bytes);
    else
      members.push_back({name, std::move(*bytes)});
  }
  return output;
}

/// t, p and x, which leave the archive as it is.
ArchiveResult show(const Call &call, const Members &members, FileSystem &files) {
  ArchiveResult result;
  for (const ArchiveMember &member : members) {
    if (!wanted(call, member.name)) continue;
    switch (call.operation) {
    case 't': result.output += member.name + "\n"; break;
    case 'p': result.output += member.bytes; break;
    default:
      if (call.has('v')) result.output += fmt::format("x - {}\n", member.name);
      // The base name only: a member must not be written outside of this folder.
      if (auto written = files.writeFile(std::string(baseName(member.name)), member.bytes); !written)
        result = resultOf(problem("a member cannot be written", member.name, written.error(), "ls -ld ."));
    }
  }
  for (const std::string &name : call.names)
    if (findMember(members, name) == members.end())
      result =
          resultOf(problem("the archive has no such member", name, call.archive, "ar t " + call.archive));
  return result;
}

/// The members of the call's archive; none where r or q create it.
Result<Members> readMembers(const Call &call, const FileSystem &files) {
  bool makes = call.operation == 'r' || call.operation == 'q';
  bool there = files.status(call.archive).kind != FileStatus::Kind::missing;
  if (!there && makes) return Members();
  std::expected<Members, std::string> members =
      there ? readArchive(files.read(call.archive).value_or("")) : std::unexpected("it is missing");
  if (members) return std::move(*members);
  return fail(problem("an archive cannot be read", call.archive, members.error(), "ls -l " + call.archive));
}

/// r, q, d and s, which change the archive.
Result<ArchiveResult> change(const Call &call, Members members, FileSystem &files) {
  ArchiveResult result;
  if (call.operation == 'r' || call.operation == 'q') {
    Result<std::string> output = insert(call, files, members);
    if (!output) return failed(output);
    result.output = *output;
    bool there = files.status(call.archive).kind != FileStatus::Kind::missing;
    if (!there && !call.has('c')) result.messages = fmt::format("ar: creating {}\n", call.archive);
  }
  if (call.operation == 'd' && !call.names.empty())
    std::erase_if(members, [&](const ArchiveMember &member) { return wanted(call, member.name); });
  bool indexed = call.operation == 's' || !call.has('S');
  std::expected<std::string, std::string> bytes =
      writeArchive(members, indexed ? elf::ArIndex::symbols : elf::ArIndex::none);
  if (!bytes)
    return fail(problem("an archive's index cannot be made", call.archive, bytes.error(),
                        "make the damaged member anew, or give S for an archive without an index"));
  if (auto written = files.writeFile(call.archive, *bytes); !written)
    return fail(problem("an archive cannot be written", call.archive, written.error(),
                        "ls -ld " + parentPath(call.archive)));
  return result;
}

} // namespace

ArchiveResult runAr(const std::vector<std::string> &args, FileSystem &files) {
  Result<Call> call = readCall(args);
  if (!call) return resultOf(call.error());
  Result<Members> members = readMembers(*call, files);
  if (!members) return resultOf(members.error());
  if (call->operation == 't' || call->operation == 'p' || call->operation == 'x')
    return show(*call, *members, files);
  Result<ArchiveResult> result = change(*call, std::move(*members), files);
  return result ? *result : resultOf(result.error());
}

ArchiveResult runRanlib(const std::vector<std::string> &args, FileSystem &files) {
  for (const std::string &arg : args) {
    if (arg == "-D" || arg == "-U") continue;
    if (arg.starts_with('-')) return resultOf(needsLlvm(arg));
    if (ArchiveResult result = runAr({"s", arg}, files); result.status != 0) return result;
  }
  return {};
}

} // namespace linkshim
