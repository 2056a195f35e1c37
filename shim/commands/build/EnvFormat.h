#pragma once
#include "shim/commands/build/Variables.h"
#include "shim/commands/text/Quote.h"
#include <optional>

namespace linkshim {

/// The variables in a format of `linkshim env`; nullopt when there is no such format.
std::optional<std::string> formatVariables(std::string_view format, const Target &target,
                                           const std::vector<Variable> &rows);

} // namespace linkshim
