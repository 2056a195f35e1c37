#include "shim/commands/text/Toml.h"
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#define TOML_ENABLE_WINDOWS_COMPAT 0
#include <toml++/toml.h>

namespace linkshim {
namespace {

std::string scalarText(const toml::node &node) {
  if (const auto *text = node.as_string()) return text->get();
  if (const auto *flag = node.as_boolean()) return flag->get() ? "true" : "false";
  if (const auto *number = node.as_integer()) return std::to_string(number->get());
  return {};
}

void collect(const toml::node &node, std::vector<std::string> &path, std::vector<TomlValue> &values) {
  if (const toml::table *table = node.as_table()) {
    for (const auto &[key, value] : *table) {
      path.emplace_back(key.str());
      collect(value, path, values);
      path.pop_back();
    }
  } else if (const toml::array *array = node.as_array()) {
    for (const toml::node &element : *array)
      collect(element, path, values);
    // An empty list is a value too: `build-std = []`.
    if (array->empty()) values.push_back({path, {}});
  } else {
    values.push_back({path, scalarText(node)});
  }
}

} // namespace

std::optional<std::vector<TomlValue>> readToml(std::string_view text) {
  toml::parse_result result = toml::parse(text);
  if (!result) return std::nullopt;
  std::vector<TomlValue> values;
  std::vector<std::string> path;
  collect(result.table(), path, values);
  return values;
}

} // namespace linkshim
