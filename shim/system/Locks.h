#pragma once
#include <memory>
#include <string>

namespace linkshim {

/// Questions about locks of other processes (flock). No lock is taken to find out: several that ask at once
/// would see each other's, and a process that wants the lock would find it taken.

/// True while some process holds a lock on the file, exclusive or shared, by /proc/locks. That takes some
/// milliseconds, and lists only processes that this one can see. False where it cannot be told.
bool isLocked(const std::string &path);

/// True while this process's parent, or one further up, holds a lock on the file. On a file system whose
/// locks the kernel does not list (NFS, FUSE and the like), true while it has the file open. Quick, and
/// exact.
bool isLockedByAncestor(const std::string &path);

/// Takes an exclusive lock on the file, which is made where it is missing. Waits some seconds at most: who
/// holds it longer has been stopped. Null where it was not had.
std::shared_ptr<void> waitForLock(const std::string &path);

/// True for an open file on a file system whose locks are kept by this machine's kernel.
bool locksAreLocal(int fd);

} // namespace linkshim
