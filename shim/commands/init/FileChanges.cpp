#include "shim/commands/init/FileChanges.h"
#include "shim/plan/Plan.h"
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

/// What is made on the way, and how to take it back.
class Transaction {
public:
  Transaction(std::span<const FileChange> changes, FileSystem &files) : changes(changes), files(files) {}
  bool run(Failure &failure);

private:
  struct Step {
    const FileChange *change = nullptr;
    std::string fresh, backup; ///< the new bytes and the old ones, beside the file's place
    bool done = false;
  };
  bool check(const FileChange &change, Failure &failure) const;
  bool makeFolder(const std::string &path, std::string &error);
  bool prepare(Step &step, std::string &error);
  std::optional<std::string> scratchIn(const std::string &folder, std::string &error);
  void undo();

  std::span<const FileChange> changes;
  FileSystem &files;
  std::vector<Step> steps;
  std::vector<std::string> folders;                         ///< that were made, outer ones first
  std::vector<std::pair<std::string, std::string>> scratch; ///< by the folder that it lies in
};

bool Transaction::check(const FileChange &change, Failure &failure) const {
  FileStatus status = files.status(change.path);
  if (!change.old && status.kind == FileStatus::Kind::missing && !files.readLink(change.path)) return true;
  if (!change.old || files.read(change.path) != *change.old) {
    failure = {fmt::format("{} was changed meanwhile", change.name), {}, "linkshim init"};
    return false;
  }
  if ((status.mode & ownerMayWrite) != 0) return true;
  failure = {fmt::format("{} is read-only", change.name),
             {{"file", change.path}},
             fmt::format("chmod u+w {}", shellWord(change.path))};
  return false;
}

bool Transaction::makeFolder(const std::string &path, std::string &error) {
  std::vector<std::string> missing;
  for (std::string at = path; !files.status(at).isDirectory() && at != parentPath(at); at = parentPath(at))
    missing.push_back(at);
  for (; !missing.empty(); missing.pop_back()) {
    if (!succeeded(files.makeDirectories(missing.back(), folderMode), error)) return false;
    folders.push_back(missing.back());
  }
  return true;
}

std::optional<std::string> Transaction::scratchIn(const std::string &folder, std::string &error) {
  for (const auto &[place, path] : scratch)
    if (place == folder) return path;
  SystemResult<std::string> made = files.makeUniqueDirectory(folder);
  if (!succeeded(made, error)) return std::nullopt;
  scratch.emplace_back(folder, *made);
  return *made;
}

bool Transaction::prepare(Step &step, std::string &error) {
  const FileChange &change = *step.change;
  std::string folder = parentPath(change.path), name(baseName(change.path));
  if (!makeFolder(folder, error)) return false;
  std::optional<std::string> place = scratchIn(folder, error);
  if (!place) return false;
  step.fresh = joinPath(*place, name);
  if (!succeeded(files.writeFile(step.fresh, change.text), error)) return false;
  if (!change.old) return !change.executable || succeeded(files.makeExecutable(step.fresh), error);
  step.backup = joinPath(*place, name + ".old");
  return succeeded(files.copyAccess(change.path, step.fresh), error) &&
         succeeded(files.writeFile(step.backup, *change.old), error) &&
         succeeded(files.copyAccess(change.path, step.backup), error);
}

void Transaction::undo() {
  // What cannot be taken back stays; the failure that came first is told.
  for (const Step &step : std::views::reverse(steps)) {
    if (!step.done) continue;
    if (step.change->old)
      (void)files.rename(step.backup, step.change->path);
    else
      files.removeAll(step.change->path);
  }
}

bool Transaction::run(Failure &failure) {
  for (const FileChange &change : changes)
    if (!check(change, failure)) return false;
  std::string error;
  const FileChange *failed = nullptr;
  for (const FileChange &change : changes) {
    steps.push_back({&change, {}, {}});
    if (prepare(steps.back(), error)) continue;
    failed = &change;
    break;
  }
  for (Step &step : steps) {
    if (failed) break;
    step.done = succeeded(files.rename(step.fresh, step.change->path), error);
    if (!step.done) failed = step.change;
  }
  if (failed) undo();
  for (const auto &[place, path] : scratch)
    files.removeAll(path);
  if (!failed) return true;
  for (; !folders.empty(); folders.pop_back())
    files.removeAll(folders.back());
  failure = {fmt::format("{} cannot be written; nothing was changed", failed->name),
             {{"file", failed->path}, {"reason", error}},
             fmt::format("df {}", shellWord(parentPath(failed->path)))};
  return false;
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

bool applyChanges(std::span<const FileChange> changes, FileSystem &files, Failure &failure) {
  return Transaction(changes, files).run(failure);
}

} // namespace linkshim
