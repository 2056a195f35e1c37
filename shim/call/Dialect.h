#pragma once
#include "shim/call/Arguments.h"
#include "shim/call/ToolName.h"
#include "triples/Target.h"
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// Which program's options a call of `tool` for `target` uses. rustc chooses them by the end of the linker's
/// name, and says so by `-flavor` at the start of the arguments.
OptionSet optionSetOf(Tool tool, const Target &target, const std::vector<std::string> &args);

/// True when a call begins with `-flavor`, which chooses lld's flavour there only.
bool choosesFlavor(const Arguments &arguments);

/// The flavour that `-flavor` chooses, by lld's name for it (gnu, darwin, link, wasm); without -flavor the
/// target's.
std::string_view flavorOf(const Arguments &arguments, const Target &target);

} // namespace linkshim
