#include "shim/commands/Commands.h"
#include "shim/commands/Command.h"
#include "shim/system/Process.h"
#include <cstdlib>

namespace linkshim {
namespace {

int report(const Failure &failure) {
  printError(failure.text());
  return EXIT_FAILURE;
}

/// Runs the program that a subcommand ends in. Returns only where it could not be started, or where something
/// is done afterwards.
int run(Launch &launch, FileSystem &files) {
  std::string reason;
  if (launch.afterwards) {
    SystemResult<int> status = runAndWait(launch.program, launch.args, launch.environment);
    if (status && *status != EXIT_SUCCESS) return *status;
    if (status) {
      Result<void> done = launch.afterwards(files);
      return done ? EXIT_SUCCESS : report(done.error());
    }
    reason = status.error();
  } else {
    reason = execute(launch.program, launch.args, launch.environment);
  }
  launch.ifNotStarted.facts.emplace_back("reason", reason);
  return report(launch.ifNotStarted);
}

/// Prints and starts what a subcommand has returned. The exit status.
int finish(Result<CommandResult> result, FileSystem &files) {
  if (!result) return report(result.error());
  if (!result->output.empty() && !printOut(result->output)) return EXIT_FAILURE;
  if (!result->notice.empty()) printError(result->notice);
  if (result->complaint) return report(*result->complaint);
  return result->launch ? run(*result->launch, files) : EXIT_SUCCESS;
}

CommandCall makeCall(Startup &startup, FileSystem &files) {
  const Environment &environment = startup.environment;
  Question ask = [&environment](const std::string &program,
                                const std::vector<std::string> &args) -> std::optional<std::string> {
    std::vector<std::string> argv{program};
    argv.insert(argv.end(), args.begin(), args.end());
    SystemResult<CollectedOutput> answer = runAndCollect(program, argv, environment);
    if (!answer || answer->status != EXIT_SUCCESS) return std::nullopt;
    return std::move(answer->output);
  };
  return {std::move(startup.args), environment, files, startup.self, std::move(ask), askOnTerminal};
}

bool isHelp(std::string_view arg) {
  return arg == "--help" || arg == "-h";
}
bool isVersion(std::string_view arg) {
  return arg == "--version" || arg == "-V";
}

Result<CommandResult> dispatch(CommandCall call) {
  if (call.args.empty() || isHelp(call.args.front())) return CommandResult{overview()};
  if (isVersion(call.args.front())) return CommandResult{programVersion() + "\n"};
  std::string name = std::move(call.args.front());
  call.args.erase(call.args.begin());
  const Command *command = findCommand(name);
  if (!command) return fail(unknownCommand(name, "linkshim"));
  // As the first argument only: behind another, --help may belong to a program that the subcommand runs.
  if (!call.args.empty() && isHelp(call.args.front())) return CommandResult{std::string(command->usage)};
  return command->run(call);
}

Result<CommandResult> dispatchCargo(CommandCall call) {
  if (!call.args.empty() && call.args.front() == "linkshim") call.args.erase(call.args.begin());
  if (call.args.empty() || isHelp(call.args.front())) return CommandResult{std::string(cargoUsage)};
  if (isVersion(call.args.front())) return CommandResult{programVersion() + "\n"};
  return runCargoCommand(call);
}

} // namespace

std::span<const Command> allCommands() {
  static constexpr size_t count = 11;
  static const Command commands[count] = {
      {"init", "prepare a cargo project: configuration, release profile, container, workflow", initUsage,
       runInit},
      {"links", "put the tools of targets into a folder, as names like aarch64-linux-gnu-gcc", linksUsage,
       runLinks},
      {"env", "print the variables that cargo and build tools need for a target", envUsage, runEnv},
      {"targets", "list all targets", targetsUsage, runTargets},
      {"run", "run a program of a target, under an emulator where it takes one", runUsage, runTarget},
      {"doctor", "say what is found on this machine, and what is missing", doctorUsage, runDoctor},
      {"sysroot", "list what is installed for C and C++; add packages of the distribution", sysrootUsage,
       runSysroot},
      {"explain", "say what would become of a call of a tool, argument by argument", explainUsage,
       runExplain},
      {"verify", "say what a program or library is, and whether it is what a release needs", verifyUsage,
       runVerify},
      {"lipo", "put Mach-O files of several architectures into one, or take them out", lipoUsage, runLipo},
      {"help", "explain a subcommand", helpUsage, runHelp},
  };
  return commands;
}

const Command *findCommand(std::string_view name) {
  for (const Command &command : allCommands())
    if (command.name == name) return &command;
  return nullptr;
}

int runCommand(Startup startup, FileSystem &files) {
  if (!startup.args.empty() && startup.args.front() == "cargo") {
    startup.args.erase(startup.args.begin());
    return runCargo(std::move(startup), files);
  }
  return finish(dispatch(makeCall(startup, files)), files);
}

int runCargo(Startup startup, FileSystem &files) {
  return finish(dispatchCargo(makeCall(startup, files)), files);
}

} // namespace linkshim
