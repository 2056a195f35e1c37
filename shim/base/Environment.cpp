#include "shim/base/Environment.h"
#include <algorithm>

namespace linkshim {

std::optional<std::string_view> Environment::get(std::string_view name) const {
  for (const auto &[key, value] : entries)
    if (key == name) return value;
  return std::nullopt;
}

void Environment::set(std::string_view name, std::string_view value) {
  for (auto &[key, old] : entries)
    if (key == name) {
      old = value;
      return;
    }
  entries.emplace_back(name, value);
}

void Environment::remove(std::string_view name) {
  std::erase_if(entries, [&](const auto &entry) { return entry.first == name; });
}

std::vector<std::string> Environment::searchPath() const {
  std::vector<std::string> folders;
  std::string_view rest = value("PATH");
  while (!rest.empty()) {
    size_t colon = rest.find(':');
    std::string_view folder = rest.substr(0, colon);
    if (folder.starts_with('/')) folders.emplace_back(folder);
    if (colon == std::string_view::npos) break;
    rest.remove_prefix(colon + 1);
  }
  return folders;
}

std::vector<std::string_view> splitWords(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    size_t end = std::min(text.find(' '), text.size());
    if (end > 0) words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

} // namespace linkshim
