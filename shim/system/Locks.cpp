#include "shim/system/Locks.h"
#include "shim/base/FileSystem.h"
#include "shim/system/Descriptor.h"
#include <algorithm>
#include <cerrno>
#include <charconv>
#include <climits>
#include <cstdint>
#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <iterator>
#include <linux/magic.h>
#include <memory>
#include <optional>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>

namespace linkshim {
namespace {

/// A file of /proc, and in how many parts the kernel gave it: between two of them it may have changed.
struct ProcFile {
  std::string text;
  int parts = 0;
};

ProcFile readProc(const std::string &path) {
  ProcFile whole;
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  char buffer[1 << 14];
  while (file) {
    ssize_t n = ::read(file.get(), buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    whole.text.append(buffer, static_cast<size_t>(n));
    ++whole.parts;
  }
  return whole;
}

/// Calls `use` with the fields of each line until that returns true; whether it did.
template <class Use> bool anyLine(std::string_view text, Use use) {
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    std::vector<std::string_view> fields;
    for (size_t at = 0; (at = line.find_first_not_of(" \t", at)) != std::string_view::npos;) {
      size_t end = std::min(line.find_first_of(" \t", at), line.size());
      fields.push_back(line.substr(at, end - at));
      at = end;
    }
    if (use(fields)) return true;
  }
  return false;
}

/// The value of a field `name: value` of a file such as /proc/self/fdinfo/3.
std::string fieldOf(const std::string &text, std::string_view name) {
  std::string value;
  anyLine(text, [&](const std::vector<std::string_view> &fields) {
    if (fields.size() != 2 || fields[0] != name) return false;
    value = fields[1];
    return true;
  });
  return value;
}

/// How /proc/locks names a file: the device of its file system and the number of its inode there. Both differ
/// from what stat tells on btrfs and overlayfs, where a file has a device of its own; what the kernel says of
/// an open file and of its mount is the same. `ino` is told since Linux 5.14.
std::optional<std::string> nameInLocks(const std::string &path) {
  Descriptor file(::open(path.c_str(), O_PATH | O_CLOEXEC));
  struct stat st{};
  if (!file || ::fstat(file.get(), &st) != 0) return std::nullopt;
  std::string info = readProc(fmt::format("/proc/self/fdinfo/{}", file.get())).text,
              mount = fieldOf(info, "mnt_id:"), inode = fieldOf(info, "ino:");
  unsigned major = gnu_dev_major(st.st_dev), minor = gnu_dev_minor(st.st_dev);
  anyLine(readProc("/proc/self/mountinfo").text, [&](const std::vector<std::string_view> &fields) {
    if (fields.size() < 3 || fields[0] != mount) return false;
    std::string_view device = fields[2];
    auto [colon, problem] = std::from_chars(device.data(), device.data() + device.size(), major);
    if (problem == std::errc()) std::from_chars(colon + 1, device.data() + device.size(), minor);
    return true;
  });
  return fmt::format("{:02x}:{:02x}:{}", major, minor, inode.empty() ? std::to_string(st.st_ino) : inode);
}

/// A line of a lock that is held, `1: FLOCK ADVISORY WRITE 862 fe:00:1005 0 EOF`; with `->` behind the number
/// one is waited for.
bool isHeldLock(const std::vector<std::string_view> &fields, size_t first, std::string_view file) {
  constexpr size_t fileAt = 4;
  return fields.size() > first + fileAt && fields[first] == "FLOCK" &&
         (file.empty() || fields[first + fileAt] == file);
}

pid_t parentOf(pid_t process) {
  std::string stat = readProc(fmt::format("/proc/{}/stat", process)).text;
  size_t name = stat.rfind(')'); // the program's name may hold anything; then ` S 862 …`
  constexpr size_t state = 4;
  pid_t parent = 0;
  if (name != std::string::npos && name + state < stat.size())
    std::from_chars(stat.data() + name + state, stat.data() + stat.size(), parent);
  return parent;
}

/// True where the process has the file open, and holds a lock by that, or no lock would be listed.
bool holdsLock(pid_t process, std::string_view baseName, const struct stat &wanted, bool listed) {
  std::string folder = fmt::format("/proc/{}/fd", process);
  std::unique_ptr<DIR, int (*)(DIR *)> all(::opendir(folder.c_str()), ::closedir);
  while (dirent *entry = all ? ::readdir(all.get()) : nullptr) {
    // Only a file of that name is looked at: to ask others, as of a server that is gone, may take for ever.
    char target[PATH_MAX];
    std::string link = joinPath(folder, entry->d_name);
    ssize_t size = ::readlink(link.c_str(), target, sizeof target);
    if (size <= 0 || linkshim::baseName({target, static_cast<size_t>(size)}) != baseName) continue;
    struct stat st{};
    if (::stat(link.c_str(), &st) != 0 || st.st_dev != wanted.st_dev || st.st_ino != wanted.st_ino) continue;
    if (!listed) return true;
    std::string info = readProc(fmt::format("/proc/{}/fdinfo/{}", process, entry->d_name)).text;
    constexpr size_t behindWordAndNumber = 2; // `lock: 1: FLOCK …`
    if (anyLine(info, [&](const auto &fields) { return isHeldLock(fields, behindWordAndNumber, ""); }))
      return true;
  }
  return false;
}

} // namespace

bool isLocked(const std::string &path) {
  std::optional<std::string> file = nameInLocks(path);
  if (!file) return false;
  // A lock that goes while the list is read in parts may hide the next one.
  constexpr int tries = 3;
  for (int i = 0; i < tries; ++i) {
    ProcFile locks = readProc("/proc/locks");
    if (anyLine(locks.text, [&](const auto &fields) { return isHeldLock(fields, 1, *file); })) return true;
    if (locks.parts < 2) break;
  }
  return false;
}

bool isLockedByAncestor(const std::string &path) {
  Descriptor file(::open(path.c_str(), O_PATH | O_CLOEXEC));
  struct stat wanted{};
  if (!file || ::fstat(file.get(), &wanted) != 0) return false;
  bool listed = locksAreLocal(file.get());
  for (pid_t process = ::getppid(); process > 0; process = parentOf(process))
    if (holdsLock(process, baseName(path), wanted, listed)) return true;
  return false;
}

bool locksAreLocal(int fd) {
  constexpr uint32_t elsewhere[] = {NFS_SUPER_MAGIC,  FUSE_SUPER_MAGIC, SMB_SUPER_MAGIC, CIFS_SUPER_MAGIC,
                                    SMB2_SUPER_MAGIC, CEPH_SUPER_MAGIC, AFS_SUPER_MAGIC, V9FS_MAGIC,
                                    CODA_SUPER_MAGIC, NCP_SUPER_MAGIC};
  struct statfs status{};
  return ::fstatfs(fd, &status) == 0 &&
         std::find(std::begin(elsewhere), std::end(elsewhere), static_cast<uint32_t>(status.f_type)) ==
             std::end(elsewhere);
}

std::shared_ptr<void> waitForLock(const std::string &path) {
  constexpr timespec pause{0, 2'000'000};
  constexpr int tries = 5000; // ten seconds
  auto file = std::make_shared<Descriptor>(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  for (int i = 0; *file && i < tries; ++i) {
    if (::flock(file->get(), LOCK_EX | LOCK_NB) == 0) return file;
    if (errno != EWOULDBLOCK && errno != EINTR) return nullptr;
    ::nanosleep(&pause, nullptr);
  }
  return nullptr;
}

} // namespace linkshim
