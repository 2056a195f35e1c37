#pragma once
#include "shim/base/Environment.h"
#include "shim/base/Failure.h"
#include "shim/base/FileSystem.h"
#include "shim/call/Arguments.h"
#include "shim/call/TargetSpec.h"
#include "shim/call/ToolName.h"
#include "triples/Target.h"
#include "triples/Version.h"
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// What linkshim was called as: which tool, for which target, with which arguments.
struct Invocation {
  Tool tool = Tool::cc;
  std::string name;   ///< the file name of argv[0]
  std::string prefix; ///< what stands before the tool's part of it, hyphen included; empty for a bare tool
  std::string folder; ///< absolute, where that name is; empty when it is not known
  const Target *target = nullptr;
  std::optional<Version> floor; ///< set for every glibc target
  /// Without argv[0]. Never null after readInvocation; copies of an Invocation share it.
  std::shared_ptr<const Arguments> arguments;
  bool hostUnit = false;       ///< for a program of the machine itself, by a tool of the target (HostUnit.h)
  bool argsWereInFile = false; ///< some came from a response file, so they may be too long for a command line

  bool isDriver() const { return tool == Tool::cc || tool == Tool::cxx; }
  const std::vector<std::string> &words() const { return arguments->words(); }
  /// Reads other arguments in the place of those that it has.
  void readArguments(std::vector<std::string> words);
};

/// Works out what a call of a tool means. `tool` is its name taken apart; a bare tool's target comes from
/// LINKSHIM_TARGET, TARGETPLATFORM (or TARGETOS, TARGETARCH, TARGETVARIANT with LINKSHIM_LIBC), or is the
/// host.
Result<Invocation> readInvocation(const ToolName &tool, std::string_view fileName,
                                  std::vector<std::string> args, const Environment &environment,
                                  const FileReader &files);

} // namespace linkshim
