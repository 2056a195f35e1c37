#include "shim/commands/text/TomlText.h"
#include <algorithm>

namespace linkshim {
namespace {

using Path = std::vector<std::string>;

bool isHeaderTable(const toml::node &node) {
  const toml::table *table = node.as_table();
  return table && !table->is_inline();
}

void collect(const toml::table &table, Path &path, std::vector<TomlEntry> &entries);

void collectNode(const toml::node &node, Path &path, std::vector<TomlEntry> &entries) {
  if (isHeaderTable(node)) return collect(*node.as_table(), path, entries);
  const toml::array *array = node.as_array();
  if (array && !array->empty() && isHeaderTable(*array->get(0))) {
    for (const toml::node &element : *array)
      collect(*element.as_table(), path, entries);
    return;
  }
  const toml::source_region &source = node.source();
  entries.push_back({path, source.begin.line - 1, source.end.line - 1});
}

void collect(const toml::table &table, Path &path, std::vector<TomlEntry> &entries) {
  for (const auto &[key, value] : table) {
    path.emplace_back(key.str());
    collectNode(value, path, entries);
    path.pop_back();
  }
}

/// The keys of a header that stands alone on a line.
Path headerPath(std::string_view line, bool &ofArray) {
  Path path;
  toml::parse_result result = toml::parse(line);
  if (!result) return path;
  const toml::table *table = &result.table();
  ofArray = false;
  while (table && !table->empty()) {
    path.emplace_back(table->begin()->first.str());
    const toml::node &node = table->begin()->second;
    ofArray = node.is_array();
    table = node.as_table();
  }
  return path;
}

} // namespace

std::string_view indentOf(std::string_view line) {
  return line.substr(0, std::min(line.find_first_not_of(" \t"), line.size()));
}

TomlText::TomlText(std::string_view text, const toml::table &root) {
  for (size_t at = 0; at < text.size();) {
    size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    starts.push_back(at);
    lines.push_back(text.substr(at, end - at));
    at = end;
  }
  std::vector<TomlEntry> entries;
  Path path;
  collect(root, path, entries);
  std::sort(entries.begin(), entries.end(),
            [](const TomlEntry &a, const TomlEntry &b) { return a.firstLine < b.firstLine; });
  findSections(std::move(entries));
}

/// A line that begins with a bracket and is not inside a value is a header.
void TomlText::findSections(std::vector<TomlEntry> entries) {
  all.emplace_back();
  auto next = entries.begin();
  for (size_t number = 0; number < lines.size(); ++number) {
    if (next != entries.end() && next->firstLine == number) {
      number = next->lastLine;
      all.back().entries.push_back(std::move(*next++));
      continue;
    }
    std::string_view text = lines[number].substr(indentOf(lines[number]).size());
    if (!text.starts_with('[')) continue;
    TomlSection section;
    section.path = headerPath(text, section.ofArray);
    section.headerLine = number;
    all.push_back(std::move(section));
  }
}

size_t TomlText::offset(const toml::source_position &place) const {
  std::string_view text = lines[place.line - 1];
  size_t at = 0;
  for (uint32_t column = 1; column < place.column && at < text.size(); ++column)
    do
      ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80);
  return starts[place.line - 1] + at;
}

size_t TomlText::endOfLine(size_t number) const {
  return starts[number] + lines[number].size();
}

std::string_view TomlText::lineEnd() const {
  return !lines.empty() && lines.front().ends_with("\r\n") ? "\r\n" : "\n";
}

} // namespace linkshim
