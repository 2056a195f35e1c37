#include "shim/commands/init/Init.h"
#include "shim/commands/OldErrors.h"
#include "shim/commands/build/LinkNames.h"
#include "shim/plan/Plan.h"
#include "shim/provider/Provider.h"
#include "triples/RustupTargets.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {

const std::string_view initUsage = R"(linkshim init [FOLDER] [--target TARGET[.GLIBC]]... [OPTION...]

Prepares a cargo project to be built, tested and shipped for every TARGET. It writes what is missing, after it has shown
it and asked: linkers and runners in .cargo/config.toml, rust-toolchain.toml, a release profile in Cargo.toml, a
Dockerfile, a workflow for GitHub. Lines are added to files that are there; what they hold already stays. Without
--target: those of rust-toolchain.toml, else x86_64-unknown-linux-musl and aarch64-unknown-linux-musl.

  --yes, -y          write without asking
  --dry-run          show what would be written, write nothing
  --bin NAME         the program that is shipped, where the project has several
  --lambda           also a script that packs the program for AWS Lambda
  --cloud-run        also a service for Google Cloud Run
  --container-apps   also an app for Azure Container Apps
  --only PART,...    nothing but these: config, toolchain, profile, docker, workflow, lambda, cloud-run, container-apps
)";

namespace {

constexpr CommandOption options[] = {{"--target", true}, {"--bin", true}, {"--only", true},
                                     {"--yes"},          {"-y"},          {"--dry-run"},
                                     {"--lambda"},       {"--cloud-run"}, {"--container-apps"}};

std::vector<std::string_view> splitAtCommas(std::string_view text) {
  std::vector<std::string_view> words;
  for (size_t at = 0; at <= text.size();) {
    size_t end = std::min(text.find(',', at), text.size());
    if (end > at) words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

bool addTarget(std::string_view text, std::vector<TargetSpec> &targets, Failure &failure) {
  TargetSpec spec;
  if (!parseTargetSpec(text, spec, failure)) return false;
  if (!spec.target->unlinked.empty()) {
    failure = {fmt::format("programs of {} are not linked", spec.target->triple),
               {{"reason", std::string(spec.target->unlinked)}},
               "linkshim targets"};
    return false;
  }
  for (const TargetSpec &other : targets) {
    if (other.target != spec.target) continue;
    if (other.floor == spec.floor) return true;
    failure = {fmt::format("{} is named with two versions of glibc", spec.target->triple),
               {},
               fmt::format("linkshim init --target {}", text)};
    return false;
  }
  targets.push_back(spec);
  return true;
}

bool readTargets(const CommandArgs &args, const CommandCall &call, InitRequest &request, Failure &failure) {
  for (const auto &[name, value] : args.options) {
    if (name != "--target") continue;
    for (std::string_view text : splitAtCommas(value))
      if (!addTarget(text, request.targets, failure)) return false;
  }
  if (request.targets.empty()) request.targets = usualTargets(request.project.root, call.files);
  return true;
}

/// Names of programs and services go into files of several languages.
bool isPlainName(std::string_view name) {
  return !name.empty() && name.front() != '-' && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  });
}

bool readBinary(const CommandArgs &args, CargoProject &project, Failure &failure) {
  std::erase_if(project.binaries, [](const std::string &name) { return !isPlainName(name); });
  if (!isPlainName(project.binary)) project.binary.clear();
  if (!args.has("--bin")) {
    if (project.binary.empty() && !project.binaries.empty()) project.binary = project.binaries.front();
    return true;
  }
  project.binary = args.value("--bin");
  const std::vector<std::string> &names = project.binaries;
  if (std::find(names.begin(), names.end(), project.binary) != names.end()) return true;
  std::vector<std::string_view> candidates(names.begin(), names.end());
  std::string_view near = nearestName(project.binary, candidates);
  failure = {fmt::format("the project has no program named {}", project.binary),
             {{"programs", fmt::format("{}", fmt::join(names, ", "))}},
             near.empty() ? "linkshim init" : fmt::format("linkshim init --bin {}", near)};
  return false;
}

const InitPart *findPart(std::string_view name) {
  for (const InitPart &part : initParts())
    if (part.name == name) return &part;
  return nullptr;
}

bool readOnly(const CommandArgs &args, std::vector<std::string_view> &only, Failure &failure) {
  for (const auto &[name, value] : args.options) {
    if (name != "--only") continue;
    for (std::string_view word : splitAtCommas(value)) {
      const InitPart *part = findPart(word);
      if (part) {
        only.push_back(part->name);
        continue;
      }
      std::vector<std::string_view> names;
      for (const InitPart &known : initParts())
        names.push_back(known.name);
      std::string_view near = nearestName(word, names);
      failure = {fmt::format("linkshim init has no part {}", word),
                 {{"parts", fmt::format("{}", fmt::join(names, ", "))}},
                 near.empty() ? "linkshim help init" : fmt::format("linkshim init --only {}", near)};
      return false;
    }
  }
  if (!args.has("--only") || !only.empty()) return true;
  failure = {"the option --only needs a part", {}, "linkshim help init"};
  return false;
}

bool readParts(const CommandArgs &args, InitRequest &request, std::vector<std::string> &notes,
               Failure &failure) {
  std::vector<std::string_view> only;
  if (!readOnly(args, only, failure)) return false;
  bool named = !only.empty();
  for (const InitPart &part : initParts()) {
    bool inOnly = std::find(only.begin(), only.end(), part.name) != only.end();
    bool requested = inOnly || (!part.request.empty() && args.has(part.request));
    if (!requested && (named || !part.request.empty())) continue;
    if (!part.needsBinary || !request.project.binary.empty()) {
      request.parts.push_back(part.name);
    } else if (!requested) {
      notes.push_back(fmt::format("{}: the project has no program to ship", part.name));
    } else {
      failure = {"the project has no program to ship",
                 {{"folder", request.project.root}},
                 "linkshim init --only config,toolchain,profile"};
      return false;
    }
  }
  return true;
}

/// A toolchain file, container or workflow with a target that rustup has not breaks every build.
bool checkRustup(const InitRequest &request, Failure &failure) {
  constexpr std::string_view byRustup[] = {"toolchain", "docker", "workflow"};
  bool needed = std::any_of(request.parts.begin(), request.parts.end(), [&](std::string_view part) {
    return std::find(std::begin(byRustup), std::end(byRustup), part) != std::end(byRustup);
  });
  if (!needed) return true;
  for (const TargetSpec &spec : request.targets) {
    std::string_view triple = spec.target->triple;
    if (rustupHas(triple)) continue;
    failure = {fmt::format("rustup has no standard library for {}", triple),
               {{"without it", fmt::format("cargo +nightly linkshim build -Zbuild-std --target {}", triple)}},
               fmt::format("linkshim init --only config,profile --target {}", triple)};
    return false;
  }
  return true;
}

std::string indented(std::string_view lines) {
  std::string out;
  for (size_t at = 0; at < lines.size();) {
    size_t end = std::min(lines.find('\n', at), lines.size());
    out += fmt::format("  {}\n", lines.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

/// Files from templates are long: their text is in the file, and in the template.
constexpr ptrdiff_t longestShown = 24;

std::string describe(const InitRequest &request, const InitPlan &plan) {
  std::vector<std::string> targets;
  for (const TargetSpec &spec : request.targets)
    targets.push_back(std::string(spec.target->triple) + (spec.floor ? "." + spec.floor->str() : ""));
  const std::string &binary = request.project.binary;
  std::string out =
      fmt::format("{}, for {}\n", binary.empty() ? request.project.root : binary, fmt::join(targets, ", "));
  for (const FileChange &change : plan.changes) {
    auto lines = std::count(change.text.begin(), change.text.end(), '\n');
    if (change.old)
      out += fmt::format("\nadded to {}\n{}", change.name, indented(listing(*change.old, change.text)));
    else if (lines > longestShown)
      out += fmt::format("\nnew: {} ({} lines)\n", change.name, lines);
    else
      out += fmt::format("\nnew: {}\n{}", change.name, indented(listing("", change.text)));
  }
  if (!plan.unchanged.empty())
    out += fmt::format("\nnothing to add to {}\n", fmt::join(plan.unchanged, ", "));
  if (!plan.notes.empty()) out += "\nstays as it is\n";
  for (const std::string &note : plan.notes)
    out += fmt::format("  {}\n", note);
  return out + "\n";
}

/// What a person does next.
std::string nextSteps(const InitRequest &request, const CommandCall &call) {
  ProviderSearch search(call.environment, call.files, call.self);
  std::string missing;
  for (const TargetSpec &spec : request.targets)
    if (!search.findProgram(toolLinkName(spec, "cc")))
      missing += fmt::format(" {}{}", spec.target->triple, spec.floor ? "." + spec.floor->str() : "");
  std::string out;
  bool config = std::find(request.parts.begin(), request.parts.end(), "config") != request.parts.end();
  if (config && !missing.empty())
    out += fmt::format("The linkers' names are made once on a machine, in a folder on PATH:\n"
                       "  linkshim links ~/.local/bin{}\n",
                       missing);
  return out +
         fmt::format("Build:\n  cargo build --release --target {}\n", request.targets.front().target->triple);
}

bool write(const InitRequest &request, const InitPlan &plan, const CommandArgs &args, CommandCall &call,
           Failure &failure) {
  std::string shown = describe(request, plan);
  if (plan.changes.empty() || args.has("--dry-run")) {
    call.output = shown + (plan.changes.empty() ? "Nothing to write.\n" : "Nothing was written.\n");
    return true;
  }
  if (args.has("--yes") || args.has("-y")) {
    call.output = shown;
  } else {
    std::optional<bool> answer = call.confirm ? call.confirm(shown + "Write this? [y/N] ") : std::nullopt;
    if (!answer) {
      failure = {"there is no terminal to ask at, and nothing was written", {}, "linkshim init --yes"};
      return false;
    }
    if (!*answer) {
      call.output = "Nothing was written.\n";
      return true;
    }
  }
  if (!applyChanges(plan.changes, call.files, failure)) {
    call.output.clear();
    return false;
  }
  call.output +=
      fmt::format("Written: {} file{}.\n", plan.changes.size(), plan.changes.size() == 1 ? "" : "s") +
      nextSteps(request, call);
  return true;
}

} // namespace

bool runInit(CommandCall &call, Failure &failure) {
  CommandArgs args;
  if (!takeOptions("init", call.args, options, false, args, failure)) return false;
  if (args.rest.size() > 1) {
    failure = {"linkshim init takes one folder",
               {{"given", fmt::format("{}", fmt::join(args.rest, ", "))}},
               "linkshim help init"};
    return false;
  }
  std::string folder = call.files.currentDirectory();
  if (!args.rest.empty())
    folder = args.rest.front().starts_with('/') ? args.rest.front() : joinPath(folder, args.rest.front());
  if (!call.files.status(folder).isDirectory()) {
    failure = {"the folder is not there", {{"folder", folder}}, fmt::format("ls -ld {}", shellWord(folder))};
    return false;
  }
  InitRequest request;
  InitPlan plan;
  bool ready = readCargoProject(folder, call, request.project, failure) &&
               readTargets(args, call, request, failure) && readBinary(args, request.project, failure) &&
               readParts(args, request, plan.notes, failure) && checkRustup(request, failure) &&
               planInit(request, call.files, plan, failure);
  return ready && write(request, plan, args, call, failure);
}

} // namespace linkshim
