#pragma once
#include "shim/base/Failure.h"
#include "shim/base/FileSystem.h"
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// A new file, or one to which lines are added.
struct FileChange {
  std::string path;               ///< absolute, links resolved where the file is there
  std::string name;               ///< for messages
  std::optional<std::string> old; ///< its bytes; nullopt for a new file
  std::string text;
  bool executable = false; ///< a new file that is run
};

/// The lines of `text` that are not in `old`, marked `+ `; where a line has changed, the old one before it,
/// marked `- `. `@@ 12` precedes each group of lines, unless it is at the start. Lines end with a line feed.
std::string listing(std::string_view old, std::string_view text);

/// Makes all the changes or none: every file is first written whole under another name beside its place, then
/// all are moved to their places. Where that fails, those that are in place are undone: old files have their
/// bytes again, new files and folders are gone. Fails for a file that is not as `old` says.
Result<void> applyChanges(std::span<const FileChange> changes, FileSystem &files);

} // namespace linkshim
