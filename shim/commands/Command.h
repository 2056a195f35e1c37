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

/// A program that a subcommand ends in: this process becomes it.
struct Launch {
  std::string program;           ///< absolute path
  std::vector<std::string> args; ///< argv[0] included
  Environment environment;
  Failure ifNotStarted; ///< what to say when the system refuses; its reason is added to the facts
  /// Empty, or what is done when the program has ended well: it is then run, not become.
  std::function<bool(FileSystem &files, Failure &failure)> afterwards = {};
};

/// Runs a program and hands back what it printed; nullopt when it failed.
using Question = std::function<std::optional<std::string>(const std::string &program,
                                                          const std::vector<std::string> &args)>;

/// Shows a text on the terminal and waits for yes or no; nullopt when there is no terminal to ask at.
using Confirmation = std::function<std::optional<bool>(const std::string &text)>;

/// A subcommand's call, and what comes of it. Nothing is printed or started before it returns.
struct CommandCall {
  std::vector<std::string> args; ///< what follows the subcommand's name
  const Environment &environment;
  FileSystem &files;
  std::string self;             ///< path of the running program
  Question ask;                 ///< empty where nothing may be started
  std::string output;           ///< for standard output
  std::string notice;           ///< for standard error
  std::optional<Launch> launch; ///< set when a program is to run in this process's place
  Confirmation confirm = {};    ///< empty where nobody is asked
};

/// A subcommand: false and `failure` when what was asked could not be done.
struct Command {
  std::string_view name;
  std::string_view summary; ///< one line for the overview
  std::string_view usage;   ///< what `linkshim help NAME` prints
  bool (*run)(CommandCall &call, Failure &failure);
};

/// All subcommands in the order of the overview.
std::span<const Command> allCommands();
const Command *findCommand(std::string_view name);

bool runLinks(CommandCall &call, Failure &failure);
bool runEnv(CommandCall &call, Failure &failure);
bool runTargets(CommandCall &call, Failure &failure);
bool runDoctor(CommandCall &call, Failure &failure);
bool runTarget(CommandCall &call, Failure &failure);
bool runSysroot(CommandCall &call, Failure &failure);
bool runExplain(CommandCall &call, Failure &failure);
bool runVerify(CommandCall &call, Failure &failure);
bool runLipo(CommandCall &call, Failure &failure);
bool runInit(CommandCall &call, Failure &failure);
bool runHelp(CommandCall &call, Failure &failure);
/// What follows `cargo linkshim`.
bool runCargoCommand(CommandCall &call, Failure &failure);

extern const std::string_view linksUsage, envUsage, targetsUsage, doctorUsage, runUsage, sysrootUsage,
    explainUsage, verifyUsage, lipoUsage, initUsage, helpUsage, cargoUsage;

/// `linkshim 1.2.3`.
std::string programVersion();
/// The overview that `linkshim --help` prints.
std::string overview();

/// An option that a subcommand takes itself.
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

/// Takes `known` options (`--name value` or `--name=value`) out of `args`; `--` ends them, and so does the
/// first other argument when `stopAtFirst`. False and `failure` for an option that is not known, or that
/// lacks its value.
bool takeOptions(std::string_view command, const std::vector<std::string> &args,
                 std::span<const CommandOption> known, bool stopAtFirst, CommandArgs &parsed,
                 Failure &failure);

/// The candidate that differs least from `name`; empty when none is near.
std::string_view nearestName(std::string_view name, std::span<const std::string_view> candidates);

} // namespace linkshim
