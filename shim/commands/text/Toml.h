#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// One value of a TOML document. Each element of an array is a value of its own, with the array's path.
struct TomlValue {
  std::vector<std::string> path; ///< the keys from the root
  std::string text; ///< a string as it is; `true`, `false` and whole numbers spelled; others empty
  bool operator==(const TomlValue &) const = default;
};

/// All values of a document; nullopt when it is not TOML.
std::optional<std::vector<TomlValue>> readToml(std::string_view text);

} // namespace linkshim
