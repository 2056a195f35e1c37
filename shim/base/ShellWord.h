#pragma once
#include <string>
#include <string_view>

namespace linkshim {

/// `text` as one word of a POSIX shell.
std::string shellWord(std::string_view text);

} // namespace linkshim
