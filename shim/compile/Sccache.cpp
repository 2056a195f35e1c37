#include "shim/compile/Sccache.h"
#include <fmt/format.h>

namespace linkshim {

std::vector<std::string> sccacheAnswer(const Invocation &invocation, const FileReader &files) {
  const Arguments &arguments = *invocation.arguments;
  if (!arguments.has(OPT_E)) return {};
  constexpr std::string_view fileName = "testfile.c"; // as sccache's src/compiler/c.rs names it
  constexpr size_t enough = 4096;
  for (const Argument &argument : arguments.all()) {
    const std::string &path = arguments.args()[argument.index];
    if (!argument.isInput() || baseName(path) != fileName) continue;
    std::string text = files.readPart(path, 0, enough);
    if (text.find("\n__VERSION__") == std::string::npos &&
        text.find("compiler_version=__VERSION__") == std::string::npos)
      continue;
    // The version stays a word of its own, since sccache reads it.
    return {"-Wno-builtin-macro-redefined", "-U__VERSION__", "-DLINKSHIM_TEXT(x)=#x",
            "-DLINKSHIM_TEXT_OF(x)=LINKSHIM_TEXT(x)",
            fmt::format("-D__VERSION__=LINKSHIM_TEXT_OF(Clang __clang_major__.__clang_minor__."
                        "__clang_patchlevel__ for) \" {}\"",
                        invocation.target->triple)};
  }
  return {};
}

} // namespace linkshim
