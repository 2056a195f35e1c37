#pragma once
#include "shim/call/TargetSpec.h"
#include "shim/commands/Command.h"

namespace linkshim {

/// A target that a subcommand is asked for: one of the table; one that a specification describes
/// (findTargetSpec); else one that the rustc of the build knows. rustc is asked for its specification once,
/// and the answer is kept in a cache folder, where the tools of the target read it.
Result<TargetSpec> describedTarget(std::string_view text, const CommandCall &call);

/// What is said of a target that the table lacks, in one sentence; empty for one of the table.
std::string plannedAs(const Target &target);

} // namespace linkshim
