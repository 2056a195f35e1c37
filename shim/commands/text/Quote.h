#pragma once
#include <string>
#include <string_view>

namespace linkshim {

/// `text` quoted as one argument or string of each language. For a POSIX shell see shellWord.
std::string fishWord(std::string_view text);
std::string powershellWord(std::string_view text);
std::string tomlString(std::string_view text);
/// A key of TOML: quoted where it has to be.
std::string tomlKey(std::string_view key);
std::string cmakeString(std::string_view text);
std::string mesonString(std::string_view text);

/// The line, or lines, that set a variable in the file that GITHUB_ENV names.
std::string githubLine(std::string_view name, std::string_view value);

} // namespace linkshim
