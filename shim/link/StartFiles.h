#pragma once
#include "shim/sysroot/Sysroot.h"
#include "triples/Target.h"
#include <string>
#include <vector>

namespace linkshim {

/// Names of start files around a link in `mode`, in order: those that come first, and those that come last.
struct StartFileNames {
  std::vector<std::string> first;
  std::vector<std::string> last;
};
/// `profiled`: the program was compiled with -pg.
StartFileNames startFileNames(const Target &target, LinkMode mode, bool profiled);

} // namespace linkshim
