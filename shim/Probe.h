#pragma once
#include "shim/Invocation.h"
#include "shim/Provider.h"
#include <optional>
#include <string>

namespace linkshim {

/// What a tool answers by itself when it is only asked about itself; nullopt when something has to run.
std::optional<std::string> answerProbe(const Invocation &invocation, const ProviderSearch &search);

/// `linkshim 0.1.0`
std::string versionText();

} // namespace linkshim
