#include "shim/call/Invocation.h"
#include "shim/call/BareTool.h"
#include "shim/call/DefaultTarget.h"
#include "shim/call/Dialect.h"
#include "shim/call/FoundLibrary.h"
#include "shim/call/HostUnit.h"
#include "shim/call/LinkVariables.h"
#include "shim/call/ResponseFile.h"
#include "shim/call/Specification.h"
#include "shim/call/TargetOption.h"
#include <fmt/format.h>

namespace linkshim {
namespace {

/// A linker without a target in its name may be called for the machine, with GNU ld's options, whatever the
/// environment's target is.
OptionSet firstSetOf(const ToolName &tool, const Target &target, const std::vector<std::string> &args) {
  bool flavor = !args.empty() && args.front() == "-flavor";
  bool bareLinker = tool.tool == Tool::ld && tool.target.empty() && !flavor;
  if (bareLinker && tool.microsofts) return OptionSet::msvc;
  return bareLinker ? OptionSet::gnuLd : optionSetOf(tool.tool, target, args);
}

/// Replaces response files by what they hold; returns whether there was any. A compiler driver's are quoted
/// as the caller's words are: link.exe's as Windows does, a driver's as clang does on this machine. Which
/// they are may stand in the file itself.
Result<bool> readResponseFiles(const ToolName &tool, const Target &target, const FileReader &files,
                               std::vector<std::string> &args) {
  // `-flavor` is never in a file: rustc writes it first.
  OptionSet said = firstSetOf(tool, target, args);
  if (said != OptionSet::msvcDriver) return expandResponseFiles(args, files, said == OptionSet::msvc);
  std::vector<std::string> asLinkExe = args;
  Result<bool> expanded = expandResponseFiles(asLinkExe, files, /*windowsStyle=*/true);
  if (!expanded || !*expanded) return expanded;
  if (firstSetOf(tool, target, asLinkExe) != OptionSet::msvc)
    return expandResponseFiles(args, files, /*windowsStyle=*/false);
  args = std::move(asLinkExe);
  return true;
}

/// Puts the words of link.exe's variables before those of a call, behind what has to come first: -flavor, or
/// /lib.
Result<void> addLinkVariables(const std::vector<std::string> &written, const Environment &environment,
                              const FileReader &files, std::vector<std::string> &args) {
  Result<std::vector<std::string>> words = wordsOfLinkVariables(written, environment, files);
  if (!words) return failed(words);
  bool flavor = !args.empty() && args.front() == "-flavor";
  size_t first = flavor ? std::min<size_t>(2, args.size()) : 0;
  if (first < args.size() && Arguments({args[first]}, OptionSet::msvc).has(OPT_msvcf_lib)) return {};
  args.insert(args.begin() + static_cast<std::ptrdiff_t>(first), words->begin(), words->end());
  return {};
}

/// A specification that --target= of a compiler driver names; empty for any other value.
std::string_view describedTarget(const Arguments &arguments) {
  std::string_view value = arguments.isDriver() ? arguments.lastValue(OPT_target_eq) : "";
  return value.find(specificationEnding) != std::string_view::npos ? value : "";
}

} // namespace

void Invocation::readArguments(std::vector<std::string> args) {
  OptionSet set = optionSetOf(tool, *target, args);
  arguments = std::make_shared<const Arguments>(std::move(args), set);
}

Result<Invocation> readInvocation(const ToolName &tool, std::string_view fileName,
                                  std::vector<std::string> args, const Environment &environment,
                                  const FileReader &files) {
  Invocation invocation;
  bool bare = tool.target.empty();
  Result<TargetSpec> spec =
      bare ? environmentTarget(environment, files) : findTargetSpec(tool.target, environment, files);
  if (!spec) return failed(spec);
  bool named = spec->target != nullptr;
  if (!named && !(spec = defaultTarget(environment, files))) return failed(spec);
  invocation.tool = tool.tool;
  invocation.name = fileName;
  invocation.prefix = bare ? "" : fmt::format("{}-", tool.target);
  const std::vector<std::string> written = args;
  Result<bool> expanded = readResponseFiles(tool, *spec->target, files, args);
  if (!expanded) return failed(expanded);
  invocation.argsWereInFile = *expanded;
  if (invocation.isDriver() || invocation.tool == Tool::ld) nameFoundLibraries(args);
  OptionSet set = firstSetOf(tool, *spec->target, args);
  if (set == OptionSet::msvc && (invocation.isDriver() || invocation.tool == Tool::ld)) {
    if (Result<void> added = addLinkVariables(written, environment, files, args); !added)
      return failed(added);
  }
  if (bare && tool.microsofts && spec->target->dialect != Dialect::link)
    spec = TargetSpec{&targetOfLinkExe(Arguments(args, set), files), std::nullopt};
  invocation.arguments = std::make_shared<const Arguments>(std::move(args), set);

  bool ofHost = false;
  std::string_view described = bare ? describedTarget(*invocation.arguments) : "";
  if (!described.empty()) {
    if (spec = findTargetSpec(described, environment, files); !spec) return failed(spec);
  } else if (bare) {
    ofHost = readBareTool(tool.tool, *invocation.arguments, environment, files, *spec);
  }
  invocation.target = spec->target;
  // LINKSHIM_GLIBC does not hold for programs that only run on this machine.
  Result<std::optional<Version>> floor = resolveFloor(*spec, ofHost ? Environment() : environment);
  if (!floor) return failed(floor);
  invocation.floor = *floor;
  invocation.hostUnit =
      ofHost ||
      ((invocation.isDriver() || tool.tool == Tool::pkgConfig) && spec->target == hostTarget(files) &&
       isHostUnit(*spec->target, !named, *invocation.arguments, environment, files));
  if (invocation.isDriver())
    if (Result<void> chosen = chooseTarget(bare, environment, invocation); !chosen) return failed(chosen);
  if (invocation.arguments->set() == OptionSet::gnuLd)
    if (Result<void> chosen = chooseByEmulation(environment, invocation); !chosen) return failed(chosen);
  if (OptionSet own = optionSetOf(tool.tool, *invocation.target, invocation.args()); own != set)
    invocation.readArguments(invocation.args());
  return invocation;
}

} // namespace linkshim
