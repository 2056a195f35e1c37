#pragma once
#include "shim/call/Invocation.h"

namespace linkshim {

/// The target that the environment names for tools without one in their names: LINKSHIM_TARGET, else the
/// container platform in TARGETPLATFORM (or TARGETOS, TARGETARCH, TARGETVARIANT) with the C library in
/// LINKSHIM_LIBC. `spec.target` is null where it names none.
bool environmentTarget(const Environment &environment, TargetSpec &spec, Failure &failure);

/// The same, else this machine's own, with the C library in LINKSHIM_LIBC.
bool defaultTarget(const Environment &environment, const FileReader &files, TargetSpec &spec,
                   Failure &failure);

/// The target of the machine that linkshim runs on: its own architecture, and the C library whose loader is
/// there.
const Target *hostTarget(const FileReader &files);

} // namespace linkshim
