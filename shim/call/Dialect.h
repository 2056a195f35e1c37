#pragma once
#include "shim/call/Arguments.h"
#include "shim/call/ToolName.h"
#include "triples/Target.h"
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// Whose options a call of `tool` for `target` is written in. rustc goes by what a linker's name ends in, and
/// by what `-flavor` at the start of its arguments says.
OptionSet optionSetOf(Tool tool, const Target &target, const std::vector<std::string> &words);

/// The flavour that `-flavor` chooses, in lld's own word for it (gnu, darwin, link, wasm); the target's own
/// where nothing is said.
std::string_view flavorOf(const Arguments &arguments, const Target &target);

} // namespace linkshim
