#include "shim/system/PosixFileSystem.h"
#include "shim/system/Descriptor.h"
#include "shim/system/Locks.h"
#include "shim/system/Signals.h"
#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace linkshim {
namespace {

/// The message for `errno`, or for another error code.
std::unexpected<std::string> systemError(int code = errno) {
  return std::unexpected<std::string>(std::strerror(code));
}

/// The result of a system call that returns 0 for success.
SystemResult<void> check(int status) {
  if (status != 0) return systemError();
  return {};
}

/// Writes the bytes. Stops where a signal waits to end the process.
bool writeAll(int fd, std::string_view bytes) {
  constexpr size_t part = 4 << 20;
  while (!bytes.empty()) {
    ssize_t n = ::write(fd, bytes.data(), std::min(bytes.size(), part));
    if (n >= 0 && HeldSignals::waiting() != 0) {
      errno = EINTR;
      return false;
    }
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  return true;
}

uint64_t nanoseconds(const timespec &time) {
  return static_cast<uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(time.tv_nsec);
}

/// Succeeds for a folder, no link to one, that is this user's or root's and that nobody else may write. It is
/// opened and asked itself, so what is told holds for what was at the path.
SystemResult<void> checkPrivate(const std::string &path) {
  Descriptor folder(::open(path.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  struct stat st{};
  if (!folder || ::fstat(folder.get(), &st) != 0) return systemError();
  if ((st.st_uid == ::geteuid() || st.st_uid == 0) && (st.st_mode & (S_IWGRP | S_IWOTH)) == 0) return {};
  errno = EPERM;
  return std::unexpected("another user may write it");
}

/// Removes what `name` in an open folder is, and all below it. No link is followed, whatever another process
/// puts into the place of a folder meanwhile.
void removeBelow(int folder, const char *name) {
  if (::unlinkat(folder, name, 0) == 0 || (errno != EISDIR && errno != EPERM)) return;
  int inside = ::openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  DIR *all = inside < 0 ? nullptr : ::fdopendir(inside);
  if (!all && inside >= 0) ::close(inside);
  std::vector<std::string> names;
  while (dirent *entry = all ? ::readdir(all) : nullptr)
    if (std::string_view one = entry->d_name; one != "." && one != "..") names.emplace_back(one);
  for (const std::string &one : names)
    removeBelow(inside, one.c_str());
  if (all) ::closedir(all);
  ::unlinkat(folder, name, AT_REMOVEDIR);
}

class PosixFileSystem final : public FileSystem {
public:
  FileStatus status(const std::string &path) const override {
    struct stat st{};
    FileStatus s;
    if (path.empty() || ::stat(path.c_str(), &st) != 0) return s;
    s.kind = S_ISREG(st.st_mode)   ? FileStatus::Kind::file
             : S_ISDIR(st.st_mode) ? FileStatus::Kind::directory
                                   : FileStatus::Kind::other;
    s.executable = s.isFile() && (st.st_mode & 0111) != 0;
    s.size = static_cast<uint64_t>(st.st_size);
    s.device = st.st_dev;
    s.inode = st.st_ino;
    s.modified = nanoseconds(st.st_mtim);
    s.changed = nanoseconds(st.st_ctim);
    s.owner = st.st_uid;
    s.mode = st.st_mode & 07777;
    return s;
  }

  SystemResult<std::string> read(const std::string &path) const override {
    Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file) return systemError();
    struct stat st{};
    std::string bytes;
    if (::fstat(file.get(), &st) == 0 && S_ISREG(st.st_mode))
      bytes.reserve(static_cast<size_t>(st.st_size) + 1);
    char buffer[1 << 16];
    for (;;) {
      ssize_t n = ::read(file.get(), buffer, sizeof buffer);
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return systemError();
      if (n == 0) return bytes;
      bytes.append(buffer, static_cast<size_t>(n));
    }
  }

  std::string readPart(const std::string &path, uint64_t offset, size_t size) const override {
    Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file) return {};
    std::string bytes(size, '\0');
    size_t done = 0;
    while (done < size) {
      size_t wanted = size - done;
      ssize_t n = ::pread(file.get(), bytes.data() + done, wanted, static_cast<off_t>(offset + done));
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) break;
      done += static_cast<size_t>(n);
      if (static_cast<size_t>(n) < wanted) break; // the end
    }
    bytes.resize(done);
    return bytes;
  }

  std::vector<std::string> list(const std::string &path) const override {
    std::vector<std::string> names;
    DIR *dir = ::opendir(path.c_str());
    if (!dir) return names;
    while (dirent *entry = ::readdir(dir)) {
      std::string_view name = entry->d_name;
      if (name != "." && name != "..") names.emplace_back(name);
    }
    ::closedir(dir);
    std::sort(names.begin(), names.end());
    return names;
  }

  std::optional<std::string> realPath(const std::string &path) const override {
    char resolved[PATH_MAX];
    if (!::realpath(path.c_str(), resolved)) return std::nullopt;
    return std::string(resolved);
  }

  std::optional<std::string> readLink(const std::string &path) const override {
    char target[PATH_MAX];
    ssize_t n = ::readlink(path.c_str(), target, sizeof target);
    if (n < 0 || n == static_cast<ssize_t>(sizeof target)) return std::nullopt;
    return std::string(target, static_cast<size_t>(n));
  }

  std::string currentDirectory() const override {
    char buffer[PATH_MAX];
    return ::getcwd(buffer, sizeof buffer) ? buffer : ".";
  }

  bool isLocked(const std::string &path) const override { return linkshim::isLocked(path); }
  bool isLockedByAncestor(const std::string &path) const override {
    return linkshim::isLockedByAncestor(path);
  }

  SystemResult<void> makeDirectories(const std::string &path, uint32_t mode) override {
    for (size_t at = 1; at <= path.size(); ++at) {
      if (at != path.size() && path[at] != '/') continue;
      std::string part = path.substr(0, at);
      if (::mkdir(part.c_str(), static_cast<mode_t>(mode)) != 0 && errno != EEXIST &&
          !status(part).isDirectory())
        return systemError();
    }
    if (!status(path).isDirectory()) return systemError(ENOTDIR);
    return {};
  }

  SystemResult<std::string> makeUniqueDirectory(const std::string &parent) override {
    std::string name = joinPath(parent, std::string(uniquePrefix) + "XXXXXX");
    if (!::mkdtemp(name.data())) return systemError();
    return name;
  }

  SystemResult<void> writeFile(const std::string &path, std::string_view bytes) override {
    HeldSignals signals; // so that none leaves the temporary file
    std::string temporary = path + ".XXXXXX";
    int fd = ::mkostemp(temporary.data(), O_CLOEXEC);
    if (fd < 0) return systemError();
    bool ok = writeAll(fd, bytes) && ::fchmod(fd, 0644) == 0;
    int problem = errno;
    // Some file systems report a full disk only here.
    if (::close(fd) != 0 && ok) {
      ok = false;
      problem = errno;
    }
    if (ok && ::rename(temporary.c_str(), path.c_str()) == 0) return {};
    if (ok) problem = errno;
    ::unlink(temporary.c_str());
    return systemError(problem);
  }

  SystemResult<void> writeNewFile(const std::string &path, std::string_view bytes) override {
    int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (fd < 0) return systemError();
    bool ok = writeAll(fd, bytes);
    int problem = errno;
    if (::close(fd) != 0 && ok) return systemError();
    if (ok) return {};
    return systemError(problem);
  }

  std::shared_ptr<void> lock(const std::string &path) override { return waitForLock(path); }

  SystemResult<void> makeExecutable(const std::string &path) override {
    struct stat st{};
    if (::stat(path.c_str(), &st) != 0) return systemError();
    return check(::chmod(path.c_str(), (st.st_mode & 0777) | (st.st_mode & 0444) >> 2));
  }

  SystemResult<void> copyAccess(const std::string &from, const std::string &to) override {
    struct stat st{};
    if (::stat(from.c_str(), &st) != 0) return systemError();
    // Only root may change the owner, and not on every file system; otherwise the file stays this user's.
    // chown clears the set-user-ID bit, so it comes before chmod.
    [[maybe_unused]] int given = ::chown(to.c_str(), st.st_uid, st.st_gid);
    return check(::chmod(to.c_str(), st.st_mode & 07777));
  }

  SystemResult<void> makeSymlink(const std::string &target, const std::string &link) override {
    std::string temporary = link + ".new-" + std::to_string(::getpid());
    ::unlink(temporary.c_str());
    if (::symlink(target.c_str(), temporary.c_str()) != 0) return systemError();
    SystemResult<void> renamed = check(::rename(temporary.c_str(), link.c_str()));
    if (!renamed) ::unlink(temporary.c_str());
    return renamed;
  }

  SystemResult<void> rename(const std::string &from, const std::string &to) override {
    return check(::rename(from.c_str(), to.c_str()));
  }

  SystemResult<void> makePrivateDirectory(const std::string &path) override {
    SystemResult<void> is = checkPrivate(path);
    if (is || errno != ENOENT) return is;
    if (SystemResult<void> made = makeDirectories(path, S_IRWXU); !made) return made;
    return checkPrivate(path);
  }

  void removeAll(const std::string &path) override { removeBelow(AT_FDCWD, path.c_str()); }

  uint32_t userId() const override { return ::geteuid(); }
};

} // namespace

FileSystem &realFileSystem() {
  static PosixFileSystem system;
  return system;
}

} // namespace linkshim
