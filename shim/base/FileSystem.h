#pragma once
#include "shim/base/Failure.h"
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// What is known of a path without reading it. Symbolic links are followed.
struct FileStatus {
  enum class Kind : uint8_t { missing, file, directory, other };
  Kind kind = Kind::missing;
  bool executable = false; ///< for a regular file: some execute bit is set
  uint64_t size = 0;
  uint64_t device = 0;
  uint64_t inode = 0;
  uint64_t modified = 0; ///< nanoseconds since 1970
  uint64_t changed = 0;  ///< likewise; the kernel sets it when contents, names or owner change
  uint32_t owner = 0;    ///< user id
  uint32_t mode = 0;     ///< permission bits

  bool isFile() const { return kind == Kind::file; }
  bool isDirectory() const { return kind == Kind::directory; }
  bool sameFile(const FileStatus &other) const { return device == other.device && inode == other.inode; }
};

/// All that planning asks of the disk. Tests put an in-memory one in its place.
class FileReader {
public:
  virtual ~FileReader() = default;
  virtual FileStatus status(const std::string &path) const = 0;
  /// The whole file.
  virtual SystemResult<std::string> read(const std::string &path) const = 0;
  /// At most `size` bytes from `offset`; empty when it cannot be read or the file ends before.
  virtual std::string readPart(const std::string &path, uint64_t offset, size_t size) const = 0;
  /// Names in a folder, sorted, without `.` and `..`; empty when it cannot be read.
  virtual std::vector<std::string> list(const std::string &path) const = 0;
  /// The absolute path with every symbolic link resolved; nullopt when there is no such file.
  virtual std::optional<std::string> realPath(const std::string &path) const = 0;
  /// The target of a symbolic link, as it is stored; nullopt for anything else.
  virtual std::optional<std::string> readLink(const std::string &path) const = 0;
  virtual std::string currentDirectory() const = 0;
  /// True while a process holds a lock (flock) on the file, exclusive or shared. False where that cannot be
  /// found out. No lock is taken to do so.
  virtual bool isLocked(const std::string &path) const = 0;
  /// True while a process that started this one, or that one's parent and so on, holds such a lock.
  virtual bool isLockedByAncestor(const std::string &path) const = 0;
};

constexpr std::string_view uniquePrefix = ".new-";

/// The disk, with the changes to it that linkshim makes.
class FileSystem : public FileReader {
public:
  [[nodiscard]] virtual SystemResult<void> makeDirectories(const std::string &path, uint32_t mode) = 0;
  /// Creates the folder where it is missing, for this user alone. Fails where it is a link or another user's,
  /// or another may write it.
  [[nodiscard]] virtual SystemResult<void> makePrivateDirectory(const std::string &path) = 0;
  /// Creates a folder with a unique name, which begins with `uniquePrefix`, inside `parent`. Returns its
  /// path.
  [[nodiscard]] virtual SystemResult<std::string> makeUniqueDirectory(const std::string &parent) = 0;
  /// A new file with exactly these bytes; an old one is replaced whole or not at all.
  [[nodiscard]] virtual SystemResult<void> writeFile(const std::string &path, std::string_view bytes) = 0;
  /// Likewise, for a name that is not there yet, in a folder that nobody else knows: it is there while it is
  /// written.
  [[nodiscard]] virtual SystemResult<void> writeNewFile(const std::string &path, std::string_view bytes) = 0;
  /// Waits, some seconds at most, until no other process has the lock of that name, and holds it until the
  /// value goes; null where it cannot be had. The file stays.
  [[nodiscard]] virtual std::shared_ptr<void> lock(const std::string &path) = 0;
  /// Everybody who may read the file may run it.
  [[nodiscard]] virtual SystemResult<void> makeExecutable(const std::string &path) = 0;
  /// Gives `to` the permissions of `from`, and its owner where this user may.
  [[nodiscard]] virtual SystemResult<void> copyAccess(const std::string &from, const std::string &to) = 0;
  [[nodiscard]] virtual SystemResult<void> makeSymlink(const std::string &target,
                                                       const std::string &link) = 0;
  /// Replaces `to` where the system can do so in one step; for folders, fails when `to` is a folder that is
  /// not empty.
  [[nodiscard]] virtual SystemResult<void> rename(const std::string &from, const std::string &to) = 0;
  /// Removes a file, a link, or a folder with all that is in it; what a link points to stays.
  virtual void removeAll(const std::string &path) = 0;
  virtual uint32_t userId() const = 0;
};

/// Paths: `a` and `b` with one separator between them.
std::string joinPath(std::string_view a, std::string_view b);
std::string_view baseName(std::string_view path);
/// Everything before the last separator; `.` when there is none.
std::string parentPath(std::string_view path);

} // namespace linkshim
