#include "shim/commands/OldErrors.h"
#include "shim/commands/build/LinkNames.h"
#include "shim/commands/cargo/Cfg.h"
#include "shim/commands/init/Init.h"
#include "shim/commands/text/Quote.h"
#include "shim/commands/text/Toml.h"
#include "shim/commands/text/TomlMerge.h"
#include "shim/plan/Plan.h"
#include <algorithm>
#include <fmt/format.h>

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

class Planner {
public:
  Planner(const InitRequest &request, const FileReader &files, InitPlan &plan)
      : request(request), files(files), plan(plan) {}

  bool addConfig(Failure &failure);
  bool addToolchain(Failure &failure);
  bool addProfile(Failure &failure);
  bool addTemplate(const InitFile &file, Failure &failure);

private:
  std::string at(std::string_view name) const { return joinPath(request.project.root, name); }
  bool merge(const std::string &name, const std::vector<TomlSetting> &settings, Failure &failure);
  bool readOld(const std::string &name, FileChange &change, Failure &failure) const;
  void take(FileChange change);

  const InitRequest &request;
  const FileReader &files;
  InitPlan &plan;
};

/// The file behind links, and its bytes when it is there.
bool Planner::readOld(const std::string &name, FileChange &change, Failure &failure) const {
  change.name = name;
  change.path = at(name);
  bool link = files.readLink(change.path).has_value();
  if (auto real = files.realPath(change.path)) change.path = *real;
  if (!link && files.status(change.path).kind == FileStatus::Kind::missing) return true;
  if (files.status(change.path).isFile())
    if (SystemResult<std::string> old = files.read(change.path)) change.old = std::move(*old);
  if (change.old) return true;
  failure = {fmt::format("{} cannot be read", name),
             {{"file", change.path}},
             fmt::format("ls -l {}", shellWord(change.path))};
  return false;
}

void Planner::take(FileChange change) {
  if (change.old == change.text)
    plan.unchanged.push_back(change.name);
  else
    plan.changes.push_back(std::move(change));
}

bool Planner::merge(const std::string &name, const std::vector<TomlSetting> &settings, Failure &failure) {
  FileChange change;
  if (!readOld(name, change, failure)) return false;
  TomlProblem problem;
  std::optional<TomlMerge> merged = mergeToml(change.old.value_or(""), settings, problem);
  if (!merged) {
    failure = unreadableToml(change.path, problem);
    return false;
  }
  for (const TomlKept &kept : merged->kept)
    plan.notes.push_back(fmt::format("{}:{}: {} stays; {} = {} is not added", name, kept.line, kept.has,
                                     fmt::join(kept.wanted.path, "."), kept.wanted.value));
  change.text = std::move(merged->text);
  if (change.old || !change.text.empty()) take(std::move(change));
  return true;
}

/// A runner for a kind of targets is the user's choice for this one as well.
bool hasRunnerByCfg(const Values &values, const Target &target) {
  return std::any_of(values.begin(), values.end(), [&](const TomlValue &value) {
    return value.path.size() > 2 && value.path[0] == "target" && value.path[2] == "runner" &&
           cfgHolds(value.path[1], target);
  });
}

bool Planner::addConfig(Failure &failure) {
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
  return merge(name, settings, failure);
}

bool Planner::addToolchain(Failure &failure) {
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
    return true;
  }
  std::string list;
  for (const std::string &triple : triples)
    list += (list.empty() ? "" : ", ") + tomlString(triple);
  return merge(name, {{{"toolchain", "targets"}, "[" + list + "]", true}}, failure);
}

bool Planner::addProfile(Failure &failure) {
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
  return merge("Cargo.toml", settings, failure);
}

bool Planner::addTemplate(const InitFile &file, Failure &) {
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
    take(std::move(change));
  return true;
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
    targets.push_back({target, std::nullopt});
    for (const TomlValue &linker : config)
      if (linker.path == std::vector<std::string>{"target", value.text, "linker"}) {
        TargetSpec own;
        Failure ignored;
        std::optional<ToolName> tool = parseToolName(baseName(linker.text));
        if (tool && parseTargetSpec(tool->target, own, ignored) && own.target == target)
          targets.back().floor = own.floor;
      }
  }
  if (targets.empty())
    for (const char *triple : {"x86_64-unknown-linux-musl", "aarch64-unknown-linux-musl"})
      targets.push_back({findTarget(triple), std::nullopt});
  return targets;
}

bool planInit(const InitRequest &request, const FileReader &files, InitPlan &plan, Failure &failure) {
  Planner planner(request, files, plan);
  for (std::string_view part : request.parts) {
    bool done = part == "config"      ? planner.addConfig(failure)
                : part == "toolchain" ? planner.addToolchain(failure)
                : part == "profile"   ? planner.addProfile(failure)
                                      : true;
    for (const InitFile &file : templateFiles)
      if (done && file.part == part) done = planner.addTemplate(file, failure);
    if (!done) return false;
  }
  return true;
}

} // namespace linkshim
