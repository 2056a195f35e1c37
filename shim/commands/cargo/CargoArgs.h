#pragma once
#include "shim/call/Invocation.h"
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace linkshim {

/// A name that rustc does not know: both architectures of a Mac, in one file.
inline constexpr std::string_view universalTarget = "universal2-apple-darwin";
inline constexpr std::string_view universalParts[] = {"x86_64-apple-darwin", "aarch64-apple-darwin"};

/// A command line of cargo, as far as linkshim has to understand it.
struct CargoArgs {
  /// What cargo is called with: rustc's triples in place of targets with a floor, and of universalTarget.
  std::vector<std::string> args;
  std::string command;               ///< build, test, ...; empty when there is none
  std::vector<TargetSpec> targets;   ///< every target once
  std::vector<std::string> configs;  ///< values of --config
  std::string folder;                ///< value of -C
  std::string targetFolder;          ///< value of --target-dir
  std::string manifest;              ///< value of --manifest-path
  std::string profile;               ///< value of --profile
  std::optional<std::string> malloc; ///< value of linkshim's own --malloc, which cargo does not get
  bool release = false;              ///< --release
  bool buildStd = false;             ///< -Zbuild-std
  bool targetGiven = false;          ///< there is a --target of some kind
  bool universal = false;            ///< universalTarget is one of them
};

/// Finds the target that a text names.
using TargetFinder = std::function<Result<TargetSpec>(std::string_view text)>;

/// Takes a command line apart. Fails for a target that does not exist, or one with two floors.
Result<CargoArgs> readCargoArgs(const std::vector<std::string> &args,
                                const TargetFinder &find = parseTargetSpec);

/// Adds the target that --target or CARGO_BUILD_TARGET names, and returns its name for cargo: rustc's triple,
/// or the path of its specification. Cargo's name for the host is not added, and is returned as it is.
Result<std::string> addCargoTarget(std::string_view text, const TargetFinder &find,
                                   std::vector<TargetSpec> &targets);

/// False for cargo's own commands that compile nothing, and so need no standard library.
bool mayCompile(std::string_view command);

} // namespace linkshim
