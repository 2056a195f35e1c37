#pragma once
#include "shim/commands/build/BuildFiles.h"
#include <span>
#include <string_view>

namespace linkshim {

/// What each build tool calls a tool of the target; empty where it has no name for it.
struct NamedTool {
  std::string_view cmake, meson, configure, make;
  std::string TargetTools::*path;
};
std::span<const NamedTool> namedTools();

} // namespace linkshim
