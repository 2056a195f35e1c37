#pragma once
#include "shim/inspect/BinaryFacts.h"
#include <string>
#include <vector>

namespace linkshim {

/// What was found of one file: its facts, or why there are none, and what does not hold.
struct FileReport {
  std::string path;
  std::optional<BinaryFacts> facts; ///< nullopt for a file that could not be read or understood
  std::vector<std::string> faults;  ///< clauses that follow the file's name
};

/// The facts for people: the path, then a line for each. Bytes that are no printable text are shown as `?`.
std::string reportText(const FileReport &report);

/// An array with an object for each file; docs/verify.md has the keys. It ends with a line end.
std::string reportJson(const std::vector<FileReport> &reports);

/// `text` with control characters, which could change a terminal, and broken UTF-8 as `?`.
std::string printable(std::string_view text);

} // namespace linkshim
