#include "shim/link/StartFiles.h"
#include "shim/base/Environment.h"

namespace linkshim {
namespace {

/// The start files of a platform whose names are not Linux's.
StartFileNames namesOf(const Target &target, LinkMode mode) {
  auto list = [](std::string_view names) {
    std::vector<std::string> all;
    for (std::string_view name : splitWords(names))
      all.emplace_back(name);
    return all;
  };
  if (mode == LinkMode::relocatable) return {};
  if (mode == LinkMode::shared) return {list(target.startLibrary), list(target.endLibrary)};
  return {list(isStatic(mode) ? target.startStatic : target.startProgram), list(target.endProgram)};
}

} // namespace

StartFileNames startFileNames(const Target &target, LinkMode mode, bool profiled) {
  if (!target.startProgram.empty()) return namesOf(target, mode);
  const char *start = profiled ? "gcrt1.o" : "crt1.o";
  switch (mode) {
  case LinkMode::executable: return {{start, "crti.o", "crtbegin.o"}, {"crtend.o", "crtn.o"}};
  case LinkMode::pie:
    return {{profiled ? start : "Scrt1.o", "crti.o", "crtbeginS.o"}, {"crtendS.o", "crtn.o"}};
  case LinkMode::staticExecutable: return {{start, "crti.o", "crtbeginT.o"}, {"crtend.o", "crtn.o"}};
  case LinkMode::staticPie:
    return {{profiled ? "grcrt1.o" : "rcrt1.o", "crti.o", "crtbeginS.o"}, {"crtendS.o", "crtn.o"}};
  case LinkMode::shared: return {{"crti.o", "crtbeginS.o"}, {"crtendS.o", "crtn.o"}};
  case LinkMode::relocatable: return {};
  }
  return {};
}

} // namespace linkshim
