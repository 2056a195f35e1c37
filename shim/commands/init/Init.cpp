#include "shim/commands/init/Init.h"
#include "shim/call/TargetSpec.h"
#include "shim/commands/build/LinkNames.h"
#include "shim/link/elf/Allocator.h"
#include "shim/plan/Plan.h"
#include "shim/provider/Provider.h"
#include <algorithm>
#include <fmt/ranges.h>

namespace linkshim {

const std::string_view initUsage = R"(linkshim init [FOLDER] [--target TARGET[.GLIBC]]... [OPTION...]

Prepares a cargo project to be built, tested and shipped for every TARGET. It shows what is missing, asks, and writes:
linkers and runners in .cargo/config.toml, rust-toolchain.toml, a release profile in Cargo.toml, a Dockerfile, a workflow
for GitHub. Lines are added to files that are there; nothing is removed from them. Without --target, the targets are
those of rust-toolchain.toml, else x86_64-unknown-linux-musl and aarch64-unknown-linux-musl.

  --yes, -y          write without asking
  --dry-run          show what would be written, write nothing
  --bin NAME         the program that is shipped, where the project has several
  --malloc mimalloc  a faster allocator in static programs of musl's targets
  --lambda           also a script that packs the program for AWS Lambda
  --cloud-run        also a service for Google Cloud Run
  --container-apps   also an app for Azure Container Apps
  --only PART,...    nothing but these: config, toolchain, profile, docker, workflow, lambda, cloud-run, container-apps
)";

