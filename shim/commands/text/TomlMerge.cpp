#include "shim/commands/text/TomlMerge.h"
#include "shim/base/FileSystem.h"
#include "shim/commands/text/Quote.h"
#include "shim/commands/text/TomlText.h"
#include "shim/plan/Plan.h"
#include <algorithm>
#include <fmt/ranges.h>

namespace linkshim {
namespace {

using Path = std::vector<std::string>;
using Keys = std::span<const std::string>;

constexpr std::string_view byteOrderMark = "\xef\xbb\xbf";

std::string keysText(Keys keys) {
  std::string out;
  for (const std::string &key : keys)
    out += (out.empty() ? "" : ".") + tomlKey(key);
  return out;
}

bool startsWith(Keys whole, Keys part) {
  return whole.size() >= part.size() && std::equal(part.begin(), part.end(), whole.begin());
}

const toml::node *find(const toml::table &root, Keys path) {
  const toml::node *node = &root;
  for (const std::string &key : path) {
    const toml::table *table = node->as_table();
    node = table ? table->get(key) : nullptr;
    if (!node) return nullptr;
  }
  return node;
}

/// From an offset in a list: the offset of the next byte that is neither blank nor in a comment.
size_t nextWord(std::string_view text, size_t at) {
  for (; at < text.size(); ++at) {
    if (text[at] == '#') at = std::min(text.find('\n', at), text.size() - 1);
    if (text.substr(at, 1).find_first_of(" \t\r\n") == std::string_view::npos) break;
  }
  return at;
}

/// What comes of adding a setting to a document. Both are empty where it has the setting already.
struct Addition {
  std::optional<std::string> text; ///< the document with the setting
  std::optional<TomlKept> kept;    ///< why it cannot be added
};

/// Adds one setting to a document.
class Merger {
public:
  Merger(const std::string &text, const toml::table &root) : text(text), root(root), lines(text, root) {}

  Addition add(const TomlSetting &setting) const;

private:
  /// A node that the document has on the way to the setting, and that is no table; nullptr when all are.
  const toml::node *obstacle(Keys table) const;
  Addition addToValue(const TomlSetting &setting, const toml::node &node) const;
  Addition extendList(const TomlSetting &setting, const toml::node &node) const;
  std::string insert(Keys path, const std::string &value) const;
  std::string withElements(const toml::array &array, const std::vector<std::string> &elements) const;
  std::string afterLine(size_t line, Keys keys, const std::string &value) const;
  std::string atEnd(Keys table, const std::string &key, const std::string &value) const;
  Addition kept(const TomlSetting &setting, const toml::node &node) const;
  std::string source(const toml::node &node) const;

