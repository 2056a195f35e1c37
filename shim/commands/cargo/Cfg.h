#pragma once
#include "triples/Target.h"
#include <string_view>

namespace linkshim {

/// True when `cfg(...)`, which is a key of `[target]` in a cargo configuration, holds for a target. False for
/// a text that is not of this form, and for a condition that the table of targets cannot answer.
bool cfgHolds(std::string_view text, const Target &target);

} // namespace linkshim
