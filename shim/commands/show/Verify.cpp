#include "shim/call/Invocation.h"
#include "shim/commands/Command.h"
#include "shim/commands/OldErrors.h"
#include "shim/inspect/Checks.h"
#include "shim/inspect/Inspect.h"
#include "shim/inspect/Report.h"
#include "shim/plan/Plan.h"
#include <cstring>
#include <fmt/format.h>

namespace linkshim {

const std::string_view verifyUsage =
    R"(linkshim verify [--target TARGET[.GLIBC]] [--static] [--max-glibc V] [--max-size N] [--forbid-needed LIB]
                [--needed-only LIB,...] [--require PROPERTY,...] [--json] FILE...

Says what programs, libraries and objects are: ELF, PE, Mach-O, WebAssembly, and archives of such. The status is 1 when
something does not hold, with a sentence for each thing.

  --target         system, architecture, ABI, loader and C library are the target's; with .GLIBC, --max-glibc as well
  --static         no library and no loader is needed
  --max-glibc      no newer glibc is wanted: 2.17
  --max-size       bytes, or with a unit: 10M and 10MiB are 10 x 1024 x 1024, 10MB is 10 x 1000 x 1000
  --forbid-needed  a library that is not needed; may be given again, may have * in it: libssl.so*
  --needed-only    what is needed is among these, separated by commas; nothing is, when it is empty
  --require        pie, relro, nx, no-textrel, no-rpath, stripped, build-id, signed
  --json           an array with an object for each file; docs/verify.md has the keys
)";

namespace {

constexpr std::string_view help = "linkshim help verify";

std::vector<std::string> splitList(std::string_view list) {
  std::vector<std::string> out;
  while (!list.empty()) {
    size_t end = std::min(list.find(','), list.size());
    if (end > 0) out.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return out;
}

bool unknownProperty(const std::string &name, Failure &failure) {
  std::vector<std::string_view> names;
  std::string known;
  for (const Property &property : allProperties()) {
    names.push_back(property.name);
    known += (known.empty() ? "" : ", ") + std::string(property.name);
  }
  failure = {fmt::format("--require does not know {}", name), {{"it knows", known}}, std::string(help)};
  if (std::string_view near = nearestName(name, names); !near.empty())
    failure.action = fmt::format("linkshim verify --require {}", near);
  return false;
}

bool readProperties(std::string_view list, Requirements &requirements, Failure &failure) {
  for (const std::string &name : splitList(list)) {
    const Property *found = nullptr;
    for (const Property &property : allProperties())
      if (property.name == name) found = &property;
    if (!found) return unknownProperty(name, failure);
    requirements.properties.push_back(found);
  }
  return true;
}

bool readTarget(const std::string &name, Requirements &requirements, Failure &failure) {
  TargetSpec spec;
  if (!parseTargetSpec(name, spec, failure)) return false;
  requirements.target = spec.target;
  if (spec.floor) requirements.maxGlibc = spec.floor;
  return true;
}

/// One option's value. `--max-glibc` is read after `--target`, so that it has the last word.
bool readOption(std::string_view name, const std::string &value, Requirements &requirements,
                Failure &failure) {
  if (name == "--target") return readTarget(value, requirements, failure);
  if (name == "--static") requirements.isStatic = true;
  if (name == "--require") return readProperties(value, requirements, failure);
  if (name == "--forbid-needed") {
    for (std::string &library : splitList(value))
      requirements.forbidNeeded.push_back(std::move(library));
  } else if (name == "--needed-only") {
    if (!requirements.neededOnly) requirements.neededOnly.emplace();
    for (std::string &library : splitList(value))
      requirements.neededOnly->push_back(std::move(library));
  } else if (name == "--max-size") {
    requirements.maxSize = parseSize(value);
    if (!requirements.maxSize)
      failure = {fmt::format("--max-size takes a number of bytes, and {} is none", value),
                 {},
                 "linkshim verify --max-size 10M"};
    return requirements.maxSize.has_value();
  } else if (name == "--max-glibc") {
    requirements.maxGlibc = Version::parse(value);
    if (!requirements.maxGlibc)
      failure = {fmt::format("--max-glibc takes a version of glibc, and {} is none", value),
                 {},
                 "linkshim verify --max-glibc 2.17"};
    return requirements.maxGlibc.has_value();
  }
  return true;
}

bool readRequirements(const CommandArgs &args, Requirements &requirements, Failure &failure) {
  for (bool floors : {false, true})
    for (const auto &[name, value] : args.options)
      if ((name == "--max-glibc") == floors && !readOption(name, value, requirements, failure)) return false;
  return true;
}

/// What stands in the way of reading a path; empty for a file.
std::string obstacle(const std::string &path, const FileReader &files) {
  switch (files.status(path).kind) {
  case FileStatus::Kind::missing: return "is not there";
  case FileStatus::Kind::directory: return "is a folder";
  case FileStatus::Kind::other: return "is no regular file";
  case FileStatus::Kind::file: return {};
  }
  return {};
}

FileReport verifyFile(const std::string &path, const Requirements &requirements, const FileReader &files) {
  FileReport report{path, std::nullopt, {}};
  std::string problem = obstacle(path, files);
  SystemResult<std::string> bytes = std::unexpected(problem);
  if (problem.empty()) {
    bytes = files.read(path);
    if (!bytes) problem = fmt::format("cannot be read: {}", bytes.error());
  }
  BinaryFacts facts;
  if (bytes && inspect(*bytes, facts, problem)) {
    report.faults = check(facts, requirements);
    report.facts = std::move(facts);
  } else {
    report.faults = {problem};
  }
  return report;
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

bool runVerify(CommandCall &call, Failure &failure) {
  constexpr CommandOption options[] = {{"--target", true},        {"--static"},
                                       {"--max-glibc", true},     {"--max-size", true},
                                       {"--forbid-needed", true}, {"--needed-only", true},
                                       {"--require", true},       {"--json"}};
  CommandArgs args;
  Requirements requirements;
  if (!takeOptions("verify", call.args, options, false, args, failure)) return false;
  if (!readRequirements(args, requirements, failure)) return false;
  if (args.rest.empty()) {
    failure = {"linkshim verify needs a file", {}, std::string(help)};
    return false;
  }
  std::vector<FileReport> reports;
  bool good = true;
  for (const std::string &path : args.rest) {
    reports.push_back(verifyFile(path, requirements, call.files));
    good &= reports.back().faults.empty();
    if (!args.has("--json") && reports.back().facts) call.output += reportText(reports.back());
  }
  if (args.has("--json")) call.output = reportJson(reports);
  if (!good) failure = faultsOf(reports);
  return good;
}

} // namespace linkshim
