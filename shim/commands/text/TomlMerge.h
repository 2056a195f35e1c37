#pragma once
#include "shim/base/Failure.h"
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// A value that a TOML document is to have, in one of its tables; not at the root.
struct TomlSetting {
  std::vector<std::string> path; ///< the keys from the root; the last one is the value's own
  std::string value;             ///< as it is written: `"text"`, `true`, `["a", "b"]`
  /// The value is a list of strings; those that are missing are added to a list that is there.
  bool addToList = false;
  bool operator==(const TomlSetting &) const = default;
};

/// A setting that is not in the document after the merge, since the user's own value is there instead.
struct TomlKept {
  TomlSetting wanted;
  std::string has; ///< what stands there, as it is written; one line
  uint32_t line = 0;
  bool operator==(const TomlKept &) const = default;
};

struct TomlMerge {
  std::string text; ///< the document with the settings; the old one when there was nothing to add
  std::vector<TomlKept> kept;
};

/// Why a document is not TOML, and where.
struct TomlProblem {
  uint32_t line = 0, column = 0; ///< from 1; 0 where the reason has no place in the text
  std::string reason;
};

/// Adds to a document the settings that it lacks. Text is only ever inserted: every byte of `old` is in the
/// result, in its order, and a value that differs from what is wanted stays. The result has been parsed again
/// and holds the old values and the added ones, nothing else.
std::expected<TomlMerge, TomlProblem> mergeToml(std::string_view old, std::span<const TomlSetting> settings);

/// Why a file was left as it is.
Failure unreadableToml(const std::string &path, const TomlProblem &problem);

} // namespace linkshim
