#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#define TOML_ENABLE_WINDOWS_COMPAT 0
#include <toml++/toml.h>

namespace linkshim {

/// A `key = value` of a document: where its lines are, counted from 0.
struct TomlEntry {
  std::vector<std::string> path; ///< from the root
  size_t firstLine = 0, lastLine = 0;
};

/// The lines from a header to the next one; the first section has no header.
struct TomlSection {
  std::vector<std::string> path;
  bool ofArray = false; ///< `[[path]]`
  size_t headerLine = 0;
  std::vector<TomlEntry> entries;

  /// The line of its last value, or of its header where it has none.
  size_t lastLine() const { return entries.empty() ? headerLine : entries.back().lastLine; }
};

/// The lines of a document, to insert others between them.
class TomlText {
public:
  /// `text` is what `root` was parsed from. A byte order mark is no part of it.
  TomlText(std::string_view text, const toml::table &root);

  const std::vector<TomlSection> &sections() const { return all; }
  std::string_view line(size_t number) const { return lines[number]; } ///< with its line end
  /// The offset of a place that the parser reports.
  size_t offset(const toml::source_position &place) const;
  /// The offset behind a line and its line end.
  size_t endOfLine(size_t number) const;
  /// The line end that the document uses.
  std::string_view lineEnd() const;

private:
  void findSections(std::vector<TomlEntry> entries);
  std::vector<std::string_view> lines;
  std::vector<size_t> starts;
  std::vector<TomlSection> all;
};

/// The indentation of a line.
std::string_view indentOf(std::string_view line);

} // namespace linkshim
