#pragma once
#include "shim/sysroot/Sysroot.h"
#include "triples/Target.h"
#include <string>
#include <vector>

namespace linkshim {

/// The start files of a link in order: those before all other inputs, and those after them.
struct StartFileNames {
  std::vector<std::string> first;
  std::vector<std::string> last;
};
/// The names for a link in `mode`. `profiled`: the program is linked with -pg.
StartFileNames startFileNames(const Target &target, LinkMode mode, bool profiled);

} // namespace linkshim
