#include "shim/Run.h"
#include "shim/Cache.h"
#include "shim/Invocation.h"
#include "shim/Planner.h"
#include "shim/Probe.h"
#include "shim/ResponseFile.h"
#include "shim/system/Process.h"
#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace linkshim {
namespace {

/// A line longer than this goes through a file when its arguments came through one. The kernel takes some 2
/// MB for arguments and environment together, and 128 KB for one argument.
constexpr size_t longLine = 32 << 10, longestLine = 1 << 20, longestArgument = 100 << 10;

/// How often linkshim may be started by what it started before it takes that for running in circles.
constexpr int deepest = 6;

int report(const Failure &failure) {
  printError(failure.text());
  return 1;
}

bool needsFile(const Plan &plan) {
  size_t total = 0, longest = 0;
  for (const std::string &arg : plan.args) {
    total += arg.size() + 1;
    longest = std::max(longest, arg.size());
  }
  return total > longestLine || longest > longestArgument || (plan.useResponseFile && total > longLine);
}

bool shortenLine(Plan &plan, Failure &failure) {
  if (!needsFile(plan)) return true;
  auto first = plan.args.begin() + static_cast<std::ptrdiff_t>(plan.leading);
  std::string error;
  std::string path = memoryFile(quoteResponseText({first, plan.args.end()}), error);
  if (path.empty()) {
    failure = {"the command line is too long and no file could be made for it",
               {{"reason", error}},
               "free some memory"};
    return false;
  }
  plan.args.erase(first, plan.args.end());
  plan.args.push_back("@" + path);
  return true;
}

bool countDepth(Environment &environment, Failure &failure) {
  int depth = 0;
  std::string_view text = environment.value("LINKSHIM_DEPTH");
  std::from_chars(text.data(), text.data() + text.size(), depth);
  if (depth >= deepest) {
    failure = {"linkshim was started by itself again and again",
               {{"PATH", std::string(environment.value("PATH"))}},
               "set LINKSHIM_LLD and LINKSHIM_CLANG to a linker and a compiler that are not linkshim"};
    return false;
  }
  environment.set("LINKSHIM_DEPTH", std::to_string(depth + 1));
  return true;
}

/// The plan, its pieces made in the first cache folder that takes them.
bool prepare(const Invocation &invocation, const Startup &startup, FileSystem &files, bool dry, Plan &plan,
             Failure &failure) {
  std::vector<std::string> folders = cacheCandidates(startup.environment, files);
  std::string error = "no folder that other users cannot write";
  for (const std::string &cache : folders) {
    plan = {};
    PlanContext context{
        startup.environment, files, {cache, shareFolder(startup.environment, startup.self)}, startup.self};
    if (!makePlan(invocation, context, plan, failure)) return false;
    bool made = dry || std::all_of(plan.pieces.begin(), plan.pieces.end(), [&](const PieceFolder &piece) {
                  return materialise(piece, files, error);
                });
    if (made) return true;
  }
  failure = {
      "the cache folder cannot be written", {}, "export LINKSHIM_CACHE_DIR=a folder that you may write"};
  for (const std::string &folder : folders)
    failure.facts.emplace_back("tried", folder);
  failure.facts.emplace_back("reason", error);
  return false;
}

int becomeProgram(Plan plan, Environment environment) {
  Failure failure;
  if (!countDepth(environment, failure) || !shortenLine(plan, failure)) return report(failure);
  for (const EnvironmentChange &change : plan.environment) {
    if (change.value)
      environment.set(change.name, *change.value);
    else
      environment.remove(change.name);
  }
  std::string reason = execute(plan.program, plan.args, environment);
  return report({"a program could not be started",
                 {{"program", plan.program}, {"reason", reason}},
                 fmt::format("ls -l {}", plan.program)});
}

} // namespace

std::string shareFolder(const Environment &environment, const std::string &self) {
  if (auto named = environment.value("LINKSHIM_SHARE"); !named.empty()) return std::string(named);
  return self.empty() ? "" : joinPath(parentPath(parentPath(self)), "share/linkshim");
}

int runTool(const ToolName &tool, Startup startup, FileSystem &files) {
  Invocation invocation;
  Failure failure;
  if (!readInvocation(tool, baseName(startup.name), std::move(startup.args), startup.environment, files,
                      invocation, failure))
    return report(failure);
  ProviderSearch search(startup.environment, files, startup.self);
  if (std::optional<std::string> answer = answerProbe(invocation, search)) return printOut(*answer) ? 0 : 1;
  bool dry = std::find(invocation.args.begin(), invocation.args.end(), "-###") != invocation.args.end();
  if (dry) std::erase(invocation.args, "-###");
  Plan plan;
  if (!prepare(invocation, startup, files, dry, plan, failure)) return report(failure);
  if (dry) return printError(commandLine(plan) + "\n") ? 0 : 1;
  return becomeProgram(std::move(plan), std::move(startup.environment));
}

} // namespace linkshim
