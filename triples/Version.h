#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace linkshim {

/// A glibc version such as 2.17. Three-part versions (2.2.5) keep the third part; it is 0 otherwise.
struct Version {
  uint16_t major = 0;
  uint16_t minor = 0;
  uint16_t patch = 0;

  auto operator<=>(const Version &) const = default;

  /// Reads `2.17` or `2.2.5`; anything else, leading zeros and signs included, is no version.
  static std::optional<Version> parse(std::string_view text);
  std::string str() const;
};

} // namespace linkshim
