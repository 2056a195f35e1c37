#include "triples/Version.h"
#include <charconv>

namespace linkshim {

std::optional<Version> Version::parse(std::string_view text) {
  uint16_t parts[3] = {0, 0, 0};
  int count = 0;
  const char *p = text.data();
  const char *end = p + text.size();
  while (count < 3) {
    if (p == end || *p < '0' || *p > '9') return std::nullopt;
    if (*p == '0' && p + 1 != end && p[1] != '.') return std::nullopt;
    auto [next, error] = std::from_chars(p, end, parts[count]);
    if (error != std::errc()) return std::nullopt;
    ++count;
    p = next;
    if (p == end) break;
    if (*p++ != '.') return std::nullopt;
  }
  if (p != end || count < 2 || text.back() == '.') return std::nullopt;
  return Version{parts[0], parts[1], parts[2]};
}

std::string Version::str() const {
  std::string s = std::to_string(major) + "." + std::to_string(minor);
  if (patch) s.append(".").append(std::to_string(patch));
  return s;
}

} // namespace linkshim
