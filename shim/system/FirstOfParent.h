#pragma once
#include <string_view>

namespace linkshim {

/// True for the first of the living processes with this process's parent that calls it with `key`, and false
/// for every other, until the first and those that it forked have ended. True where the system has no means
/// to tell.
bool isFirstOfParent(std::string_view key);

} // namespace linkshim
