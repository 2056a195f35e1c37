#pragma once
#include "shim/base/FileSystem.h"
#include "shim/call/TargetSpec.h"

namespace linkshim {

/// The target that the environment names for tools without one in their names: LINKSHIM_TARGET, else the
/// container platform in TARGETPLATFORM (or TARGETOS, TARGETARCH, TARGETVARIANT) with the C library in
/// LINKSHIM_LIBC. The result's target is null where none of them is set.
Result<TargetSpec> environmentTarget(const Environment &environment, const FileReader &files);

/// The same, else this machine's own, with the C library in LINKSHIM_LIBC.
Result<TargetSpec> defaultTarget(const Environment &environment, const FileReader &files);

/// The target of the machine that linkshim runs on: its architecture, and the C library whose dynamic linker
/// is installed.
const Target *hostTarget(const FileReader &files);

} // namespace linkshim