  const std::string &text;
  const toml::table &root;
  TomlText lines;
};

/// The first line of a value as it is written.
std::string Merger::source(const toml::node &node) const {
  size_t from = lines.offset(node.source().begin), to = lines.offset(node.source().end);
  std::string written = text.substr(from, to - from);
  if (size_t end = written.find_first_of("\r\n"); end != std::string::npos)
    written = written.substr(0, end) + " ...";
  return written;
}

Addition Merger::kept(const TomlSetting &setting, const toml::node &node) const {
  return {{}, TomlKept{setting, source(node), node.source().begin.line}};
}

std::string Merger::afterLine(size_t line, Keys keys, const std::string &value) const {
  std::string out = text.substr(0, lines.endOfLine(line));
  std::string_view end = lines.lineEnd();
  if (!out.ends_with('\n')) out += end;
  out += fmt::format("{}{} = {}{}", indentOf(lines.line(line)), keysText(keys), value, end);
  return out + text.substr(lines.endOfLine(line));
}

std::string Merger::atEnd(Keys table, const std::string &key, const std::string &value) const {
  std::string out = text;
  std::string_view end = lines.lineEnd();
  if (!out.empty() && !out.ends_with('\n')) out += end;
  bool blank = out.empty() || out == "\n" || out.ends_with("\n\n") || out.ends_with("\n\r\n");
  if (!blank) out += end;
  return out + fmt::format("[{}]{}{} = {}{}", keysText(table), end, tomlKey(key), value, end);
}

/// The document with elements behind the last one of a list; on lines of their own where the list ends on a
/// line of its own.
std::string Merger::withElements(const toml::array &array, const std::vector<std::string> &elements) const {
  std::string words = fmt::format("{}", fmt::join(elements, ", "));
  if (array.empty()) {
    size_t at = lines.offset(array.source().begin) + 1;
    return text.substr(0, at) + words + text.substr(at);
  }
  const toml::source_region &last = array.get(array.size() - 1)->source();
  size_t at = lines.offset(last.end);
  if (last.end.line == array.source().end.line) return text.substr(0, at) + ", " + words + text.substr(at);
  std::string_view line = lines.line(last.end.line - 1), end = lines.lineEnd();
  bool alone = last.begin.line != array.source().begin.line;
  std::string indent = alone ? std::string(indentOf(line)) : std::string(indentOf(line)) + "    ";
  size_t next = nextWord(text, at), lineEnd = lines.endOfLine(last.end.line - 1);
  bool comma = text[next] == ',', below = comma && next >= lineEnd;
  std::string out = text.substr(0, at);
  if (!comma || below) out += ',';
  out += text.substr(at, lineEnd - at);
  for (const std::string &element : elements)
    out += fmt::format("{}{}{}{}", indent, element, below && &element == &elements.back() ? "" : ",", end);
  return out + text.substr(lineEnd);
}

Addition Merger::extendList(const TomlSetting &setting, const toml::node &node) const {
  const toml::array *array = node.as_array();
  toml::parse_result wanted = toml::parse("v = " + setting.value);
  if (!array || !wanted || (!array->empty() && !array->is_homogeneous(toml::node_type::string)))
    return kept(setting, node);
  std::vector<std::string> missing;
  for (const toml::node &element : *wanted.table()["v"].as_array()) {
    const std::string &word = element.as_string()->get();
    bool there = std::any_of(array->begin(), array->end(),
                             [&](const toml::node &has) { return has.as_string()->get() == word; });
    if (!there) missing.push_back(tomlString(word));
  }
  if (missing.empty()) return {};
  return {withElements(*array, missing), {}};
}

Addition Merger::addToValue(const TomlSetting &setting, const toml::node &node) const {
  if (setting.addToList) return extendList(setting, node);
  bool same = toml::parse("v = " + setting.value) && source(node) == setting.value;
  return same ? Addition() : kept(setting, node);
}

const toml::node *Merger::obstacle(Keys table) const {
  for (size_t length = 1; length <= table.size(); ++length) {
    const toml::node *node = find(root, table.first(length));
    if (!node) break;
    if (!node->is_table() || node->as_table()->is_inline()) return node;
  }
  return nullptr;
}

/// The document with a value that it has not.
std::string Merger::insert(Keys path, const std::string &value) const {
  Keys table = path.first(path.size() - 1);
  size_t known = 0; // so many of the tables are there
  while (known < table.size() && find(root, table.first(known + 1)))
    ++known;
  const TomlEntry *dotted = nullptr;
  size_t dottedFrom = 0;
  for (const TomlSection &section : lines.sections()) {
    if (section.ofArray) continue;
    if (std::equal(section.path.begin(), section.path.end(), table.begin(), table.end()))
      return afterLine(section.lastLine(), path.last(1), value);
    // A table that dotted keys have made takes further dotted keys, and no header.
    for (const TomlEntry &entry : section.entries)
      if (known > section.path.size() && entry.path.size() > known &&
          startsWith(entry.path, table.first(known))) {
        dotted = &entry;
        dottedFrom = section.path.size();
      }
  }
  if (dotted) return afterLine(dotted->lastLine, path.subspan(dottedFrom), value);
  return atEnd(table, path.back(), value);
}

Addition Merger::add(const TomlSetting &setting) const {
  Keys path = setting.path;
  if (const toml::node *node = find(root, path)) return addToValue(setting, *node);
  if (const toml::node *node = obstacle(path.first(path.size() - 1))) return kept(setting, *node);
  return {insert(path, setting.value), {}};
}

/// Adds a setting to the value of a document, to compare with what its new text gives.
void addTo(toml::table &root, const TomlSetting &setting) {
  toml::table *table = &root;
  for (const std::string &key : Keys(setting.path).first(setting.path.size() - 1)) {
    if (!table->contains(key)) table->insert(key, toml::table{});
    table = table->get_as<toml::table>(key);
  }
  toml::parse_result value = toml::parse("v = " + setting.value);
  toml::node &node = *value.table().get("v");
  toml::array *list = setting.addToList ? table->get_as<toml::array>(setting.path.back()) : nullptr;
  if (!list) {
    table->insert(setting.path.back(), std::move(node));
    return;
  }
  for (toml::node &element : *node.as_array()) {
    bool there = std::any_of(list->begin(), list->end(), [&](const toml::node &has) {
      return has.as_string() && has.as_string()->get() == element.as_string()->get();
    });
    if (!there) list->push_back(element.as_string()->get());
  }
}

std::expected<toml::table, TomlProblem> parse(std::string_view text) {
  toml::parse_result result = toml::parse(text);
  if (result) return std::move(result).table();
  const toml::source_position &place = result.error().source().begin;
  return std::unexpected(TomlProblem{place.line, place.column, std::string(result.error().description())});
}

} // namespace

std::expected<TomlMerge, TomlProblem> mergeToml(std::string_view old, std::span<const TomlSetting> settings) {
  bool mark = old.starts_with(byteOrderMark);
  TomlMerge merge;
  merge.text = old.substr(mark ? byteOrderMark.size() : 0);
  std::expected<toml::table, TomlProblem> root = parse(merge.text);
  if (!root) return std::unexpected(root.error());
  for (const TomlSetting &setting : settings) {
    Addition added = Merger(merge.text, *root).add(setting);
    if (added.kept) merge.kept.push_back(*added.kept);
    if (!added.text) continue;
    toml::table wanted = *root;
    addTo(wanted, setting);
    std::expected<toml::table, TomlProblem> got = parse(*added.text);
    if (!got || wanted != *got)
      return std::unexpected(
          TomlProblem{0, 0, fmt::format("{} cannot be added to what is there", keysText(setting.path))});
    merge.text = *added.text;
    root = std::move(got);
  }
  if (mark) merge.text.insert(0, byteOrderMark);
  return merge;
}

Failure unreadableToml(const std::string &path, const TomlProblem &problem) {
  if (problem.line == 0) return {problem.reason, {{"file", path}}, fmt::format("cat {}", shellWord(path))};
  return {fmt::format("{} is no TOML that can be read", baseName(path)),
          {{"file", fmt::format("{}:{}:{}", path, problem.line, problem.column)}, {"reason", problem.reason}},
          fmt::format("sed -n {}p {}", problem.line, shellWord(path))};
}

} // namespace linkshim
