#pragma once
#include "shim/run/Run.h"

namespace linkshim {

/// Runs `linkshim SUBCOMMAND ...` and returns the exit status. `linkshim cargo ...` is the same as runCargo:
/// a wheel (scripts/package) gives the program one name only.
int runCommand(Startup startup, FileSystem &files);

/// Runs `cargo linkshim ...`, which cargo calls as `cargo-linkshim linkshim ...`, and returns the exit
/// status.
int runCargo(Startup startup, FileSystem &files);

} // namespace linkshim
