#pragma once
#include <string>
#include <string_view>

namespace linkshim {

/// `text` as one word or string of each language, quotes included. For a POSIX shell see shellWord.
std::string fishWord(std::string_view text);
std::string powershellWord(std::string_view text);
std::string jsonString(std::string_view text);
std::string tomlString(std::string_view text);
std::string cmakeString(std::string_view text);
std::string mesonString(std::string_view text);

/// A line or lines for the file that GITHUB_ENV names.
std::string githubLine(std::string_view name, std::string_view value);

} // namespace linkshim
