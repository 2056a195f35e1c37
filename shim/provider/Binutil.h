#pragma once
#include "shim/call/ToolName.h"
#include "shim/sysroot/Context.h"
#include "triples/Target.h"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// The name of a tool's program, by who provides it; empty where they do not.
struct BinutilNames {
  Tool tool;
  std::string_view gnu;  ///< GNU binutils', after the target's name and a hyphen
  std::string_view llvm; ///< LLVM's; one program can be several tools, and its name decides which
  std::string_view rust; ///< in a Rust toolchain with the component llvm-tools; rust-objcopy is always there
  std::string_view zig;  ///< the subcommand of zig
};
/// Null for a tool that is none of the binutils.
const BinutilNames *binutilNames(Tool tool);

/// A program that does the work of ar, nm and the like, and how it is called.
struct Binutil {
  std::string path;                 ///< absolute
  std::vector<std::string> leading; ///< argv[0] and arguments that must come first
  bool operator==(const Binutil &) const = default;
};

/// Finds the program for a tool: LLVM's (on PATH, with a version in its name, in the folders of
/// distributions' packages), that of the Rust toolchain, zig's, GNU's for the target.
std::optional<Binutil> findBinutil(Tool tool, const Target &target, const PlanContext &context);

} // namespace linkshim
