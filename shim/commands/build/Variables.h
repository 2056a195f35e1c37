#pragma once
#include "shim/base/Environment.h"
#include "shim/base/Failure.h"
#include "shim/base/FileSystem.h"
#include "shim/call/Invocation.h"
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// A variable that cargo or a build tool reads for one target.
struct Variable {
  /// What it is in a cargo configuration: `linker` and `runner` of `[target.T]`, or an entry of `[env]`.
  enum class Place : uint8_t { linker, runner, environment };
  std::string name;
  std::string value;
  Place place = Place::environment;
  std::vector<std::string> command = {}; ///< of a runner: its program and arguments
  std::string kept = {};                 ///< the user's own value, which stays; empty when there is none
};

/// CARGO_TARGET_<T>_<suffix>, T in capitals, its hyphens and dots as underscores.
std::string cargoVariable(const Target &target, std::string_view suffix);

/// What the variables depend on besides the target.
struct VariableContext {
  const Environment &environment;
  FileSystem &files;
  std::string self;
};

/// What people expect otherwise of a target whose Rust programs are static and whose C programs are not, as a
/// comment; empty for other targets.
std::string staticNote(const Target &target);

/// Makes every tool of the target beside its CC, where build scripts look for those that no variable names.
Result<void> linkTools(const TargetSpec &spec, const VariableContext &context);

/// The command before a program of the target that runs it here. Fails where nothing does.
Result<std::vector<std::string>> runnerCommand(const TargetSpec &spec, const VariableContext &context);

/// All variables of a target, in the order they are printed. Makes the links and files that they name.
Result<std::vector<Variable>> targetVariables(const TargetSpec &spec, const VariableContext &context);

} // namespace linkshim