namespace {

constexpr CommandOption options[] = {
    {"--target", true}, {"--bin", true}, {"--only", true}, {"--malloc", true},  {"--yes"}, {"-y"},
    {"--dry-run"},      {"--lambda"},    {"--cloud-run"},  {"--container-apps"}};

std::vector<std::string_view> splitAtCommas(std::string_view text) {
  std::vector<std::string_view> parts;
  for (size_t at = 0; at <= text.size();) {
    size_t end = std::min(text.find(',', at), text.size());
    if (end > at) parts.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

Result<void> addTarget(std::string_view text, std::vector<TargetSpec> &targets) {
  Result<TargetSpec> spec = parseTargetSpec(text);
  if (!spec) return failed(spec);
  const Target &target = *spec->target;
  if (!target.unlinked.empty())
    return fail({fmt::format("programs of {} are not linked", target.triple),
                 {{"reason", std::string(target.unlinked)}},
                 "linkshim targets"});
  auto other = std::ranges::find(targets, &target, &TargetSpec::target);
  if (other == targets.end())
    targets.push_back(*spec);
  else if (other->floor != spec->floor)
    return fail({fmt::format("{} is named with two versions of glibc", target.triple),
                 {},
                 fmt::format("linkshim init --target {}", text)});
  return {};
}

Result<std::vector<TargetSpec>> readTargets(const CommandArgs &args, const CommandCall &call,
                                            const std::string &root) {
  std::vector<TargetSpec> targets;
  for (const auto &[name, value] : args.options) {
    if (name != "--target") continue;
    for (std::string_view text : splitAtCommas(value))
      if (Result<void> added = addTarget(text, targets); !added) return failed(added);
  }
  return targets.empty() ? usualTargets(root, call.files) : targets;
}

/// True for a name that can stand in files of several languages without quotes.
bool isPlainName(std::string_view name) {
  return !name.empty() && name.front() != '-' && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  });
}

/// Chooses the program that is shipped: the one that --bin names, else the main one, else the first.
Result<void> readBinary(const CommandArgs &args, CargoProject &project) {
  std::erase_if(project.binaries, [](const std::string &name) { return !isPlainName(name); });
  if (!isPlainName(project.binary)) project.binary.clear();
  if (!args.has("--bin")) {
    if (project.binary.empty() && !project.binaries.empty()) project.binary = project.binaries.front();
    return {};
  }
  project.binary = args.value("--bin");
  const std::vector<std::string> &names = project.binaries;
  if (std::find(names.begin(), names.end(), project.binary) != names.end()) return {};
  std::vector<std::string_view> candidates(names.begin(), names.end());
  std::string_view near = nearestName(project.binary, candidates);
  return fail({fmt::format("the project has no program named {}", project.binary),
               {{"programs", fmt::format("{}", fmt::join(names, ", "))}},
               near.empty() ? "linkshim init" : fmt::format("linkshim init --bin {}", near)});
}

const InitPart *findPart(std::string_view name) {
  for (const InitPart &part : initParts())
    if (part.name == name) return &part;
  return nullptr;
}

Failure unknownPart(std::string_view name) {
  std::vector<std::string_view> names;
  for (const InitPart &known : initParts())
    names.push_back(known.name);
  std::string_view near = nearestName(name, names);
  return {fmt::format("linkshim init has no part {}", name),
          {{"parts", fmt::format("{}", fmt::join(names, ", "))}},
          near.empty() ? "linkshim help init" : fmt::format("linkshim init --only {}", near)};
}

/// The parts that --only names; empty without that option.
Result<std::vector<std::string_view>> readOnly(const CommandArgs &args) {
  std::vector<std::string_view> only;
  for (const auto &[option, value] : args.options) {
    if (option != "--only") continue;
    for (std::string_view name : splitAtCommas(value)) {
      const InitPart *part = findPart(name);
      if (!part) return fail(unknownPart(name));
      only.push_back(part->name);
    }
  }
  if (args.has("--only") && only.empty()) return fail(wrongUsage("init", "the option --only needs a part"));
  return only;
}

/// Chooses the parts by the options. A part that ships a program is left out, with a note, where there is
/// none.
Result<void> readParts(const CommandArgs &args, InitRequest &request) {
  Result<std::vector<std::string_view>> only = readOnly(args);
  if (!only) return failed(only);
  for (const InitPart &part : initParts()) {
    bool inOnly = std::ranges::find(*only, part.name) != only->end();
    bool requested = inOnly || (!part.request.empty() && args.has(part.request));
    if (!requested && (!only->empty() || !part.request.empty())) continue;
    if (!part.needsBinary || !request.project.binary.empty())
      request.parts.push_back(part.name);
    else if (!requested)
      request.notes.push_back(fmt::format("{}: the project has no program to ship", part.name));
    else
      return fail({"the project has no program to ship",
                   {{"folder", request.project.root}},
                   "linkshim init --only config,toolchain,profile"});
  }
  return {};
}

/// Checks that rustup has every target, where a toolchain file, a container or a workflow asks it for them:
/// else every build would fail.
Result<void> checkRustup(const InitRequest &request) {
  constexpr std::string_view byRustup[] = {"toolchain", "docker", "workflow"};
  bool needed = std::ranges::any_of(request.parts, [&](std::string_view part) {
    return std::ranges::find(byRustup, part) != std::end(byRustup);
  });
  if (!needed) return {};
  for (const TargetSpec &spec : request.targets) {
    std::string_view triple = spec.target->triple;
    if (spec.target->rustupFirst.empty())
      return fail(
          {fmt::format("rustup has no standard library for {}", triple),
           {{"without it", fmt::format("cargo +nightly linkshim build -Zbuild-std --target {}", triple)}},
           fmt::format("linkshim init --only config,profile --target {}", triple)});
  }
  return {};
}

/// Reads --malloc, which needs a target whose programs can have an allocator.
Result<void> readMalloc(const CommandArgs &args, InitRequest &request) {
  if (!args.has("--malloc")) return {};
  request.malloc = args.value("--malloc");
  if (Result<void> known = checkAllocatorName(request.malloc); !known) return known;
  Result<void> can;
  for (const TargetSpec &spec : request.targets)
    if (can = checkAllocatorTarget(*spec.target); can) break;
  return can;
}

Result<InitRequest> readRequest(const CommandArgs &args, const CommandCall &call, const std::string &folder) {
  Result<CargoProject> project = readCargoProject(folder, call);
  if (!project) return failed(project);
  Result<std::vector<TargetSpec>> targets = readTargets(args, call, project->root);
  if (!targets) return failed(targets);
  InitRequest request{std::move(*project), std::move(*targets), {}};
  Result<void> done = readBinary(args, request.project);
  if (done) done = readParts(args, request);
  if (done) done = readMalloc(args, request);
  if (done) done = checkRustup(request);
  if (!done) return failed(done);
  return request;
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

/// Files from templates are long; their text is not shown.
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

/// What the user does next.
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

/// What the command prints after the changes are made.
Result<CommandResult> apply(const InitRequest &request, const InitPlan &plan, std::string shown,
                            const CommandCall &call) {
  if (Result<void> applied = applyChanges(plan.changes, call.files); !applied) return failed(applied);
  size_t count = plan.changes.size();
  return CommandResult{fmt::format("{}Written: {} file{}.\n{}", shown, count, count == 1 ? "" : "s",
                                   nextSteps(request, call))};
}

/// Shows the plan, asks, and writes.
Result<CommandResult> write(const InitRequest &request, const InitPlan &plan, const CommandArgs &args,
                            const CommandCall &call) {
  std::string shown = describe(request, plan);
  if (plan.changes.empty()) return CommandResult{shown + "Nothing to write.\n"};
  if (args.has("--dry-run")) return CommandResult{shown + "Nothing was written.\n"};
  if (args.has("--yes") || args.has("-y")) return apply(request, plan, std::move(shown), call);
  std::optional<bool> answer = call.confirm ? call.confirm(shown + "Write this? [y/N] ") : std::nullopt;
  if (!answer)
    return fail({"there is no terminal to ask at, and nothing was written", {}, "linkshim init --yes"});
  if (!*answer) return CommandResult{"Nothing was written.\n"};
  return apply(request, plan, {}, call);
}

} // namespace

Result<CommandResult> runInit(const CommandCall &call) {
  Result<CommandArgs> args = parseOptions("init", call.args, options);
  if (!args) return failed(args);
  if (args->rest.size() > 1)
    return fail({"linkshim init takes one folder",
                 {{"given", fmt::format("{}", fmt::join(args->rest, ", "))}},
                 "linkshim help init"});
  std::string folder = call.files.currentDirectory();
  if (!args->rest.empty())
    folder = args->rest.front().starts_with('/') ? args->rest.front() : joinPath(folder, args->rest.front());
  if (!call.files.status(folder).isDirectory())
    return fail(
        {"the folder is not there", {{"folder", folder}}, fmt::format("ls -ld {}", shellWord(folder))});
  Result<InitRequest> request = readRequest(*args, call, folder);
  if (!request) return failed(request);
  Result<InitPlan> plan = planInit(*request, call.files);
  if (!plan) return failed(plan);
  return write(*request, *plan, *args, call);
}

} // namespace linkshim
