#pragma once
#include "shim/call/Arguments.h"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// What a compile gets in the place of an option of GCC that clang does not have.
struct GccReplacement {
  std::vector<std::string> args; ///< empty when the option is left out
  std::string_view why;
};

/// What becomes of an argument of a call that is in GccOptions.td; nullopt for any other.
std::optional<GccReplacement> gccReplacement(const Arguments &arguments, const Argument &argument);

} // namespace linkshim
