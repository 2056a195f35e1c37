#include "shim/commands/init/FileChanges.h"
#include "shim/plan/Plan.h"
#include "shim/system/Signals.h"
#include <algorithm>
#include <fmt/format.h>
#include <ranges>

namespace linkshim {
namespace {

constexpr uint32_t folderMode = 0777, ownerMayWrite = 0200;

std::vector<std::string_view> linesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  for (size_t at = 0; at < text.size();) {
    size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    at = end + 1;
  }
  return lines;
}

/// A change while it is made.
struct PendingChange {
  const FileChange *change = nullptr;
  std::string fresh, backup; ///< the new bytes and the old ones, beside the file's place
  bool done = false;
};

/// Makes changes, and undoes them where one fails.
class Transaction {
public:
  Transaction(std::span<const FileChange> changes, FileSystem &files) : changes(changes), files(files) {}
  Result<void> run();

private:
  Result<void> check(const FileChange &change) const;
  Result<void> makeAll();
  SystemResult<void> makeFolder(const std::string &path);
  SystemResult<PendingChange> prepare(const FileChange &change);
  SystemResult<std::string> scratchIn(const std::string &folder);
  void undo();

  std::span<const FileChange> changes;
  FileSystem &files;
  std::vector<PendingChange> steps;
  std::vector<std::string> folders;                         ///< that were made, outer ones first
  std::vector<std::pair<std::string, std::string>> scratch; ///< by the folder that it lies in
};

Result<void> Transaction::check(const FileChange &change) const {
  FileStatus status = files.status(change.path);
  if (!change.old && status.kind == FileStatus::Kind::missing && !files.readLink(change.path)) return {};
  if (!change.old || files.read(change.path) != *change.old)
    return fail({fmt::format("{} was changed meanwhile", change.name), {}, "linkshim init"});
  if ((status.mode & ownerMayWrite) != 0) return {};
  return fail({fmt::format("{} is read-only", change.name),
               {{"file", change.path}},
               fmt::format("chmod u+w {}", shellWord(change.path))});
}

SystemResult<void> Transaction::makeFolder(const std::string &path) {
  std::vector<std::string> missing;
  for (std::string at = path; !files.status(at).isDirectory() && at != parentPath(at); at = parentPath(at))
    missing.push_back(at);
  for (; !missing.empty(); missing.pop_back()) {
    if (SystemResult<void> made = files.makeDirectories(missing.back(), folderMode); !made) return made;
    folders.push_back(missing.back());
  }
  return {};
}

/// The folder for new and old bytes of the files in `folder`.
SystemResult<std::string> Transaction::scratchIn(const std::string &folder) {
  for (const auto &[place, path] : scratch)
    if (place == folder) return path;
  SystemResult<std::string> made = files.makeUniqueDirectory(folder);
  if (made) scratch.emplace_back(folder, *made);
  return made;
}

/// Writes the new bytes, and a copy of the old ones, beside the file's place.
SystemResult<PendingChange> Transaction::prepare(const FileChange &change) {
  std::string folder = parentPath(change.path), name(baseName(change.path));
  SystemResult<void> done = makeFolder(folder);
  if (!done) return std::unexpected(done.error());
  SystemResult<std::string> place = scratchIn(folder);
  if (!place) return std::unexpected(place.error());
  PendingChange step{&change, joinPath(*place, name), joinPath(*place, name + ".old")};
  done = files.writeFile(step.fresh, change.text);
  if (change.old) {
    if (done) done = files.copyAccess(change.path, step.fresh);
    if (done) done = files.writeFile(step.backup, *change.old);
    if (done) done = files.copyAccess(change.path, step.backup);
  } else if (done && change.executable) {
    done = files.makeExecutable(step.fresh);
  }
  if (!done) return std::unexpected(done.error());
  return step;
}

void Transaction::undo() {
  for (const PendingChange &step : std::views::reverse(steps)) {
    if (!step.done) continue;
    if (step.change->old)
      static_cast<void>(files.rename(step.backup, step.change->path)); // the first failure is the one to tell
    else
      files.removeAll(step.change->path);
  }
}

Failure unwritable(const FileChange &change, const std::string &reason) {
  return {fmt::format("{} cannot be written; nothing was changed", change.name),
          {{"file", change.path}, {"reason", reason}},
          fmt::format("df {}", shellWord(parentPath(change.path)))};
}

Result<void> Transaction::makeAll() {
  for (const FileChange &change : changes) {
    SystemResult<PendingChange> step = prepare(change);
    if (!step) return fail(unwritable(change, step.error()));
    steps.push_back(std::move(*step));
  }
  for (PendingChange &step : steps) {
    SystemResult<void> moved = files.rename(step.fresh, step.change->path);
    if (!moved) return fail(unwritable(*step.change, moved.error()));
    step.done = true;
  }
  return {};
}

Result<void> Transaction::run() {
  for (const FileChange &change : changes)
    if (Result<void> good = check(change); !good) return good;
  HeldSignals signals; // all or nothing also where one comes
  Result<void> made = makeAll();
  if (!made) undo();
  for (const auto &[place, path] : scratch)
    files.removeAll(path);
  if (!made)
    for (const std::string &folder : std::views::reverse(folders))
      files.removeAll(folder);
  return made;
}

} // namespace

std::string listing(std::string_view old, std::string_view text) {
  std::vector<std::string_view> before = linesOf(old), after = linesOf(text);
  std::string out;
  size_t at = 0, last = 0; // `last`: behind the line that was listed last
  for (size_t i = 0; i < after.size(); ++i) {
    if (at < before.size() && after[i] == before[at]) {
      ++at;
      continue;
    }
    if (last != i && i != 0) out += fmt::format("@@ {}\n", i + 1);
    last = i + 1;
    auto rest = after.begin() + static_cast<std::ptrdiff_t>(i);
    bool comesLater = at == before.size() || std::find(rest, after.end(), before[at]) != after.end();
    if (!comesLater) out += fmt::format("- {}\n", before[at++]);
    out += fmt::format("+ {}\n", after[i]);
  }
  return out;
}

Result<void> applyChanges(std::span<const FileChange> changes, FileSystem &files) {
  return Transaction(changes, files).run();
}

} // namespace linkshim
