#include "shim/run/OutputCheck.h"
#include "shim/base/ShellWord.h"
#include <fmt/format.h>

namespace linkshim {

Result<void> checkOutputIsNoInput(const Arguments &arguments, const FileReader &files) {
  std::string_view output = arguments.lastValue(OPT_o);
  if (output.empty()) return {};
  for (const Argument &argument : arguments.all()) {
    // Another name of the same file is looked for where a look costs nothing in an ordinary call.
    if (!argument.isInput() || baseName(argument.value()) != baseName(output)) continue;
    FileStatus written = files.status(std::string(output));
    if (!written.isFile() || !written.sameFile(files.status(std::string(argument.value())))) continue;
    return fail({"the output would be written over one of the inputs",
                 {{"output", std::string(output)}, {"input", std::string(argument.value())}},
                 fmt::format("-o {}", shellWord(std::string(output) + ".new"))});
  }
  return {};
}

} // namespace linkshim
