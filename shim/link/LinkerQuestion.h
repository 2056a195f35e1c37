#pragma once
#include "shim/link/Format.h"
#include <optional>

namespace linkshim {

/// The plan of a call of ld that only asks: for --version or --help, or for the version by -v and the like
/// while it names nothing to link. The linker answers, no file is written, and the status is 0 whatever else
/// the call says. nullopt for a call that links.
Result<std::optional<Plan>> planLinkerQuestion(const LinkRequest &request, std::string_view flavor);

} // namespace linkshim
