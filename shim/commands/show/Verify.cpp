#include "shim/call/TargetSpec.h"
#include "shim/commands/Command.h"
#include "shim/commands/cargo/DescribedTarget.h"
#include "shim/inspect/Checks.h"
#include "shim/inspect/Inspect.h"
#include "shim/inspect/Report.h"
#include "shim/inspect/formats/Pdb.h"
#include "sysroots/windows/Windows.h"
#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace linkshim {

const std::string_view verifyUsage =
    R"(linkshim verify [--target TARGET[.GLIBC]] [--static] [--max-glibc V] [--max-windows V] [--max-size N]
                [--forbid-needed LIB] [--needed-only LIB,...] [--require PROPERTY,...] [--json] FILE...

Says what programs, libraries and objects are: ELF, PE, Mach-O, WebAssembly, and archives of such. The status is 1 when
something does not hold, with a sentence for each thing.

  --target         system, architecture, ABI, loader and C library are those of TARGET; .GLIBC sets --max-glibc as well
  --static         no library and no loader is needed
  --max-glibc      no symbol of a newer glibc is needed; V is a version or a distribution's release: 2.17, debian11
  --max-windows    nothing of a newer Windows is needed; V is a name or a build: 7, 8.1, 10, 10-1809, 11, server2019, 10.0.17763
  --max-size       bytes, or with a unit: 10M and 10MiB are 10 x 1024 x 1024, 10MB is 10 x 1000 x 1000
  --forbid-needed  this library is not needed; may be given again, and may contain *, as in libssl.so*
  --needed-only    no libraries but these, separated by commas, are needed; none at all when the list is empty
  --require        pie, relro, nx, no-textrel, no-rpath, stripped, build-id, signed; of Windows high-entropy, cfg, safe-seh,
                   no-runtime-dlls, pdb
  --json           an array with an object for each file; docs/verify.md has the keys
)";

