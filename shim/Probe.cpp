#include "shim/Probe.h"
#include <fmt/format.h>

namespace linkshim {

std::string versionText() {
  return "linkshim " LINKSHIM_VERSION;
}

std::optional<std::string> answerProbe(const Invocation &invocation, const ProviderSearch &search) {
  if (invocation.args.size() != 1 || (invocation.tool != Tool::cc && invocation.tool != Tool::cxx))
    return std::nullopt;
  const std::string &question = invocation.args.front();
  if (question == "-dumpmachine" || question == "--dumpmachine")
    return fmt::format("{}\n", gnuSpelling(*invocation.target));
  if (question == "--version") {
    Failure none;
    if (search.findCompiler(none)) return std::nullopt;
    std::string floor = invocation.floor ? fmt::format(", glibc {}", invocation.floor->str()) : "";
    return fmt::format("{} for {}{}\n", versionText(), invocation.target->triple, floor);
  }
  if (question == "--help")
    return fmt::format("{} stands in for the compiler and linker of {}.\n"
                       "It takes the options of GCC and clang. `linkshim --help` tells the rest.\n",
                       invocation.name, invocation.target->triple);
  return std::nullopt;
}

} // namespace linkshim
