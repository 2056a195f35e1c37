#include "shim/call/TargetSpec.h"
#include "shim/call/ToolName.h"
#include "shim/commands/build/LinkNames.h"
#include "shim/commands/cargo/Cfg.h"
#include "shim/commands/init/Init.h"
#include "shim/commands/text/Quote.h"
#include "shim/commands/text/Toml.h"
#include "shim/commands/text/TomlMerge.h"
#include "shim/link/elf/Allocator.h"
#include "shim/plan/Plan.h"
#include <algorithm>
#include <fmt/ranges.h>

namespace linkshim {
namespace {

constexpr InitFile templateFiles[] = {
    {"docker", "Dockerfile", "Dockerfile"},
    {"docker", ".dockerignore", ".dockerignore"},
    {"workflow", "release.yml", ".github/workflows/release.yml"},
    {"lambda", "lambda.sh", "lambda.sh", true},
    {"cloud-run", "cloud-run.yaml", "cloud-run.yaml", false, true},
    {"container-apps", "container-app.yaml", "container-app.yaml", false, true},
};

constexpr InitPart allParts[] = {
    {"config", ""},
    {"toolchain", ""},
    {"profile", ""},
    {"docker", "", true},
    {"workflow", "", true},
    {"lambda", "--lambda", true},
    {"cloud-run", "--cloud-run", true},
    {"container-apps", "--container-apps", true},
};

using Values = std::vector<TomlValue>;

Values valuesIn(const std::string &path, const FileReader &files) {
  return readToml(files.read(path).value_or("")).value_or(Values());
}

/// Makes the plan part by part.
class Planner {
public:
  Planner(const InitRequest &request, const FileReader &files) : request(request), files(files) {}

  Result<void> addPart(std::string_view part);
  InitPlan plan;

private:
  Result<void> addConfig();
  Result<void> addToolchain();
  Result<void> addProfile();
  void addTemplate(const InitFile &file);
  std::string at(std::string_view name) const { return joinPath(request.project.root, name); }
  Result<void> merge(const std::string &name, const std::vector<TomlSetting> &settings);
  Result<FileChange> readOld(const std::string &name) const;
  void add(FileChange change);

