#pragma once
#include "shim/base/Environment.h"
#include "shim/base/FileSystem.h"
#include "shim/call/Arguments.h"
#include "triples/Target.h"

namespace linkshim {

/// True when cargo has this call made for a program of the machine itself (a build script, a procedural
/// macro, or what those are built with) while it builds for a target of the same name, or, with
/// `besideAnyTarget`, for any target. Such programs lie in the profile's folder of cargo's target folder, the
/// target's own in a folder of the triple's name beside it:
///
///   target/debug/build/…     target/x86_64-unknown-linux-gnu/debug/…
///
/// Without `--target` all lies in the first. So a call counts only while a cargo holds its lock in the
/// second. The folder is that of OUT_DIR, else the output's.
bool isHostUnit(const Target &target, bool besideAnyTarget, const Arguments &arguments,
                const Environment &environment, const FileReader &files);

} // namespace linkshim