namespace {

std::vector<std::string> splitList(std::string_view list) {
  std::vector<std::string> out;
  while (!list.empty()) {
    size_t end = std::min(list.find(','), list.size());
    if (end > 0) out.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return out;
}

Failure unknownProperty(const std::string &name) {
  std::vector<std::string_view> names;
  for (const Property &property : allProperties())
    names.push_back(property.name);
  Failure failure = wrongUsage("verify", fmt::format("--require does not know {}", name));
  failure.facts.emplace_back("it knows", fmt::format("{}", fmt::join(names, ", ")));
  if (std::string_view near = nearestName(name, names); !near.empty())
    failure.action = fmt::format("linkshim verify --require {}", near);
  return failure;
}

Result<void> readProperties(std::string_view list, Requirements &requirements) {
  for (const std::string &name : splitList(list)) {
    auto found = std::ranges::find(allProperties(), name, &Property::name);
    if (found == allProperties().end()) return fail(unknownProperty(name));
    requirements.properties.push_back(&*found);
  }
  return {};
}

Result<void> readTarget(const std::string &name, const CommandCall &call, Requirements &requirements) {
  Result<TargetSpec> spec = describedTarget(name, call);
  if (!spec) return failed(spec);
  requirements.target = spec->target;
  if (spec->target->system == "windows" && !spec->target->osFloor.empty())
    requirements.maxWindows = windows::parseVersion(spec->target->osFloor);
  if (!spec->floor) return {};
  requirements.maxGlibc = spec->floor;
  requirements.release = spec->release;
  return {};
}

Result<void> readSize(const std::string &text, Requirements &requirements) {
  requirements.maxSize = parseSize(text);
  if (requirements.maxSize) return {};
  return fail({fmt::format("--max-size takes a number of bytes, and {} is none", text),
               {},
               "linkshim verify --max-size 10M"});
}

Result<void> readGlibc(const std::string &text, Requirements &requirements) {
  requirements.maxGlibc = parseGlibc(text);
  requirements.release = findRelease(text);
  if (requirements.maxGlibc) return {};
  return fail(
      {fmt::format("--max-glibc takes a version of glibc or a release of a distribution, and {} is neither",
                   text),
       {},
       "linkshim verify --max-glibc 2.17"});
}

Result<void> readWindows(const std::string &text, Requirements &requirements) {
  requirements.maxWindows = windows::parseVersion(text);
  if (requirements.maxWindows) return {};
  std::string_view near = windows::nearestName(text);
  return fail(
      {fmt::format("--max-windows takes a Windows by its name or its version, and {} is neither", text),
       {{"as in", "7, 8.1, 10, 10-1809, 11, 11-24H2, server2019, 10.0.17763"}},
       fmt::format("linkshim verify --max-windows {}", near.empty() ? "10" : near)});
}

Result<void> readOption(std::string_view name, const std::string &value, const CommandCall &call,
                        Requirements &requirements) {
  if (name == "--target") return readTarget(value, call, requirements);
  if (name == "--require") return readProperties(value, requirements);
  if (name == "--max-size") return readSize(value, requirements);
  if (name == "--max-glibc") return readGlibc(value, requirements);
  if (name == "--max-windows") return readWindows(value, requirements);
  if (name == "--static") requirements.isStatic = true;
  if (name == "--needed-only" && !requirements.neededOnly) requirements.neededOnly.emplace();
  std::vector<std::string> *libraries = name == "--forbid-needed" ? &requirements.forbidNeeded
                                        : name == "--needed-only" ? &*requirements.neededOnly
                                                                  : nullptr;
  if (libraries)
    for (std::string &library : splitList(value))
      libraries->push_back(std::move(library));
  return {};
}

/// --max-glibc and --max-windows are read after all others, so that they override the floor of --target.
Result<Requirements> readRequirements(const CommandArgs &args, const CommandCall &call) {
  Requirements requirements;
  for (bool most : {false, true})
    for (const auto &[name, value] : args.options) {
      if ((name == "--max-glibc" || name == "--max-windows") != most) continue;
      if (Result<void> read = readOption(name, value, call, requirements); !read) return failed(read);
    }
  return requirements;
}

/// Why a path cannot be read as a file; empty where it can.
std::string obstacle(const std::string &path, const FileReader &files) {
  switch (files.status(path).kind) {
  case FileStatus::Kind::missing: return "is not there";
  case FileStatus::Kind::directory: return "is a folder";
  case FileStatus::Kind::other: return "is no regular file";
  case FileStatus::Kind::file: return {};
  }
  return {};
}

Reading<BinaryFacts> inspectFile(const std::string &path, const FileReader &files) {
  if (std::string reason = obstacle(path, files); !reason.empty()) return unreadable(std::move(reason));
  SystemResult<std::string> bytes = files.read(path);
  if (!bytes) return unreadable(fmt::format("cannot be read: {}", bytes.error()));
  return inspect(*bytes);
}

/// A path for Windows or for this machine: what is behind the last separator.
std::string lastPart(std::string_view path) {
  return std::string(path.substr(path.find_last_of("/\\") + 1));
}

/// Looks for the program's PDB: beside it, then where the link wrote it.
void findDebugFile(const std::string &path, const FileReader &files, BinaryFacts &facts) {
  if (facts.format != BinaryFormat::pe || facts.debugLink.empty()) return;
  facts.debugFile = DebugFile::missing;
  for (const std::string &place : {joinPath(parentPath(path), lastPart(facts.debugLink)), facts.debugLink}) {
    if (!files.status(place).isFile()) continue;
    facts.debugFile = pdbBuildId(place, files) == facts.buildId ? DebugFile::same : DebugFile::other;
    if (facts.debugFile == DebugFile::same) return;
  }
}

FileReport verifyFile(const std::string &path, const Requirements &requirements, const FileReader &files) {
  Reading<BinaryFacts> facts = inspectFile(path, files);
  if (!facts) return {path, std::nullopt, {facts.error()}};
  findDebugFile(path, files, *facts);
  std::vector<std::string> faults = check(*facts, requirements);
  return {path, std::move(*facts), std::move(faults)};
}

Failure faultsOf(const std::vector<FileReport> &reports) {
  Failure failure;
  size_t count = 0, bad = 0;
  for (const FileReport &report : reports) {
    bad += report.faults.empty() ? 0 : 1;
    for (const std::string &fault : report.faults) {
      failure.facts.emplace_back(printable(report.path), printable(fault));
      ++count;
    }
  }
  std::string files = reports.size() == 1 ? "the file" : fmt::format("{} of {} files", bad, reports.size());
  failure.what =
      fmt::format("{} {} not what was asked for: {} thing{} {} not hold", files, bad == 1 ? "is" : "are",
                  count, count == 1 ? "" : "s", count == 1 ? "does" : "do");
  return failure;
}

} // namespace

Result<CommandResult> runVerify(const CommandCall &call) {
  constexpr CommandOption options[] = {
      {"--target", true},      {"--static"},         {"--max-glibc", true},
      {"--max-windows", true}, {"--max-size", true}, {"--forbid-needed", true},
      {"--needed-only", true}, {"--require", true},  {"--json"}};
  Result<CommandArgs> args = parseOptions("verify", call.args, options);
  if (!args) return failed(args);
  Result<Requirements> requirements = readRequirements(*args, call);
  if (!requirements) return failed(requirements);
  if (args->rest.empty()) return fail(wrongUsage("verify", "linkshim verify needs a file"));
  std::vector<FileReport> reports;
  CommandResult result;
  for (const std::string &path : args->rest) {
    reports.push_back(verifyFile(path, *requirements, call.files));
    if (!args->has("--json") && reports.back().facts) result.output += reportText(reports.back());
  }
  if (args->has("--json")) result.output = reportJson(reports);
  bool good = std::ranges::all_of(reports, [](const FileReport &report) { return report.faults.empty(); });
  if (!good) result.complaint = faultsOf(reports);
  return result;
}

} // namespace linkshim
