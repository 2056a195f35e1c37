#pragma once
#include "triples/Target.h"
#include <string_view>

namespace linkshim {

/// Whether `cfg(...)`, as a cargo configuration has it for a key of `[target]`, holds for a target. False for
/// anything that is none, or that asks for what the table does not know.
bool cfgHolds(std::string_view text, const Target &target);

} // namespace linkshim
