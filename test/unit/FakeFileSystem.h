#pragma once
#include "shim/base/FileSystem.h"
#include "triples/Target.h"
#include <cerrno>
#include <cstring>
#include <map>
#include <set>

namespace linkshim::test {

/// Where plans of tests find a target's pack, unpacked.
inline std::string packOf(const Target &target) {
  return "/share/sysroots/" + std::string(target.triple);
}

/// A disk in memory: what a test puts in with file, program, directory and symlink, and nothing else. Parent
/// folders come by themselves. A path that `readOnly` names, and all below it, takes no change.
class FakeFileSystem final : public FileSystem {
public:
  FakeFileSystem() { directory("/"); }

  FakeFileSystem &file(const std::string &path, std::string bytes = "") {
    return put(path, {Node::Kind::file, std::move(bytes), 0644});
  }
  FakeFileSystem &program(const std::string &path, std::string bytes = "a program") {
    return put(path, {Node::Kind::file, std::move(bytes), 0755});
  }
  FakeFileSystem &directory(const std::string &path, uint32_t mode = 0755) {
    return put(path, {Node::Kind::directory, "", mode});
  }
  FakeFileSystem &symlink(const std::string &path, std::string target) {
    return put(path, {Node::Kind::link, std::move(target), 0777});
  }
  FakeFileSystem &readOnly(const std::string &path) {
    protectedFolders.insert(path);
    return *this;
  }
  /// A file that some process holds a lock of.
  FakeFileSystem &heldFile(const std::string &path) {
    held.insert(path);
    return file(path);
  }
  /// Likewise, and the process has started this one.
  FakeFileSystem &ancestorsFile(const std::string &path) {
    heldAbove.insert(path);
    return file(path);
  }
  /// The folder or file is another user's.
  FakeFileSystem &ownedByOther(const std::string &path) {
    others.insert(path);
    return *this;
  }
  /// The change of that number, from 1, fails for want of room, and so do all later ones that take room.
  FakeFileSystem &fullAt(int change) {
    fullFrom = change;
    return *this;
  }
  int changes() const { return made; } ///< that were tried
  /// Files and folders that are made from now on are so much newer.
  FakeFileSystem &later(uint64_t nanoseconds) {
    inodes += nanoseconds;
    return *this;
  }
  FakeFileSystem &workIn(std::string path) {
    directory(path);
    current = std::move(path);
    return *this;
  }

  /// Every path below `folder` with its bytes, `-> target` for a link and `/` for a folder.
  std::map<std::string, std::string> tree(const std::string &folder) const {
    std::map<std::string, std::string> all;
    for (const auto &[path, node] : nodes)
      if (path.starts_with(folder + "/"))
        all[path] = node.kind == Node::Kind::link        ? "-> " + node.bytes
                    : node.kind == Node::Kind::directory ? "/"
                                                         : node.bytes;
    return all;
  }

  FileStatus status(const std::string &path) const override {
    FileStatus s;
    auto real = resolve(path);
    if (!real) return s;
    const Node &node = nodes.at(*real);
    s.kind = node.kind == Node::Kind::directory ? FileStatus::Kind::directory : FileStatus::Kind::file;
    s.executable = s.isFile() && (node.mode & 0111) != 0;
    s.size = node.bytes.size();
    s.device = 1;
    s.inode = node.inode;
    s.modified = s.changed = node.inode; // a new one with every change
    s.owner = others.contains(*real) ? user + 1 : user;
    s.mode = node.mode;
    return s;
  }

  SystemResult<std::string> read(const std::string &path) const override {
    auto real = resolve(path);
    if (!real || nodes.at(*real).kind != Node::Kind::file) return fail(real ? EISDIR : ENOENT);
    return nodes.at(*real).bytes;
  }

  std::string readPart(const std::string &path, uint64_t offset, size_t size) const override {
    std::string bytes = read(path).value_or("");
    return offset < bytes.size() ? bytes.substr(offset, size) : "";
  }

