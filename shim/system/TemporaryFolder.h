#pragma once
#include "shim/base/Failure.h"
#include "shim/base/FileSystem.h"
#include <string>

namespace linkshim {

/// A path in `parent` that no other process uses. Nothing is created there.
std::string freshPath(const std::string &parent);

/// A folder for the files of one call, which goes with the object, and which this user alone can use. A lock
/// on it (flock) tells that the call still runs, also where /tmp is that of another container; the kernel
/// takes it back when a process is killed.
class TemporaryFolder {
public:
  explicit TemporaryFolder(FileSystem &files) : files(files) {}
  ~TemporaryFolder() { remove(); }
  TemporaryFolder(const TemporaryFolder &) = delete;
  TemporaryFolder &operator=(const TemporaryFolder &) = delete;

  /// Makes the folder at a path from `freshPath`, and removes those beside it that calls of this user left,
  /// which were killed. Fails when something is there already.
  SystemResult<void> make(const std::string &freshPath);
  /// Removes the folder, where there is one.
  void remove();

private:
  FileSystem &files;
  std::string path; ///< empty while there is none
  int lock = -1;
};

} // namespace linkshim
