#include "shim/commands/cargo/CargoConfig.h"
#include "shim/commands/cargo/Cfg.h"
#include <algorithm>

namespace linkshim {
namespace {

constexpr int deepestInclude = 8;

bool isFor(const TomlValue &value, const Target &target) {
  return value.path.size() > 2 && value.path[0] == "target" &&
         (value.path[1] == target.triple || cfgHolds(value.path[1], target));
}

bool isAt(const TomlValue &value, std::string_view table, std::string_view key) {
  return value.path.size() > 1 && value.path[0] == table && value.path[1] == key;
}

/// `include = "a.toml"`, `include = ["a.toml"]`, or tables with a `path`.
bool isInclude(const TomlValue &value) {
  return value.path.front() == "include" && (value.path.size() == 1 || value.path[1] == "path");
}

std::string cargoHome(const Environment &environment) {
  if (auto home = environment.value("CARGO_HOME"); !home.empty()) return std::string(home);
  std::string_view home = environment.value("HOME");
  return home.empty() ? std::string() : joinPath(home, ".cargo");
}

/// The configuration in a folder; cargo prefers the name without an ending where both are.
std::string configIn(const std::string &folder, const FileReader &files) {
  for (const char *name : {"config", "config.toml"})
    if (std::string path = joinPath(folder, name); files.status(path).isFile()) return path;
  return {};
}

} // namespace

void CargoConfig::addFile(const std::string &path, const FileReader &files, int depth) {
  if (auto text = files.read(path)) add(*text, parentPath(path), files, depth);
}

void CargoConfig::add(std::string_view text, const std::string &folder, const FileReader &files, int depth) {
  std::optional<Document> document = readToml(text);
  if (!document || depth > deepestInclude) return;
  std::vector<std::string> includes;
  for (const TomlValue &value : *document)
    if (isInclude(value))
      includes.push_back(value.text.starts_with('/') ? value.text : joinPath(folder, value.text));
  documents.push_back(std::move(*document));
  for (const std::string &path : includes)
    addFile(path, files, depth + 1);
}

CargoConfig CargoConfig::read(const std::string &folder, const std::vector<std::string> &arguments,
                              const Environment &environment, const FileReader &files) {
  CargoConfig config;
  for (const std::string &argument : arguments) {
    std::string path = argument.starts_with('/') ? argument : joinPath(folder, argument);
    if (files.status(path).isFile())
      config.addFile(path, files, 0);
    else
      config.add(argument, folder, files, 0);
  }
  std::vector<std::string> seen;
  auto addFolder = [&](const std::string &place) {
    std::string path = configIn(place, files);
    if (path.empty() || std::find(seen.begin(), seen.end(), path) != seen.end()) return;
    seen.push_back(path);
    config.addFile(path, files, 0);
  };
  for (std::string at = folder;; at = parentPath(at)) {
    addFolder(joinPath(at, ".cargo"));
    if (at == "/" || at == ".") break;
  }
  if (std::string home = cargoHome(environment); !home.empty()) addFolder(home);
  return config;
}

bool CargoConfig::setsForTarget(const Target &target, std::string_view key) const {
  for (const Document &document : documents)
    for (const TomlValue &value : document)
      if (isFor(value, target) && value.path[2] == key) return true;
  return false;
}

std::string CargoConfig::linker(const Target &target) const {
  for (const Document &document : documents)
    for (const TomlValue &value : document)
      if (value.path.size() == 3 && value.path[2] == "linker" && isFor(value, target)) return value.text;
  return {};
}

bool CargoConfig::sets(std::string_view table, std::string_view key) const {
  for (const Document &document : documents)
    for (const TomlValue &value : document)
      if (isAt(value, table, key)) return true;
  return false;
}

std::vector<std::string> CargoConfig::values(std::string_view table, std::string_view key) const {
  std::vector<std::string> found;
  for (const Document &document : documents) {
    for (const TomlValue &value : document)
      if (isAt(value, table, key)) found.push_back(value.text);
    if (!found.empty()) break;
  }
  return found;
}

std::vector<std::string> CargoConfig::rustflags(const Target &target) const {
  std::vector<std::string> flags;
  for (const Document &document : documents)
    for (const TomlValue &value : document) {
      bool own = isAt(value, "build", "rustflags") || (isFor(value, target) && value.path[2] == "rustflags");
      if (!own) continue;
      for (std::string_view word : splitWords(value.text))
        flags.emplace_back(word);
    }
  return flags;
}

} // namespace linkshim
