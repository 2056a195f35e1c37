#include "shim/commands/Commands.h"
#include "shim/commands/Command.h"
#include "shim/system/Process.h"
#include <fmt/format.h>

namespace linkshim {
namespace {

constexpr int failed = 1;

int report(const Failure &failure) {
  printError(failure.text());
  return failed;
}

int finish(CommandCall &call, bool done, Failure &failure) {
  if (!call.output.empty() && !printOut(call.output)) return failed;
  if (!call.notice.empty()) printError(call.notice);
  if (!done) return report(failure);
  if (!call.launch) return 0;
  Launch &launch = *call.launch;
  std::string reason;
  if (launch.afterwards) {
    SystemResult<int> status = runAndWait(launch.program, launch.args, launch.environment);
    if (status && *status != 0) return *status;
    if (status) return launch.afterwards(call.files, failure) ? 0 : report(failure);
    reason = status.error();
  } else {
    reason = execute(launch.program, launch.args, launch.environment);
  }
  launch.ifNotStarted.facts.emplace_back("reason", reason);
  return report(launch.ifNotStarted);
}

CommandCall makeCall(Startup &startup, FileSystem &files) {
  const Environment &environment = startup.environment;
  Question ask = [&environment](const std::string &program,
                                const std::vector<std::string> &args) -> std::optional<std::string> {
    std::vector<std::string> argv{program};
    argv.insert(argv.end(), args.begin(), args.end());
    SystemResult<CollectedOutput> answer = runAndCollect(program, argv, environment);
    if (!answer || answer->status != 0) return std::nullopt;
    return std::move(answer->output);
  };
  return {
      std::move(startup.args), environment, files, startup.self, std::move(ask), {}, {}, {}, askOnTerminal};
}

bool isHelp(std::string_view arg) {
  return arg == "--help" || arg == "-h";
}
bool isVersion(std::string_view arg) {
  return arg == "--version" || arg == "-V";
}

/// `linkshim X --help`: the word stands before anything that X might hand on.
bool asksForHelp(const std::vector<std::string> &args) {
  return !args.empty() && isHelp(args.front());
}

Failure unknownCommand(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Command &command : allCommands())
    names.push_back(command.name);
  std::string_view near = nearestName(name, names);
  Failure failure{fmt::format("there is no subcommand named {}", name), {}, "linkshim --help"};
  if (!near.empty()) {
    failure.facts.emplace_back("nearest", near);
    failure.action = fmt::format("linkshim {}", near);
  }
  return failure;
}

bool dispatch(CommandCall &call, Failure &failure) {
  if (call.args.empty() || isHelp(call.args.front())) {
    call.output = overview();
    return true;
  }
  if (isVersion(call.args.front())) {
    call.output = programVersion() + "\n";
    return true;
  }
  std::string name = std::move(call.args.front());
  call.args.erase(call.args.begin());
  const Command *command = findCommand(name);
  if (!command) {
    failure = unknownCommand(name);
    return false;
  }
  if (asksForHelp(call.args)) {
    call.output = command->usage;
    return true;
  }
  return command->run(call, failure);
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
  CommandCall call = makeCall(startup, files);
  Failure failure;
  bool done = dispatch(call, failure);
  return finish(call, done, failure);
}

int runCargo(Startup startup, FileSystem &files) {
  CommandCall call = makeCall(startup, files);
  Failure failure;
  if (!call.args.empty() && call.args.front() == "linkshim") call.args.erase(call.args.begin());
  if (call.args.empty() || isHelp(call.args.front())) {
    call.output = cargoUsage;
    return finish(call, true, failure);
  }
  if (isVersion(call.args.front())) {
    call.output = programVersion() + "\n";
    return finish(call, true, failure);
  }
  bool done = runCargoCommand(call, failure);
  return finish(call, done, failure);
}

} // namespace linkshim
