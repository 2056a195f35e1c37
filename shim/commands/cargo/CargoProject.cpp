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

/// The programs that cargo builds by default: not those that require a feature.
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

/// The main program of a package; empty when it cannot be told.
std::string mainBinary(const llvm::json::Object &package, const std::vector<std::string> &names) {
  auto has = [&](const std::string &name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  for (const char *key : {"default_run", "name"})
    if (std::string name = textOf(package, key); has(name)) return name;
  return names.size() == 1 ? names.front() : std::string();
}

/// What `cargo metadata` printed; nullopt when it is not understood.
std::optional<CargoProject> readMetadata(const std::string &text, const std::string &manifest) {
  llvm::Expected<llvm::json::Value> parsed = llvm::json::parse(text);
  if (!parsed) {
    llvm::consumeError(parsed.takeError());
    return std::nullopt;
  }
  const llvm::json::Object *object = parsed->getAsObject();
  const llvm::json::Array *packages = object ? object->getArray("packages") : nullptr;
  if (!packages) return std::nullopt;
  CargoProject project{textOf(*object, "workspace_root"), {}, {}};
  std::string ofRoot;
  for (const llvm::json::Value &value : *packages) {
    const llvm::json::Object *package = value.getAsObject();
    if (!package) return std::nullopt;
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
  if (project.root.empty()) return std::nullopt;
  return project;
}

/// Checks the manifest and the configurations that cargo reads for it: so a mistake gives one error with line
/// and column, where cargo would print its own first.
Result<void> checkToml(const std::string &manifest, const FileReader &files) {
  std::vector<std::string> paths{manifest};
  for (std::string at = parentPath(manifest);; at = parentPath(at)) {
    for (const char *name : {".cargo/config", ".cargo/config.toml"})
      if (std::string path = joinPath(at, name); files.status(path).isFile()) paths.push_back(path);
    if (at == parentPath(at)) break;
  }
  for (const std::string &path : paths)
    if (auto merged = mergeToml(files.read(path).value_or(""), {}); !merged)
      return fail(unreadableToml(path, merged.error()));
  return {};
}

} // namespace

Result<CargoProject> readCargoProject(const std::string &folder, const CommandCall &call) {
  std::string manifest = findManifest(folder, call.files);
  if (manifest.empty())
    return fail({"there is no Cargo.toml here or above", {{"folder", folder}}, "cargo init"});
  if (Result<void> good = checkToml(manifest, call.files); !good) return failed(good);
  ProviderSearch search(call.environment, call.files, call.self);
  RustToolchain toolchain = findRustToolchain(folder, call.environment, call.files, search, {});
  // Not rustup's proxy, which would first install the targets of rust-toolchain.toml.
  std::string cargo = joinPath(toolchain.sysroot, "bin/cargo");
  if (!call.files.status(cargo).executable) cargo = findCargo(call, search);
  if (cargo.empty() || !call.ask) return fail(cargoNotFound(call.environment));
  std::vector<std::string> args{"metadata", "--no-deps",       "--format-version",
                                "1",        "--manifest-path", manifest};
  std::optional<std::string> answer = call.ask(cargo, args);
  std::optional<CargoProject> project = answer ? readMetadata(*answer, manifest) : std::nullopt;
  if (project) return *project;
  return fail({"cargo cannot read the project",
               {{"file", manifest}},
               fmt::format("{} metadata --no-deps --format-version 1 --manifest-path {}", shellWord(cargo),
                           shellWord(manifest))});
}

} // namespace linkshim
