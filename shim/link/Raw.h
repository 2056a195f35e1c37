#pragma once
#include "shim/plan/LinkLine.h"
#include "shim/run/Planner.h"

namespace linkshim {

/// A link that was asked for in the linker's own words: the arguments go to the linker of the target's
/// flavour as they are. A GNU style link for Linux gets what a linker of that system knows by itself:
/// emulation, dynamic linker, library folders.
bool planRawLink(const Invocation &invocation, const PlanContext &context, Plan &plan, Failure &failure);

/// Names the target's own C library's folder before those of the user where one of them has another C
/// library, as those of the host do: the floor must hold.
void addOwnLibcFirst(const Sysroot &sysroot, const std::vector<std::string> &folders, const FileReader &files,
                     LinkLine &line);

/// True when the arguments are raw linker arguments although the tool is called as a compiler driver: rustc
/// hands them so to any linker name for the targets whose flavour is `gnu-lld` or `wasm-lld`, with `-flavor`
/// first.
bool saysFlavor(const std::vector<std::string> &args);

/// What every plan that runs a linker changes in the environment.
std::vector<EnvironmentChange> linkerEnvironment(const Provider &provider, const Environment &environment);

} // namespace linkshim
