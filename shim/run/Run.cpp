#include "shim/run/Run.h"
#include "shim/call/Invocation.h"
#include "shim/call/ResponseFile.h"
#include "shim/provider/Binutil.h"
#include "shim/run/Planner.h"
#include "shim/run/Questions.h"
#include "shim/sysroot/Places.h"
#include "shim/system/Process.h"
#include "shim/tools/Ar.h"
#include "shim/tools/Binutils.h"
#include "shim/tools/Dlltool.h"
#include "shim/tools/HostTool.h"
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

bool needsFile(const Step &plan) {
  size_t total = 0, longest = 0;
  for (const std::string &arg : plan.args) {
    total += arg.size() + 1;
    longest = std::max(longest, arg.size());
  }
  return total > longestLine || longest > longestArgument || (plan.useResponseFile && total > longLine);
}

bool shortenLine(Step &plan, Failure &failure) {
  if (!needsFile(plan)) return true;
  auto first = plan.args.begin() + static_cast<std::ptrdiff_t>(plan.leading);
  SystemResult<std::string> path = memoryFile(quoteResponseText({first, plan.args.end()}));
  if (!path) {
    failure = {"the command line is too long and no file could be made for it",
               {{"reason", path.error()}},
               "free some memory"};
    return false;
  }
  plan.args.erase(first, plan.args.end());
  plan.args.push_back("@" + *path);
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

std::string temporaryParent(const Environment &environment) {
  std::string_view named = environment.value("TMPDIR");
  return named.starts_with('/') ? std::string(named) : "/tmp";
}

/// The plan, its pieces made in the first cache folder that takes them.
bool prepare(const Invocation &invocation, const Startup &startup, FileSystem &files, bool dry, Plan &plan,
             Failure &failure) {
  std::vector<std::string> folders = cacheCandidates(startup.environment, files);
  std::string error;
  for (const std::string &cache : folders) {
    plan = {};
    PlanContext context{startup.environment,
                        files,
                        {cache, shareFolder(startup.environment, startup.self)},
                        startup.self,
                        freshPath(temporaryParent(startup.environment))};
    if (!isBinutil(invocation.tool)) {
      auto places = usePack(*invocation.target, context.places, files);
      if (!places) {
        error = std::move(places.error().reason);
        if (!places.error().damage) continue;
        failure = std::move(*places.error().damage);
        return false;
      }
      context.places = std::move(*places);
    }
    if (!makePlan(invocation, context, plan, failure)) return false;
    bool made = dry || std::all_of(plan.pieces.begin(), plan.pieces.end(), [&](const PieceFolder &piece) {
                  auto there = materialise(piece, files);
                  if (!there) error = std::move(there.error().reason);
                  return there.has_value();
                });
    if (made) return true;
  }
  failure = cacheFailure(folders, error);
  return false;
}

Environment changed(Environment environment, const std::vector<EnvironmentChange> &changes) {
  for (const EnvironmentChange &change : changes) {
    if (change.value)
      environment.set(change.name, *change.value);
    else
      environment.remove(change.name);
  }
  return environment;
}

Failure notStarted(const Step &step, const std::string &reason) {
  return {"a program could not be started",
          {{"program", step.program}, {"reason", reason}},
          fmt::format("ls -l {}", step.program)};
}

int becomeProgram(Plan plan, const Environment &environment) {
  Failure failure;
  if (!shortenLine(plan, failure)) return report(failure);
  std::string reason = execute(plan.program, plan.args, changed(environment, plan.environment));
  return report(notStarted(plan, reason));
}

/// The commands in order, up to the first that fails.
int runAll(std::vector<Step> steps, const Environment &environment, ProcessEnd &end) {
  for (Step &step : steps) {
    Failure failure;
    if (!shortenLine(step, failure)) return report(failure);
    SystemResult<ProcessEnd> ended = runStep(step.program, step.args, changed(environment, step.environment));
    if (!ended) return report(notStarted(step, ended.error()));
    end = *ended;
    if (end.signal != 0) return 1;
    if (end.status == 0) continue;
    if (!step.onFailure.empty()) printError(step.onFailure);
    return end.status;
  }
  return 0;
}

int runSteps(Plan plan, const Environment &environment, FileSystem &files) {
  if (!plan.temporaryFolder.empty())
    if (auto made = makePrivateFolder(plan.temporaryFolder); !made)
      return report({"no folder for temporary files could be made",
                     {{"folder", plan.temporaryFolder}, {"reason", made.error()}},
                     "export TMPDIR=a folder that you may write"});
  ProcessEnd end;
  int status = runAll(plan.before, environment, end);
  if (status == 0 && end.signal == 0) {
    if (plan.announce) printError(announcedLine(plan));
    status = runAll({plan}, environment, end);
  }
  if (!plan.temporaryFolder.empty()) files.removeAll(plan.temporaryFolder);
  if (end.signal != 0) dieBy(end.signal);
  return status;
}

/// -###: the plan is printed; a compiler prints its own part.
int showPlan(const Plan &plan, const Environment &environment) {
  std::vector<Step> all = plan.before;
  all.push_back(plan);
  for (Step &step : all) {
    if (!step.describesItself) {
      if (!printError(commandLine(step) + "\n")) return 1;
      continue;
    }
    step.args.push_back("-###");
    ProcessEnd end;
    if (int status = runAll({step}, environment, end)) return status;
  }
  return 0;
}

/// Where the name is that the tool was called by; empty when that cannot be told.
std::string folderOfName(const Startup &startup, const FileReader &files) {
  std::string_view name = startup.name;
  if (name.starts_with('/')) return parentPath(name);
  if (name.find('/') != std::string_view::npos) return joinPath(files.currentDirectory(), parentPath(name));
  for (const std::string &folder : startup.environment.searchPath())
    if (files.status(joinPath(folder, name)).executable) return folder;
  return {};
}

/// The answer to a question that nothing has to run for. What is in the way of making the pieces that it
/// names is told by the first link.
std::optional<Answer> ask(const Invocation &invocation, const Startup &startup, FileSystem &files) {
  std::string share = shareFolder(startup.environment, startup.self);
  if (invocation.hostUnit &&
      planHostUnit(invocation, {startup.environment, files, {"", share}, startup.self}))
    return std::nullopt;
  std::vector<std::string> caches;
  if (asksForFiles(invocation)) caches = cacheCandidates(startup.environment, files);
  for (const std::string &cache : caches) {
    PlanContext context{startup.environment, files, {cache, share}, startup.self};
    auto places = usePack(*invocation.target, context.places, files);
    bool made = places.has_value();
    if (made) context.places = std::move(*places);
    for (const PieceFolder &piece : probePieces(invocation, context))
      made &= materialise(piece, files).has_value();
    if (made) return answerProbe(invocation, context);
  }
  return answerProbe(invocation, {startup.environment, files, {"", share}, startup.self});
}

/// ar, ranlib and dlltool by linkshim itself, where no other program does it; nullopt for every other call.
std::optional<int> archive(const Invocation &invocation, const Startup &startup, FileSystem &files) {
  bool indexes = invocation.tool == Tool::ranlib, imports = invocation.tool == Tool::dlltool;
  if (invocation.tool != Tool::ar && !indexes && !imports) return std::nullopt;
  PlanContext context{startup.environment, files, {}, startup.self};
  if (findBinutil(invocation.tool, *invocation.target, context)) return std::nullopt;
  ArchiveResult result = imports   ? runDlltool(invocation.args, *invocation.target, files)
                         : indexes ? runRanlib(invocation.args, files)
                                   : runAr(invocation.args, files);
  bool told = printOut(result.output) && printError(result.messages);
  return told ? result.status : 1;
}

/// Takes -### out of the arguments, but not where it is the output's name; true when it was there.
bool takeDryRun(std::vector<std::string> &args) {
  bool found = false;
  for (size_t i = 0; i < args.size();) {
    bool is = args[i] == "-###" && (i == 0 || args[i - 1] != "-o");
    found |= is;
    if (is)
      args.erase(args.begin() + static_cast<std::ptrdiff_t>(i));
    else
      ++i;
  }
  return found;
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
  invocation.folder = folderOfName(startup, files);
  if (std::optional<Answer> answer = ask(invocation, startup, files))
    return printOut(answer->output) ? answer->status : 1;
  if (std::optional<int> status = archive(invocation, startup, files)) return *status;
  bool dry = takeDryRun(invocation.args);
  Plan plan;
  if (!prepare(invocation, startup, files, dry, plan, failure)) return report(failure);
  if (!countDepth(startup.environment, failure)) return report(failure);
  if (dry) return showPlan(plan, startup.environment);
  if (!plan.before.empty() || !plan.temporaryFolder.empty() || !plan.onFailure.empty())
    return runSteps(std::move(plan), startup.environment, files);
  if (plan.announce) printError(announcedLine(plan));
  return becomeProgram(std::move(plan), startup.environment);
}

} // namespace linkshim
