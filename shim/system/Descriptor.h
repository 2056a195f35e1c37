#pragma once
#include <unistd.h>

namespace linkshim {

/// A file descriptor that is closed with its scope.
class Descriptor {
public:
  explicit Descriptor(int fd) : fd(fd) {}
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
  Descriptor(const Descriptor &) = delete;
  Descriptor &operator=(const Descriptor &) = delete;
  explicit operator bool() const { return fd >= 0; }
  int get() const { return fd; }
  /// Gives the descriptor to the caller, who closes it.
  int release() {
    int given = fd;
    fd = -1;
    return given;
  }

private:
  int fd;
};

} // namespace linkshim
