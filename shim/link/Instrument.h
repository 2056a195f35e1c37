#pragma once
#include "shim/link/Runtimes.h"

namespace linkshim {

/// The runtimes that sanitizers and profiled code need, from the installed clang. Fails for one that has none
/// for the target. A shared library gets none of a sanitizer's: the executable has it.
Result<Runtimes> findInstrumentation(const Invocation &invocation, const PlanContext &context, LinkMode mode);

/// The arguments that link the runtime of -fopenmp; none where OpenMP is not asked for. Fails where no folder
/// of the link has the runtime.
Result<std::vector<std::string>> findOpenMp(const Invocation &invocation,
                                            const std::vector<std::string> &folders, const FileReader &files);

} // namespace linkshim
