#pragma once
#include "shim/call/ToolName.h"
#include "shim/sysroot/Context.h"
#include "triples/Target.h"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// The names that a tool has where it can come from. An empty name: it does not come from there.
struct BinutilNames {
  Tool tool;
  std::string_view gnu;  ///< GNU's, behind the target's name and a hyphen
  std::string_view llvm; ///< LLVM's; a program that is several tools goes by it
  std::string_view rust; ///< a Rust toolchain's (component llvm-tools; rust-objcopy is always there)
  std::string_view zig;  ///< the subcommand of zig
};
/// Null for a tool that is no binutil.
const BinutilNames *binutilNames(Tool tool);

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

} // namespace linkshim
