#pragma once
#include "shim/base/Failure.h"
#include "shim/base/FileSystem.h"
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// A file that is to be made or to become longer.
struct FileChange {
  std::string path;               ///< absolute, links resolved where the file is there
  std::string name;               ///< for messages
  std::optional<std::string> old; ///< its bytes; nullopt for a new file
  std::string text;
  bool executable = false; ///< a new file that is run
};

/// The lines of `text` that `old` has not, each with `+ `, and with `- ` before it where a line was changed;
/// a line `@@ 12` before each place but the first line. Lines end with a line feed alone.
std::string listing(std::string_view old, std::string_view text);

/// Makes all the changes or none: every file is first written whole under another name beside its place, then
/// all are put in their places. On failure what is put in place already is taken back: old files have their
/// bytes, new files and folders are gone. A file that is not as `old` says is a failure.
bool applyChanges(std::span<const FileChange> changes, FileSystem &files, Failure &failure);

} // namespace linkshim