  std::vector<std::string> list(const std::string &path) const override {
    std::vector<std::string> names;
    auto real = resolve(path);
    if (!real) return names;
    std::string prefix = *real == "/" ? "/" : *real + "/";
    for (const auto &[name, node] : nodes)
      if (name.size() > prefix.size() && name.starts_with(prefix) &&
          name.find('/', prefix.size()) == std::string::npos)
        names.push_back(name.substr(prefix.size()));
    return names;
  }

  std::optional<std::string> realPath(const std::string &path) const override { return resolve(path); }

  std::optional<std::string> readLink(const std::string &path) const override {
    auto at = place(path);
    if (!at || !nodes.contains(*at) || nodes.at(*at).kind != Node::Kind::link) return std::nullopt;
    return nodes.at(*at).bytes;
  }

  std::string currentDirectory() const override { return current; }

  bool isLocked(const std::string &path) const override {
    return held.contains(path) || heldAbove.contains(path);
  }
  bool isLockedByAncestor(const std::string &path) const override { return heldAbove.contains(path); }

  SystemResult<void> makeDirectories(const std::string &path, uint32_t mode) override {
    if (isFull(true)) return fail(ENOSPC);
    std::string whole = absolute(path);
    for (size_t at = 1; at <= whole.size(); ++at) {
      if (at != whole.size() && whole[at] != '/') continue;
      std::string part = whole.substr(0, at);
      FileStatus s = status(part);
      if (s.isDirectory()) continue;
      auto real = place(part);
      if (s.isFile()) return fail(ENOTDIR);
      if (!real) return fail(ENOENT);
      if (isReadOnly(*real)) return fail(EROFS);
      directory(*real, mode);
    }
    return {};
  }

  SystemResult<void> makePrivateDirectory(const std::string &path) override {
    FileStatus s = status(path);
    if (s.kind == FileStatus::Kind::missing && !readLink(path)) return makeDirectories(path, 0700);
    if (!s.isDirectory() || readLink(path)) return fail(ENOTDIR);
    return s.owner == user && (s.mode & 0022) == 0 ? SystemResult<void>() : fail(EPERM);
  }

  SystemResult<std::string> makeUniqueDirectory(const std::string &parent) override {
    auto real = resolve(parent);
    bool noRoom = isFull(true);
    if (!real || noRoom || isReadOnly(*real)) return fail(noRoom ? ENOSPC : real ? EROFS : ENOENT);
    std::string path = *real + "/" + std::string(uniquePrefix) + std::to_string(++unique);
    directory(path, 0700);
    return path;
  }

  SystemResult<void> writeFile(const std::string &path, std::string_view bytes) override {
    if (isFull(true)) return fail(ENOSPC);
    auto at = newPlace(path);
    if (!at) return std::unexpected(at.error());
    file(*at, std::string(bytes));
    return {};
  }

  SystemResult<void> writeNewFile(const std::string &path, std::string_view bytes) override {
    return writeFile(path, bytes);
  }
  std::shared_ptr<void> lock(const std::string &) override { return nullptr; }

  SystemResult<void> makeExecutable(const std::string &path) override {
    auto real = resolve(path);
    if (!real || isLocked(*real)) return fail(real ? EROFS : ENOENT);
    Node &node = nodes.at(*real);
    node.mode |= (node.mode & 0444) >> 2;
    return {};
  }
  SystemResult<void> copyAccess(const std::string &from, const std::string &to) override {
    if (isFull(false)) return fail(ENOSPC);
    auto source = resolve(from), goal = resolve(to);
    if (!source || !goal) return fail(ENOENT);
    nodes.at(*goal).mode = nodes.at(*source).mode;
    return {};
  }
  SystemResult<void> makeSymlink(const std::string &target, const std::string &link) override {
    auto at = newPlace(link);
    if (!at) return std::unexpected(at.error());
    symlink(*at, target);
    return {};
  }