  const InitRequest &request;
  const FileReader &files;
};

/// The file behind links, and its bytes where it is there; no new text yet.
Result<FileChange> Planner::readOld(const std::string &name) const {
  FileChange change{at(name), name, std::nullopt, {}};
  bool link = files.readLink(change.path).has_value();
  if (auto real = files.realPath(change.path)) change.path = *real;
  if (!link && files.status(change.path).kind == FileStatus::Kind::missing) return change;
  if (files.status(change.path).isFile())
    if (SystemResult<std::string> old = files.read(change.path)) change.old = std::move(*old);
  if (change.old) return change;
  return fail({fmt::format("{} cannot be read", name),
               {{"file", change.path}},
               fmt::format("ls -l {}", shellWord(change.path))});
}

void Planner::add(FileChange change) {
  if (change.old == change.text)
    plan.unchanged.push_back(change.name);
  else
    plan.changes.push_back(std::move(change));
}

Result<void> Planner::merge(const std::string &name, const std::vector<TomlSetting> &settings) {
  Result<FileChange> change = readOld(name);
  if (!change) return failed(change);
  auto merged = mergeToml(change->old.value_or(""), settings);
  if (!merged) return fail(unreadableToml(change->path, merged.error()));
  for (const TomlKept &kept : merged->kept)
    plan.notes.push_back(fmt::format("{}:{}: {} stays; {} = {} is not added", name, kept.line, kept.has,
                                     fmt::join(kept.wanted.path, "."), kept.wanted.value));
  change->text = std::move(merged->text);
  if (change->old || !change->text.empty()) add(std::move(*change));
  return {};
}

/// True when a configuration sets a runner for a `cfg(...)` that holds for the target.
bool hasRunnerByCfg(const Values &values, const Target &target) {
  return std::any_of(values.begin(), values.end(), [&](const TomlValue &value) {
    return value.path.size() > 2 && value.path[0] == "target" && value.path[2] == "runner" &&
           cfgHolds(value.path[1], target);
  });
}

Result<void> Planner::addConfig() {
  std::string name = configFileName(request.project.root, files);
  Values values = valuesIn(at(name), files);
  std::vector<TomlSetting> settings;
  for (const TargetSpec &spec : request.targets) {
    std::string triple(spec.target->triple);
    settings.push_back({{"target", triple, "linker"}, tomlString(toolLinkName(spec, "cc"))});
    if (spec.target->runner.empty() || hasRunnerByCfg(values, *spec.target)) continue;
    std::string runner = fmt::format("[\"linkshim\", \"run\", {}, \"--\"]", tomlString(triple));
    settings.push_back({{"target", triple, "runner"}, runner});
  }
  if (!request.malloc.empty())
    settings.push_back({{"env", std::string(allocatorVariable)}, tomlString(request.malloc)});
  return merge(name, settings);
}

Result<void> Planner::addToolchain() {
  std::string name = toolchainFileName(request.project.root, files);
  std::string text = files.read(at(name)).value_or("");
  std::optional<Values> values = readToml(text);
  std::vector<std::string> triples;
  for (const TargetSpec &spec : request.targets)
    triples.emplace_back(spec.target->triple);
  bool bareName = !values && name == "rust-toolchain" && text.find('\n') >= text.size() - 1;
  bool ownPath = values && std::any_of(values->begin(), values->end(), [](const TomlValue &value) {
                   return value.path == std::vector<std::string>{"toolchain", "path"};
                 });
  if (bareName || ownPath) {
    plan.notes.push_back(fmt::format("{}: it has no place for targets; with rustup: rustup target add {}",
                                     name, fmt::join(triples, " ")));
    return {};
  }
  std::string list;
  for (const std::string &triple : triples)
    list += (list.empty() ? "" : ", ") + tomlString(triple);
  return merge(name, {{{"toolchain", "targets"}, "[" + list + "]", true}});
}

Result<void> Planner::addProfile() {
  std::vector<TomlSetting> settings{{{"profile", "release", "lto"}, "true"},
                                    {{"profile", "release", "codegen-units"}, "1"}};
  const TomlValue *debug = nullptr;
  Values values = valuesIn(at("Cargo.toml"), files);
  for (const TomlValue &value : values)
    if (value.path == std::vector<std::string>{"profile", "release", "debug"}) debug = &value;
  if (debug && debug->text != "false" && debug->text != "0" && debug->text != "none")
    plan.notes.emplace_back("Cargo.toml: profile.release.debug stays; strip = true would take it away again");
  else
    settings.push_back({{"profile", "release", "strip"}, "true"});
  return merge("Cargo.toml", settings);
}

void Planner::addTemplate(const InitFile &file) {
  std::string name(file.path), path = at(name);
  const std::string &binary = request.project.binary;
  TemplateValues values{file.service ? serviceName(binary) : binary, request.project.binaries,
                        request.targets};
  FileChange change{path, name, std::nullopt, fillTemplate(*findTemplate(file.templateName), values),
                    file.executable};
  bool there = files.readLink(path) || files.status(path).kind != FileStatus::Kind::missing;
  if (there)
    if (SystemResult<std::string> old = files.read(path)) change.old = std::move(*old);
  if (there && change.old != change.text)
    plan.notes.push_back(fmt::format("{}: it is there and differs from the template", name));
  else
    add(std::move(change));
}

Result<void> Planner::addPart(std::string_view part) {
  if (part == "config") return addConfig();
  if (part == "toolchain") return addToolchain();
  if (part == "profile") return addProfile();
  for (const InitFile &file : templateFiles)
    if (file.part == part) addTemplate(file);
  return {};
}

/// The floor in the name of the linker that `linkshim init` has written into a cargo configuration.
std::optional<Version> configuredFloor(const Values &config, const Target &target) {
  std::optional<Version> floor;
  for (const TomlValue &linker : config) {
    if (linker.path != std::vector<std::string>{"target", std::string(target.triple), "linker"}) continue;
    std::optional<ToolName> tool = parseToolName(baseName(linker.text));
    if (!tool) continue;
    Result<TargetSpec> named = parseTargetSpec(tool->target);
    if (named && named->target == &target) floor = named->floor;
  }
  return floor;
}

} // namespace

std::span<const InitFile> initFiles() {
  return templateFiles;
}

std::span<const InitPart> initParts() {
  return allParts;
}

std::string toolchainFileName(const std::string &root, const FileReader &files) {
  return files.status(joinPath(root, "rust-toolchain")).isFile() ? "rust-toolchain" : "rust-toolchain.toml";
}

std::string configFileName(const std::string &root, const FileReader &files) {
  return files.status(joinPath(root, ".cargo/config")).isFile() ? ".cargo/config" : ".cargo/config.toml";
}

std::vector<TargetSpec> usualTargets(const std::string &root, const FileReader &files) {
  std::vector<TargetSpec> targets;
  Values config = valuesIn(joinPath(root, configFileName(root, files)), files);
  for (const TomlValue &value : valuesIn(joinPath(root, toolchainFileName(root, files)), files)) {
    if (value.path != std::vector<std::string>{"toolchain", "targets"}) continue;
    const Target *target = findTarget(value.text);
    if (!target || target->triple != value.text || !target->unlinked.empty()) continue;
    targets.push_back({target, configuredFloor(config, *target)});
  }
  if (targets.empty())
    for (const char *triple : {"x86_64-unknown-linux-musl", "aarch64-unknown-linux-musl"})
      targets.push_back({findTarget(triple), std::nullopt});
  return targets;
}

Result<InitPlan> planInit(const InitRequest &request, const FileReader &files) {
  Planner planner(request, files);
  planner.plan.notes = request.notes;
  for (std::string_view part : request.parts)
    if (Result<void> added = planner.addPart(part); !added) return failed(added);
  return std::move(planner.plan);
}

} // namespace linkshim
