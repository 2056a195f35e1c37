#include "shim/commands/text/TomlMerge.h"
#include "shim/base/FileSystem.h"
#include "shim/commands/text/Quote.h"
#include "shim/commands/text/TomlText.h"
#include "shim/plan/Plan.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {
namespace {

using Path = std::vector<std::string>;
using Keys = std::span<const std::string>;

constexpr std::string_view byteOrderMark = "\xef\xbb\xbf";

std::string keyText(const std::string &key) {
  bool bare = !key.empty() && key.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                                    "0123456789_-") == std::string::npos;
  return bare ? key : tomlString(key);
}

std::string keysText(Keys keys) {
  std::string out;
  for (const std::string &key : keys)
    out += (out.empty() ? "" : ".") + keyText(key);
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

/// From a place in a list: the next byte that is neither blank nor in a comment.
size_t nextWord(std::string_view text, size_t at) {
  for (; at < text.size(); ++at) {
    if (text[at] == '#') at = std::min(text.find('\n', at), text.size() - 1);
    if (text.substr(at, 1).find_first_of(" \t\r\n") == std::string_view::npos) break;
  }
  return at;
}

/// One document and one setting. Each that is added makes a new document.
class Merger {
public:
  Merger(const std::string &text, const toml::table &root) : text(text), root(root), lines(text, root) {}

  /// The text with the setting; nullopt and `kept` when it cannot be added.
  std::optional<std::string> add(const TomlSetting &setting, std::optional<TomlKept> &kept) const;

private:
  std::optional<std::string> extendList(const TomlSetting &setting, const toml::node &node,
                                        std::optional<TomlKept> &kept) const;
  std::string withElements(const toml::array &array, const std::vector<std::string> &elements) const;
  std::string afterLine(size_t line, Keys keys, const std::string &value) const;
  std::string atEnd(Keys table, const std::string &key, const std::string &value) const;
  TomlKept standsInTheWay(const TomlSetting &setting, const toml::node &node) const;

  const std::string &text;
  const toml::table &root;
  TomlText lines;
};

TomlKept Merger::standsInTheWay(const TomlSetting &setting, const toml::node &node) const {
  const toml::source_region &source = node.source();
  size_t from = lines.offset(source.begin), to = lines.offset(source.end);
  std::string has = text.substr(from, to - from);
  if (size_t end = has.find_first_of("\r\n"); end != std::string::npos) has = has.substr(0, end) + " ...";
  return {setting, has, source.begin.line};
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
  return out + fmt::format("[{}]{}{} = {}{}", keysText(table), end, keyText(key), value, end);
}

/// Behind the last element; on lines of their own where the list ends on a line of its own.
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

std::optional<std::string> Merger::extendList(const TomlSetting &setting, const toml::node &node,
                                              std::optional<TomlKept> &kept) const {
  const toml::array *array = node.as_array();
  toml::parse_result wanted = toml::parse("v = " + setting.value);
  if (!array || !wanted || (!array->empty() && !array->is_homogeneous(toml::node_type::string))) {
    kept = standsInTheWay(setting, node);
    return std::nullopt;
  }
  std::vector<std::string> missing;
  for (const toml::node &element : *wanted.table()["v"].as_array()) {
    const std::string &word = element.as_string()->get();
    bool there = std::any_of(array->begin(), array->end(),
                             [&](const toml::node &has) { return has.as_string()->get() == word; });
    if (!there) missing.push_back(tomlString(word));
  }
  if (missing.empty()) return std::nullopt;
  return withElements(*array, missing);
}

std::optional<std::string> Merger::add(const TomlSetting &setting, std::optional<TomlKept> &kept) const {
  Keys path = setting.path, table = path.first(path.size() - 1);
  if (const toml::node *node = find(root, path)) {
    if (setting.addToList) return extendList(setting, *node, kept);
    toml::parse_result wanted = toml::parse("v = " + setting.value);
    if (TomlKept other = standsInTheWay(setting, *node); !wanted || other.has != setting.value) kept = other;
    return std::nullopt;
  }
  const TomlEntry *dotted = nullptr;
  size_t dottedFrom = 0, known = 0;
  for (size_t length = 1; length <= table.size(); ++length) {
    const toml::node *node = find(root, table.first(length));
    if (!node) break;
    known = length;
    if (node->is_table() && !node->as_table()->is_inline()) continue;
    kept = standsInTheWay(setting, *node);
    return std::nullopt;
  }
  for (const TomlSection &section : lines.sections()) {
    if (section.ofArray) continue;
    if (std::equal(section.path.begin(), section.path.end(), table.begin(), table.end()))
      return afterLine(section.lastLine(), path.last(1), setting.value);
    // A table that dotted keys have made takes more of them, and no header.
    for (const TomlEntry &entry : section.entries)
      if (known > section.path.size() && entry.path.size() > known &&
          startsWith(entry.path, table.first(known))) {
        dotted = &entry;
        dottedFrom = section.path.size();
      }
  }
  if (dotted) return afterLine(dotted->lastLine, path.subspan(dottedFrom), setting.value);
  return atEnd(table, path.back(), setting.value);
}

/// What the document is to be after the setting is added, as a value.
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

bool parse(std::string_view text, toml::table &root, TomlProblem &problem) {
  toml::parse_result result = toml::parse(text);
  if (result) {
    root = std::move(result).table();
    return true;
  }
  const toml::source_position &place = result.error().source().begin;
  problem = {place.line, place.column, std::string(result.error().description())};
  return false;
}

} // namespace

std::optional<TomlMerge> mergeToml(std::string_view old, std::span<const TomlSetting> settings,
                                   TomlProblem &problem) {
  bool mark = old.starts_with(byteOrderMark);
  TomlMerge merge;
  merge.text = old.substr(mark ? byteOrderMark.size() : 0);
  toml::table root;
  if (!parse(merge.text, root, problem)) return std::nullopt;
  for (const TomlSetting &setting : settings) {
    std::optional<TomlKept> kept;
    std::optional<std::string> next = Merger(merge.text, root).add(setting, kept);
    if (kept) merge.kept.push_back(*kept);
    if (!next) continue;
    toml::table wanted = root, got;
    addTo(wanted, setting);
    TomlProblem broken;
    if (!parse(*next, got, broken) || wanted != got) {
      problem = {0, 0, fmt::format("{} cannot be added to what is there", keysText(setting.path))};
      return std::nullopt;
    }
    merge.text = *next;
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
