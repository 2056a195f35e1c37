#include "shim/call/LinkVariables.h"
#include "shim/call/Arguments.h"
#include "shim/call/ResponseFile.h"

namespace linkshim {

Result<std::vector<std::string>> wordsOfLinkVariables(const std::vector<std::string> &args,
                                                      const Environment &environment,
                                                      const FileReader &files) {
  std::vector<std::string> words;
  for (std::string_view name : linkVariables) {
    std::string_view text = environment.value(name);
    if (text.empty()) continue;
    std::vector<std::string> more = splitResponseText(text, Quoting::windows);
    words.insert(words.begin(), more.begin(), more.end());
  }
  if (words.empty() || Arguments(args, OptionSet::msvc).has(OPT_msvcf_lldignoreenv))
    return std::vector<std::string>();
  if (Result<bool> expanded = expandResponseFiles(words, files, /*windowsStyle=*/true); !expanded)
    return failed(expanded);
  return words;
}

} // namespace linkshim
