#include "shim/run/OutputCheck.h"
#include "shim/base/ShellWord.h"
#include <fmt/format.h>

namespace linkshim {

namespace {

/// Options that name what is written, and how another name is given.
struct OutputOption {
  OptionId option;
  std::string_view spelling;
};
constexpr OutputOption outputOptions[] = {
    {OPT_o, "-o "}, {OPT_msvc_out, "/out:"}, {OPT_msvc_implib, "/implib:"}, {OPT_msvc_pdb, "/pdb:"}};

Result<void> checkOutput(std::string_view output, std::string_view option, const Arguments &arguments,
                         const FileReader &files) {
  for (const Argument &argument : arguments.all()) {
    // Another name of the same file is looked for where a look costs nothing in an ordinary call.
    if (!argument.isInput() || baseName(argument.value()) != baseName(output)) continue;
    FileStatus written = files.status(std::string(output));
    if (!written.isFile() || !written.sameFile(files.status(std::string(argument.value())))) continue;
    return fail({"the output would be written over one of the inputs",
                 {{"output", std::string(output)}, {"input", std::string(argument.value())}},
                 fmt::format("{}{}", option, shellWord(std::string(output) + ".new"))});
  }
  return {};
}

} // namespace

Result<void> checkOutputIsNoInput(const Arguments &arguments, const FileReader &files) {
  for (const OutputOption &row : outputOptions) {
    std::string_view output = arguments.lastValue(row.option);
    if (output.empty()) continue;
    if (Result<void> good = checkOutput(output, row.spelling, arguments, files); !good) return good;
  }
  return {};
}

} // namespace linkshim
