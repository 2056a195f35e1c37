#pragma once
#include "shim/run/Run.h"

namespace linkshim {

/// `linkshim <subcommand> ...`. The exit status. `linkshim cargo ...` is runCargo, for where a second name of
/// the program cannot be had (the wheel of scripts/package).
int runCommand(Startup startup, FileSystem &files);

/// `cargo linkshim ...`, which cargo calls as `cargo-linkshim linkshim ...`. The exit status.
int runCargo(Startup startup, FileSystem &files);

} // namespace linkshim
