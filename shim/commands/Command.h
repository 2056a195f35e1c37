#pragma once
#include "shim/base/Environment.h"
#include "shim/base/Failure.h"
#include "shim/base/FileSystem.h"
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace linkshim {

/// A program that runs in the place of this process once a subcommand has returned.
struct Launch {
  std::string program;           ///< absolute path
  std::vector<std::string> args; ///< argv[0] included
  Environment environment;
  Failure ifNotStarted; ///< what to say when the system refuses; its reason is added to the facts
  /// Where it is set, this process waits for the program and calls it when the program has succeeded.
  std::function<Result<void>(FileSystem &files)> afterwards = {};
};

/// Runs a program and returns what it printed; nullopt when it failed.
using Question = std::function<std::optional<std::string>(const std::string &program,
                                                          const std::vector<std::string> &args)>;

/// Shows a text on the terminal and waits for yes or no; nullopt when there is no terminal to ask at.
using Confirmation = std::function<std::optional<bool>(const std::string &text)>;

/// What a subcommand is called with.
struct CommandCall {
  std::vector<std::string> args; ///< what follows the subcommand's name
  const Environment &environment;
  FileSystem &files;
  std::string self;          ///< path of the running program
  Question ask = {};         ///< empty where no program may be started
  Confirmation confirm = {}; ///< empty where nobody can be asked
};

/// What a subcommand has done. Nothing is printed or started before it returns.
struct CommandResult {
  std::string output = {};               ///< for standard output
  std::string notice = {};               ///< for standard error
  std::optional<Launch> launch = {};     ///< a program to run in the place of this process
  std::optional<Failure> complaint = {}; ///< printed after the output; the exit status is then 1
};

/// A subcommand.
struct Command {
  std::string_view name;
  std::string_view summary; ///< one line for the overview
  std::string_view usage;   ///< what `linkshim help NAME` prints
  Result<CommandResult> (*run)(const CommandCall &call);
};

/// All subcommands in the order of the overview.
std::span<const Command> allCommands();
const Command *findCommand(std::string_view name);

Result<CommandResult> runLinks(const CommandCall &call);
Result<CommandResult> runEnv(const CommandCall &call);
Result<CommandResult> runTargets(const CommandCall &call);
Result<CommandResult> runDoctor(const CommandCall &call);
Result<CommandResult> runTarget(const CommandCall &call);
Result<CommandResult> runSysroot(const CommandCall &call);
Result<CommandResult> runExplain(const CommandCall &call);
Result<CommandResult> runVerify(const CommandCall &call);
Result<CommandResult> runLipo(const CommandCall &call);
Result<CommandResult> runInit(const CommandCall &call);
Result<CommandResult> runHelp(const CommandCall &call);
/// `call.args` is what follows `cargo linkshim`.
Result<CommandResult> runCargoCommand(const CommandCall &call);

extern const std::string_view linksUsage, envUsage, targetsUsage, doctorUsage, runUsage, sysrootUsage,
    explainUsage, verifyUsage, lipoUsage, initUsage, helpUsage, cargoUsage;

/// `linkshim 1.2.3`.
std::string programVersion();
/// The overview that `linkshim --help` prints.
std::string overview();

/// Why a name is no subcommand. Where one is near, `action` and that name are what to call.
Failure unknownCommand(std::string_view name, std::string_view action);

/// Why a call of `linkshim NAME` is refused before anything is done, and the command that explains the usage.
Failure wrongUsage(std::string_view command, std::string what);

/// An option of a subcommand.
struct CommandOption {
  std::string_view name; ///< with its hyphens
  bool takesValue = false;
};

/// A subcommand's arguments taken apart.
struct CommandArgs {
  std::vector<std::pair<std::string_view, std::string>> options;
  std::vector<std::string> rest;

  bool has(std::string_view option) const;
  /// The last value given; empty when the option was not.
  std::string_view value(std::string_view option) const;
};

/// Where a subcommand's options end.
enum class OptionsEnd : uint8_t {
  atTheEnd,        ///< they may stand anywhere before `--`
  atFirstArgument, ///< what follows belongs to another program
};

/// Takes the `known` options (`--name value` or `--name=value`) out of `args`. An unknown option fails, and
/// so does one that lacks its value.
Result<CommandArgs> parseOptions(std::string_view command, const std::vector<std::string> &args,
                                 std::span<const CommandOption> known, OptionsEnd end = OptionsEnd::atTheEnd);

/// The candidate that differs least from `name`; empty when none is near.
std::string_view nearestName(std::string_view name, std::span<const std::string_view> candidates);

} // namespace linkshim
