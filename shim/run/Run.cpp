#include "shim/run/Run.h"
#include "shim/call/Invocation.h"
#include "shim/call/ResponseFile.h"
#include "shim/compile/CompilerHeaders.h"
#include "shim/provider/Binutil.h"
#include "shim/run/Planner.h"
#include "shim/run/Questions.h"
#include "shim/sysroot/DataDirectory.h"
#include "shim/sysroot/Places.h"
#include "shim/system/Process.h"
#include "shim/system/Signals.h"
#include "shim/system/TemporaryFolder.h"
#include "shim/tools/Ar.h"
#include "shim/tools/Binutils.h"
#include "shim/tools/Dlltool.h"
#include "shim/tools/HostTool.h"
#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace linkshim {
namespace {

/// Limits for a command line: above longLine it goes into a response file if the call's arguments came in
/// one, above the others always. Linux allows about 2 MB for arguments and environment together, and 128 KB
/// for one argument.
constexpr size_t longLine = 32 << 10, longestLine = 1 << 20, longestArgument = 100 << 10;

/// How deep calls of linkshim may be nested, by programs that it starts, before that counts as an endless
/// loop.
constexpr int deepest = 6;

int report(const Failure &failure) {
  printError(failure.text());
  return 1;
}

bool needsFile(const Step &plan) {
  if (!plan.quoting) return false;
  size_t total = 0, longest = 0;
  for (const std::string &arg : plan.args) {
    total += arg.size() + 1;
    longest = std::max(longest, arg.size());
  }
  return total > longestLine || longest > longestArgument || (plan.useResponseFile && total > longLine);
}

Result<void> shortenLine(Step &step) {
  if (!needsFile(step)) return {};
  auto first = step.args.begin() + static_cast<std::ptrdiff_t>(step.leading);
  SystemResult<std::string> path = memoryFile(quoteResponseText({first, step.args.end()}, *step.quoting));
  if (!path)
    return fail({"the command line is too long and no file could be made for it",
                 {{"reason", path.error()}},
                 "free some memory"});
  step.args.erase(first, step.args.end());
  step.args.push_back("@" + *path);
  return {};
}

Result<void> countDepth(Environment &environment) {
  int depth = 0;
  std::string_view text = environment.value("LINKSHIM_DEPTH");
  std::from_chars(text.data(), text.data() + text.size(), depth);
  if (depth >= deepest)
    return fail({"linkshim starts itself in an endless loop",
                 {{"PATH", std::string(environment.value("PATH"))}},
                 "set LINKSHIM_LLD and LINKSHIM_CLANG to a linker and a compiler that are not linkshim"});
  environment.set("LINKSHIM_DEPTH", std::to_string(depth + 1));
  return {};
}

PlanContext contextIn(const std::string &cache, const Startup &startup, const FileSystem &files) {
  return {startup.environment,
          files,
          {cache, shareFolder(startup.environment, startup.self)},
          startup.self,
          freshPath(temporaryParent(startup.environment))};
}

const std::vector<PieceFolder> &piecesOf(const Decision &decision) {
  static const std::vector<PieceFolder> none;
  if (const Plan *plan = std::get_if<Plan>(&decision)) return plan->pieces;
  if (const Answer *answer = std::get_if<Answer>(&decision)) return answer->pieces;
  return none;
}

/// Makes the pieces; the error is why the first that could not be made was not.
std::expected<void, PiecesError> makePieces(const std::vector<PieceFolder> &pieces, FileSystem &files) {
  for (const PieceFolder &piece : pieces)
    if (auto made = materialise(piece, files); !made) return made;
  return {};
}

/// Says that another cache folder is used than the user named, once: when it has just been made.
void tellRefused(const std::string &cache, const Startup &startup, FileSystem &files) {
  if (!files.status(cache).isDirectory()) return;
  std::string refused = cacheRefused(startup.environment, files);
  if (!refused.empty()) printError(fmt::format("linkshim: note: {}; {} is\n", refused, cache));
}

/// The context with the target's pack, and its headers where the call compiles, unpacked in its cache folder.
std::expected<PlanContext, PiecesError> unpacked(const Invocation &invocation, PlanContext context,
                                                 FileSystem &files) {
  const Arguments &arguments = *invocation.arguments;
  bool compiles = arguments.isDriver() && driverJob(arguments) != DriverJob::link;
  if (isBinutil(invocation.tool) && invocation.tool != Tool::rc) return context;
  if (compiles || invocation.tool == Tool::rc)
    if (auto done = unpackHeaders(*invocation.target, compilesCxx(invocation), context.places.share, files);
        !done)
      return std::unexpected(std::move(done.error()));
  if (isBinutil(invocation.tool)) return context;
  auto places = usePack(*invocation.target, context.places, files);
  if (!places) return std::unexpected(std::move(places.error()));
  context.places = std::move(*places);
  return context;
}

/// What the call becomes, with its pieces made in the first cache folder that can be written.
Result<Decision> prepare(const Invocation &invocation, const Startup &startup, FileSystem &files) {
  PlanContext bare = contextIn("", startup, files);
  if (std::optional<Decision> early = decideWithoutSysroot(invocation, bare)) return std::move(*early);
  std::vector<std::string> folders = cacheCandidates(startup.environment, files);
  std::string reason;
  for (const std::string &cache : folders) {
    bool isNew = !files.status(cache).isDirectory();
    auto context = unpacked(invocation, contextIn(cache, startup, files), files);
    if (!context && context.error().damage) return fail(std::move(*context.error().damage));
    if (!context) {
      reason = std::move(context.error().reason);
      continue;
    }
    Result<Decision> decision = decide(invocation, *context);
    if (!decision || (invocation.arguments->dryRun() && std::holds_alternative<Plan>(*decision)))
      return decision;
    auto made = makePieces(piecesOf(*decision), files);
    if (!made) {
      reason = std::move(made.error().reason);
      continue;
    }
    if (isNew) tellRefused(cache, startup, files);
    bool isAnswer = std::holds_alternative<Answer>(*decision); // it looks for files that exist only now
    return isAnswer ? decide(invocation, *context) : std::move(decision);
  }
  // A question is answered even where its files cannot be made: the first link reports why.
  if (asksForFiles(invocation)) return decide(invocation, bare);
  return fail(cacheFailure(folders, reason));
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
  if (Result<void> fits = shortenLine(plan); !fits) return report(fits.error());
  std::string reason = execute(plan.program, plan.args, changed(environment, plan.environment));
  return report(notStarted(plan, reason));
}

/// The files that a program writes, as they were before it ran.
class Outputs {
public:
  Outputs(const std::vector<std::string> &paths, FileSystem &files) : paths(paths), files(files) {
    for (const std::string &path : paths)
      before.push_back(files.status(path));
  }
  /// Removes those that have been written since.
  void removeWritten() const {
    for (size_t i = 0; i < paths.size(); ++i) {
      FileStatus now = files.status(paths[i]);
      bool same = now.sameFile(before[i]) && now.changed == before[i].changed;
      if (now.isFile() && !same) files.removeAll(paths[i]);
    }
  }

private:
  const std::vector<std::string> &paths;
  FileSystem &files;
  std::vector<FileStatus> before;
};

/// Runs the commands in order, up to the first that fails.
int runAll(std::vector<Step> steps, const Environment &environment, FileSystem &files, ProcessEnd &end) {
  for (Step &step : steps) {
    if (Result<void> fits = shortenLine(step); !fits) return report(fits.error());
    Outputs outputs(step.outputs, files);
    std::string messages;
    SystemResult<ProcessEnd> ended = runStep(step.program, step.args, changed(environment, step.environment),
                                             step.noteOnFailure ? &messages : nullptr, step.folder);
    if (!ended) return report(notStarted(step, ended.error()));
    if (ended->status != 0 && step.noteOnFailure) messages += step.noteOnFailure(messages);
    if (!messages.empty()) printError(messages);
    end = *ended;
    if (end.signal != 0 || end.status != 0) outputs.removeWritten();
    if (end.signal != 0) return 1;
    if (end.status == 0) continue;
    return end.status;
  }
  return 0;
}

/// Runs the steps of a call that waits for them. Signals are held, so that each comes to the step that runs,
/// and the folder goes before this process ends by one.
int runSteps(Plan plan, const Environment &environment, FileSystem &files) {
  HeldSignals signals;
  TemporaryFolder folder(files);
  if (!plan.temporaryFolder.empty())
    if (auto made = folder.make(plan.temporaryFolder); !made)
      return report({"no folder for temporary files could be made",
                     {{"folder", plan.temporaryFolder}, {"reason", made.error()}},
                     "export TMPDIR=a folder that you may write"});
  ProcessEnd end;
  int status = runAll(plan.before, environment, files, end);
  if (status == 0 && end.signal == 0) {
    if (plan.announce) printError(announcedLine(plan));
    status = runAll({plan}, environment, files, end);
    if (status == 0 && end.signal == 0) status = runAll(plan.after, environment, files, end);
    if (status == 0 && end.signal == 0 && !printOut(plan.afterwards)) status = 1;
  }
  folder.remove();
  if (end.signal != 0) endBySignal(end.signal);
  return status;
}

/// -###: prints the plan; a compiler is run with -### to print its own part.
int showPlan(const Plan &plan, const Environment &environment, FileSystem &files) {
  std::vector<Step> all = plan.before;
  all.push_back(plan);
  all.insert(all.end(), plan.after.begin(), plan.after.end());
  for (Step &step : all) {
    if (!step.describesItself) {
      if (!printError(commandLine(step) + "\n")) return 1;
      continue;
    }
    step.args.push_back("-###");
    ProcessEnd end;
    int status = runAll({step}, environment, files, end);
    if (end.signal != 0) endBySignal(end.signal);
    if (status != 0) return status;
  }
  return 0;
}

/// The folder of the name by which the tool was called; empty when it cannot be found.
std::string folderOfName(const Startup &startup, const FileReader &files) {
  std::string_view name = startup.name;
  if (name.starts_with('/')) return parentPath(name);
  if (name.find('/') != std::string_view::npos) return joinPath(files.currentDirectory(), parentPath(name));
  for (const std::string &folder : startup.environment.searchPath())
    if (files.status(joinPath(folder, name)).executable) return folder;
  return {};
}

int runOwnTool(const Invocation &invocation, FileSystem &files) {
  ArchiveResult result = invocation.tool == Tool::dlltool
                             ? runDlltool(*invocation.arguments, *invocation.target, files)
                         : invocation.tool == Tool::ranlib ? runRanlib(invocation.args(), files)
                                                           : runAr(invocation.args(), files);
  bool told = printOut(result.output) && printError(result.messages);
  return told ? result.status : 1;
}

int runPlan(Plan plan, bool dry, Environment environment, FileSystem &files) {
  if (Result<void> counted = countDepth(environment); !counted) return report(counted.error());
  if (dry) return showPlan(plan, environment, files);
  if (!plan.notice.empty()) printError(plan.notice);
  bool alone = plan.before.empty() && plan.after.empty() && plan.afterwards.empty();
  if (!alone || !plan.temporaryFolder.empty() || plan.noteOnFailure)
    return runSteps(std::move(plan), environment, files);
  if (plan.announce) printError(announcedLine(plan));
  return becomeProgram(std::move(plan), environment);
}

} // namespace

std::string temporaryParent(const Environment &environment) {
  std::string_view named = environment.value("TMPDIR");
  return named.starts_with('/') ? std::string(named) : "/tmp";
}

std::string shareFolder(const Environment &environment, const std::string &self) {
  if (auto named = environment.value("LINKSHIM_SHARE"); !named.empty()) return std::string(named);
  return self.empty() ? "" : joinPath(parentPath(parentPath(self)), "share/linkshim");
}

int runTool(const ToolName &tool, Startup startup, FileSystem &files) {
  Result<Invocation> invocation =
      readInvocation(tool, baseName(startup.name), std::move(startup.args), startup.environment, files);
  if (!invocation) return report(invocation.error());
  invocation->folder = folderOfName(startup, files);
  Result<Decision> decision = prepare(*invocation, startup, files);
  if (!decision) return report(decision.error());
  if (const Answer *answer = std::get_if<Answer>(&*decision))
    return printOut(answer->output) ? answer->status : 1;
  if (std::holds_alternative<OwnTool>(*decision)) return runOwnTool(*invocation, files);
  return runPlan(std::move(std::get<Plan>(*decision)), invocation->arguments->dryRun(),
                 std::move(startup.environment), files);
}

} // namespace linkshim
