#pragma once
#include "shim/run/Planner.h"

namespace linkshim {

/// A program that does the work of ar, nm and the like, and how it is called.
struct Binutil {
  std::string path;                 ///< absolute
  std::vector<std::string> leading; ///< argv[0] and what must follow it directly
  bool operator==(const Binutil &) const = default;
};

/// Finds the program for a tool: LLVM's own (on PATH, by version, in the packages' folders), that of the Rust
/// toolchain, the one inside a zig, GNU's for the target. Several of LLVM's are one program that goes by its
/// argv[0].
std::optional<Binutil> findBinutil(Tool tool, const Target &target, const PlanContext &context);

/// A call of ar, ranlib, nm, strip, objcopy, dlltool, windres, as or pkg-config.
bool planBinutil(const Invocation &invocation, const PlanContext &context, Plan &plan, Failure &failure);

/// True for the tools that planBinutil is for.
bool isBinutil(Tool tool);

} // namespace linkshim
