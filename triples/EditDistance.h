#pragma once
#include <cstddef>
#include <string_view>

namespace linkshim {

/// How many letters to put in, take out or replace to make one of the other (Levenshtein).
size_t editDistance(std::string_view a, std::string_view b);

} // namespace linkshim
