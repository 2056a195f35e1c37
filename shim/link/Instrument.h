#pragma once
#include "shim/link/Runtimes.h"

namespace linkshim {

/// The runtimes of the installed clang that sanitizers and profiled code need. Fails for one that clang does
/// not have for the target. A shared library gets no sanitizer's runtime, since the executable has it.
Result<Runtimes> findInstrumentation(const Invocation &invocation, const PlanContext &context, LinkMode mode);

/// The arguments that link the runtime of -fopenmp; none where OpenMP is not asked for. Fails where no folder
/// of the link has the runtime.
Result<std::vector<std::string>> findOpenMp(const Invocation &invocation,
                                            const std::vector<std::string> &folders, const FileReader &files);

} // namespace linkshim
