#pragma once
#include "shim/base/Environment.h"
#include "shim/base/Failure.h"
#include "shim/call/Invocation.h"
#include <string>
#include <vector>

namespace linkshim {

/// A command line of cargo, as far as linkshim has to understand it.
struct CargoArgs {
  std::vector<std::string> args;    ///< all, with rustc's triples in place of targets with a floor
  std::string command;              ///< build, test, ...; empty when there is none
  std::vector<TargetSpec> targets;  ///< every known target once; not those of a JSON file
  std::vector<std::string> configs; ///< values of --config
  std::string folder;               ///< value of -C
  bool buildStd = false;            ///< -Zbuild-std
  bool targetGiven = false;         ///< there is a --target of some kind
};

/// Takes a command line apart. False and `failure` for a target that does not exist, or one with two floors.
bool readCargoArgs(const std::vector<std::string> &args, CargoArgs &parsed, Failure &failure);

/// One more target, such as CARGO_BUILD_TARGET names: `text` becomes rustc's triple. A JSON file's path and
/// cargo's own word for the host stay as they are.
bool addCargoTarget(std::string &text, std::vector<TargetSpec> &targets, Failure &failure);

/// False for cargo's own commands that compile nothing, and so need no standard library.
bool mayCompile(std::string_view command);

} // namespace linkshim
