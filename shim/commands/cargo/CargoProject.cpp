#include "shim/commands/cargo/CargoProject.h"
#include "shim/commands/cargo/RustToolchain.h"
#include "shim/commands/text/TomlMerge.h"
#include "shim/plan/Plan.h"
#include "llvm/Support/JSON.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {
namespace {

std::string findManifest(const std::string &folder, const FileReader &files) {
  for (std::string at = folder;; at = parentPath(at)) {
    if (std::string path = joinPath(at, "Cargo.toml"); files.status(path).isFile()) return path;
    if (at == parentPath(at)) return {};
  }
}

std::string textOf(const llvm::json::Object &object, llvm::StringRef key) {
  auto text = object.getString(key);
  return text ? text->str() : std::string();
}

/// Programs that cargo builds when nothing else is said: not those that wait for a feature.
std::vector<std::string> binariesOf(const llvm::json::Object &package) {
  std::vector<std::string> names;
  const llvm::json::Array *targets = package.getArray("targets");
  for (const llvm::json::Value &value : targets ? *targets : llvm::json::Array{}) {
    const llvm::json::Object *target = value.getAsObject();
    const llvm::json::Array *kinds = target ? target->getArray("kind") : nullptr;
    if (!kinds || std::find(kinds->begin(), kinds->end(), llvm::json::Value("bin")) == kinds->end()) continue;
    const llvm::json::Array *features = target->getArray("required-features");
    if (!features || features->empty()) names.push_back(textOf(*target, "name"));
  }
  return names;
}

/// The program that a package is about.
std::string mainBinary(const llvm::json::Object &package, const std::vector<std::string> &names) {
  auto has = [&](const std::string &name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  for (const char *key : {"default_run", "name"})
    if (std::string name = textOf(package, key); has(name)) return name;
  return names.size() == 1 ? names.front() : std::string();
}

bool readMetadata(const std::string &text, const std::string &manifest, CargoProject &project) {
  llvm::Expected<llvm::json::Value> parsed = llvm::json::parse(text);
  if (!parsed) {
    llvm::consumeError(parsed.takeError());
    return false;
  }
  const llvm::json::Object *object = parsed->getAsObject();
  const llvm::json::Array *packages = object ? object->getArray("packages") : nullptr;
  if (!packages) return false;
  project.root = textOf(*object, "workspace_root");
  std::string ofRoot;
  for (const llvm::json::Value &value : *packages) {
    const llvm::json::Object *package = value.getAsObject();
    if (!package) return false;
    std::vector<std::string> names = binariesOf(*package);
    std::string path = textOf(*package, "manifest_path");
    if (path == manifest) project.binary = mainBinary(*package, names);
    if (path == joinPath(project.root, "Cargo.toml")) ofRoot = mainBinary(*package, names);
    project.binaries.insert(project.binaries.end(), names.begin(), names.end());
  }
  std::vector<std::string> &names = project.binaries;
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  if (project.binary.empty()) project.binary = ofRoot;
  if (project.binary.empty() && names.size() == 1) project.binary = names.front();
  return !project.root.empty();
}

/// The manifest, and the configurations that cargo reads for it: one error of our own with line and column,
/// where cargo would print its own first.
bool checkToml(const std::string &manifest, const FileReader &files, Failure &failure) {
  std::vector<std::string> paths{manifest};
  for (std::string at = parentPath(manifest);; at = parentPath(at)) {
    for (const char *name : {".cargo/config", ".cargo/config.toml"})
      if (std::string path = joinPath(at, name); files.status(path).isFile()) paths.push_back(path);
    if (at == parentPath(at)) break;
  }
  for (const std::string &path : paths) {
    TomlProblem problem;
    if (mergeToml(files.read(path).value_or(""), {}, problem)) continue;
    failure = unreadableToml(path, problem);
    return false;
  }
  return true;
}

} // namespace

bool readCargoProject(const std::string &folder, const CommandCall &call, CargoProject &project,
                      Failure &failure) {
  std::string manifest = findManifest(folder, call.files);
  if (manifest.empty()) {
    failure = {"there is no Cargo.toml here or above", {{"folder", folder}}, "cargo init"};
    return false;
  }
  if (!checkToml(manifest, call.files, failure)) return false;
  ProviderSearch search(call.environment, call.files, call.self);
  RustToolchain toolchain = findRustToolchain(folder, call.environment, call.files, search, {});
  // Not rustup's: it would install the targets of rust-toolchain.toml first.
  std::string cargo = joinPath(toolchain.sysroot, "bin/cargo");
  if (!call.files.status(cargo).executable) cargo = findCargo(call, search);
  if (cargo.empty() || !call.ask) {
    failure = cargoNotFound(call.environment);
    return false;
  }
  std::vector<std::string> args{"metadata", "--no-deps",       "--format-version",
                                "1",        "--manifest-path", manifest};
  std::optional<std::string> answer = call.ask(cargo, args);
  if (answer && readMetadata(*answer, manifest, project)) return true;
  failure = {"cargo cannot read the project",
             {{"file", manifest}},
             fmt::format("{} metadata --no-deps --format-version 1 --manifest-path {}", shellWord(cargo),
                         shellWord(manifest))};
  return false;
}

} // namespace linkshim
