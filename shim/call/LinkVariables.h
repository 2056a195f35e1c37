#pragma once
#include "shim/base/Environment.h"
#include "shim/base/Failure.h"
#include "shim/base/FileSystem.h"
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// The variables whose words Microsoft's linker and lld put before those of a call. lld does so for MinGW
/// too, where GNU ld has nothing like it.
inline constexpr std::string_view linkVariables[] = {"LINK", "_LINK_"};

/// The words that these variables put before those of a call with link.exe's options, in lld's order, their
/// response files read in. None where the call itself says /lldignoreenv; one in a response file comes too
/// late for lld. Fails as expandResponseFiles does.
Result<std::vector<std::string>> wordsOfLinkVariables(const std::vector<std::string> &args,
                                                      const Environment &environment,
                                                      const FileReader &files);

} // namespace linkshim
