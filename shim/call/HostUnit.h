#pragma once
#include "shim/base/Environment.h"
#include "shim/base/FileSystem.h"
#include "shim/call/Arguments.h"
#include "triples/Target.h"

namespace linkshim {

/// True when this call makes a program for the machine itself (a build script, a procedural macro, or their
/// dependencies) while cargo builds for a target of the same name, or, with `besideAnyTarget`, for any
/// target. cargo has no settings of the linker for these programs alone
/// (https://github.com/rust-lang/cargo/issues/5754), so they are recognised by their folder: it is that of
/// the profile in cargo's target folder, while the target's own are below the triple's folder:
///
///   target/debug/build/…     target/x86_64-unknown-linux-gnu/debug/…
///
/// Without `--target` cargo puts everything into the first, so a call counts only while a cargo holds its
/// lock in the second. The folder is that of OUT_DIR, else of the output.
bool isHostUnit(const Target &target, bool besideAnyTarget, const Arguments &arguments,
                const Environment &environment, const FileReader &files);

} // namespace linkshim
