#include "shim/system/FirstOfParent.h"
#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <functional>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace linkshim {

bool isFirstOfParent(std::string_view key) {
  // A name without a file (it begins with a zero byte) has one owner, and is free again when that has ended.
  std::string name = "linkshim-" + std::to_string(::getuid()) + "-" + std::to_string(::getppid()) + "-" +
                     std::to_string(std::hash<std::string_view>()(key));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  size_t size = std::min(name.size(), sizeof address.sun_path - 1);
  std::memcpy(address.sun_path + 1, name.data(), size);
  int owner = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0); // stays open
  if (owner < 0) return true;
  auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + size);
  return ::bind(owner, reinterpret_cast<const sockaddr *>(&address), length) == 0 || errno != EADDRINUSE;
}

} // namespace linkshim
