#include "shim/system/TemporaryFolder.h"
#include "shim/system/Descriptor.h"
#include "shim/system/Locks.h"
#include <cerrno>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace linkshim {
namespace {

constexpr std::string_view namePrefix = "linkshim-";

/// True for a name that freshPath makes; the cache of a user in the same place has one number only.
bool isTemporaryName(std::string_view name) {
  if (!name.starts_with(namePrefix)) return false;
  name.remove_prefix(namePrefix.size());
  size_t hyphen = name.find('-');
  auto isNumber = [](std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
  };
  return hyphen != std::string_view::npos && isNumber(name.substr(0, hyphen)) &&
         isNumber(name.substr(hyphen + 1));
}

int openFolder(const std::string &path) {
  return ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/// True where what is open is still what is at the path.
bool isAt(const std::string &path, int folder) {
  struct stat there{}, opened{};
  return ::lstat(path.c_str(), &there) == 0 && ::fstat(folder, &opened) == 0 &&
         there.st_dev == opened.st_dev && there.st_ino == opened.st_ino;
}

/// Removes folders of this user whose lock nobody holds. A folder that is being made may be among them: its
/// maker sees that, and makes another.
void removeAbandoned(const std::string &parent, FileSystem &files) {
  for (const std::string &name : files.list(parent)) {
    if (!isTemporaryName(name)) continue;
    std::string path = joinPath(parent, name);
    Descriptor folder(openFolder(path));
    struct stat st{};
    // Another machine's lock may not be seen here.
    if (folder && ::fstat(folder.get(), &st) == 0 && st.st_uid == ::geteuid() &&
        locksAreLocal(folder.get()) && ::flock(folder.get(), LOCK_EX | LOCK_NB) == 0 &&
        isAt(path, folder.get()))
      files.removeAll(path);
  }
}

} // namespace

std::string freshPath(const std::string &parent) {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  return parent + "/" + std::string(namePrefix) + std::to_string(::getpid()) + "-" +
         std::to_string(now.tv_sec) + std::to_string(now.tv_nsec);
}

SystemResult<void> TemporaryFolder::make(const std::string &freshPath) {
  auto failed = [] { return std::unexpected<std::string>(std::strerror(errno)); };
  constexpr int tries = 100;
  for (int i = 0; i < tries; ++i) {
    if (::mkdir(freshPath.c_str(), S_IRWXU) != 0) return failed();
    Descriptor folder(openFolder(freshPath));
    if (!folder && errno == ENOENT) continue;
    if (!folder) return failed();
    // Where the file system has no locks, nobody else gets one either, and the folder is safe.
    static_cast<void>(::flock(folder.get(), LOCK_EX));
    if (!isAt(freshPath, folder.get())) continue; // it was taken for an abandoned one before that
    path = freshPath;
    lock = folder.release();
    removeAbandoned(parentPath(path), files);
    return {};
  }
  return failed();
}

void TemporaryFolder::remove() {
  if (path.empty()) return;
  files.removeAll(path);
  ::close(lock);
  path.clear();
}

} // namespace linkshim
