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

/// A call of a tool that linkshim stands in for: which tool, for which target, with which arguments.
struct Invocation {
  Tool tool = Tool::cc;
  std::string name;   ///< the file name of argv[0]
  std::string prefix; ///< what is before the tool in it, as in `aarch64-linux-gnu-`; may be empty
  std::string folder; ///< the absolute folder of that file; empty when it is not known
  const Target *target = nullptr;
  std::optional<Version> floor; ///< set for every glibc target
  /// Without argv[0]. Never null after readInvocation; copies of an Invocation share it.
  std::shared_ptr<const Arguments> arguments;
  bool hostUnit = false;       ///< makes a program for the machine itself (HostUnit.h)
  bool argsWereInFile = false; ///< some came from a response file, so they may be very many

  bool isDriver() const { return tool == Tool::cc || tool == Tool::cxx; }
  const std::vector<std::string> &args() const { return arguments->args(); }
  /// Replaces the arguments by others.
  void readArguments(std::vector<std::string> args);
};

/// Works out what a call of a tool means. `tool` is its name taken apart. A tool without a target in its name
/// gets it from LINKSHIM_TARGET, from TARGETPLATFORM (or TARGETOS, TARGETARCH, TARGETVARIANT) with
/// LINKSHIM_LIBC, or works for the host.
Result<Invocation> readInvocation(const ToolName &tool, std::string_view fileName,
                                  std::vector<std::string> args, const Environment &environment,
                                  const FileReader &files);

} // namespace linkshim