  SystemResult<void> rename(const std::string &from, const std::string &to) override {
    if (isFull(false)) return fail(ENOSPC);
    auto source = place(from);
    auto goal = newPlace(to);
    if (!goal) return std::unexpected(goal.error());
    if (!source || !nodes.contains(*source)) return fail(ENOENT);
    if (nodes.contains(*goal) && nodes.at(*goal).kind == Node::Kind::directory && !list(*goal).empty())
      return fail(ENOTEMPTY);
    std::map<std::string, Node> moved;
    for (const auto &[path, node] : nodes)
      if (path == *source || path.starts_with(*source + "/"))
        moved[*goal + path.substr(source->size())] = node;
    removeAll(*source);
    for (auto &[path, node] : moved)
      nodes[path] = std::move(node);
    return {};
  }

  void removeAll(const std::string &path) override {
    auto at = place(path);
    if (!at) return;
    std::erase_if(
        nodes, [&](const auto &entry) { return entry.first == *at || entry.first.starts_with(*at + "/"); });
  }

  uint32_t userId() const override { return user; }

private:
  struct Node {
    enum class Kind : uint8_t { file, directory, link };
    Kind kind = Kind::directory;
    std::string bytes; ///< a link's target
    uint32_t mode = 0755;
    uint64_t inode = 0;
  };

  FakeFileSystem &put(const std::string &path, Node node) {
    for (size_t slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1))
      nodes.try_emplace(path.substr(0, slash), Node{Node::Kind::directory, "", 0755, ++inodes});
    node.inode = ++inodes;
    nodes[path] = std::move(node);
    return *this;
  }

  static std::unexpected<std::string> fail(int code) {
    return std::unexpected<std::string>(std::strerror(code));
  }

  bool isFull(bool takesRoom) { return ++made == fullFrom || (takesRoom && fullFrom > 0 && made > fullFrom); }

  bool isReadOnly(const std::string &path) const {
    for (const std::string &folder : protectedFolders)
      if (path == folder || path.starts_with(folder + "/")) return true;
    return false;
  }

  std::string absolute(const std::string &path) const {
    return path.starts_with('/') ? path : current + "/" + path;
  }

  /// Where a new entry of this name would be: the folder resolved, the last part as it is.
  std::optional<std::string> place(const std::string &path) const {
    std::string whole = absolute(path);
    while (whole.size() > 1 && whole.back() == '/')
      whole.pop_back();
    if (whole == "/") return whole;
    auto parent = resolve(parentPath(whole));
    if (!parent) return std::nullopt;
    return joinPath(*parent, baseName(whole));
  }

  SystemResult<std::string> newPlace(const std::string &path) const {
    auto at = place(path);
    if (at && !isReadOnly(*at)) return *at;
    return fail(at ? EROFS : ENOENT);
  }

  /// The path without links, `.` and `..`; nullopt when nothing is there.
  std::optional<std::string> resolve(const std::string &path, int depth = 0) const {
    if (path.empty() || depth > 16) return std::nullopt;
    std::string whole = absolute(path), done;
    for (size_t at = 0; at < whole.size();) {
      size_t end = std::min(whole.find('/', at), whole.size());
      std::string part = whole.substr(at, end - at);
      at = end + 1;
      if (part.empty() || part == ".") continue;
      if (part == "..") {
        done = done.substr(0, done.rfind('/') == std::string::npos ? 0 : done.rfind('/'));
        continue;
      }
      std::string next = done + "/" + part;
      auto node = nodes.find(next);
      if (node == nodes.end()) return std::nullopt;
      if (node->second.kind == Node::Kind::link) {
        const std::string &target = node->second.bytes;
        std::string full = target.starts_with('/') ? target : done + "/" + target;
        if (at <= whole.size()) full += "/" + whole.substr(at);
        return resolve(full, depth + 1);
      }
      done = std::move(next);
    }
    if (done.empty()) done = "/";
    return nodes.contains(done) ? std::optional(done) : std::nullopt;
  }

  static constexpr uint32_t user = 1000;
  std::map<std::string, Node> nodes;
  std::set<std::string> protectedFolders, held, heldAbove, others;
  std::string current = "/";
  uint64_t inodes = 0;
  int unique = 0, made = 0, fullFrom = 0;
};

} // namespace linkshim::test
