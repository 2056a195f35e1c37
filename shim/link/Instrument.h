#pragma once
#include "shim/link/Runtimes.h"

namespace linkshim {

/// The runtimes that sanitizers and profiled code need, from the installed clang. False and `failure` for one
/// that has none for the target. A shared library brings none of a sanitizer's: the executable does.
bool addInstrumentation(const Invocation &invocation, const PlanContext &context,
                        const llvm::opt::InputArgList &args, LinkMode mode, Runtimes &runtimes,
                        Failure &failure);

/// The runtime of -fopenmp, where a folder of the link has it. False and `failure` where none has.
bool addOpenMp(const Target &target, const llvm::opt::InputArgList &args,
               const std::vector<std::string> &folders, const FileReader &files, Runtimes &runtimes,
               Failure &failure);

} // namespace linkshim
