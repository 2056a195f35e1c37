#pragma once
#include "shim/base/Failure.h"
#include "shim/base/Environment.h"
#include "shim/base/FileSystem.h"
#include "shim/call/ToolName.h"
#include "triples/Target.h"
#include "triples/Version.h"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// A target as a person writes it: a row, and a glibc floor where one was given.
struct TargetSpec {
  const Target *target = nullptr;
  std::optional<Version> floor;
};

/// Reads `aarch64-unknown-linux-gnu`, `aarch64-unknown-linux-gnu.2.17`, or a GNU spelling. False and
/// `failure` for a name that is none (with the nearest one), or a floor that the target cannot have.
bool parseTargetSpec(std::string_view text, TargetSpec &spec, Failure &failure);

/// True when parseTargetSpec would find a target in the text, whether or not it takes the floor. Cheap for a
/// name that is none: nothing near is looked for.
bool namesTarget(std::string_view text);

/// The floor that holds: the one that was given, else LINKSHIM_GLIBC, else the target's default. nullopt for
/// a target without glibc. False and `failure` when LINKSHIM_GLIBC is no version or out of the target's
/// range.
bool resolveFloor(const TargetSpec &spec, const Environment &environment, std::optional<Version> &floor,
                  Failure &failure);

/// What linkshim was called as: which tool, for which target, with which arguments.
struct Invocation {
  Tool tool = Tool::cc;
  std::string name;   ///< the file name of argv[0]
  std::string prefix; ///< what stands before the tool's part of it, hyphen included; empty for a bare tool
  std::string folder; ///< absolute, where that name is; empty when it is not known
  const Target *target = nullptr;
  std::optional<Version> floor;  ///< set for every glibc target
  std::vector<std::string> args; ///< without argv[0]; response files expanded
  bool hostUnit = false;       ///< for a program of the machine itself, by a tool of the target (HostUnit.h)
  bool argsWereInFile = false; ///< some came from a response file, so they may be too long for a command line
};

/// Works out what a call of a tool means. `tool` is its name taken apart; a bare tool's target comes from
/// LINKSHIM_TARGET, TARGETPLATFORM (or TARGETOS, TARGETARCH, TARGETVARIANT with LINKSHIM_LIBC), or is the
/// host.
bool readInvocation(const ToolName &tool, std::string_view fileName, std::vector<std::string> args,
                    const Environment &environment, const FileReader &files, Invocation &invocation,
                    Failure &failure);

} // namespace linkshim
