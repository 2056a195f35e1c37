#pragma once
#include "shim/call/Invocation.h"

namespace linkshim {

/// A call of cc or c++ may name its target in its arguments. `--target=`: a bare tool takes it, rust, GNU and
/// LLVM spellings alike; a tool that has a target in its name accepts only the same one, or one that no row
/// has. `-m32`, `-mx32`, `-m64`: the target's sibling of that width. Changes the invocation's target and
/// floor. Fails for a name that is none, and for another target than the tool's.
Result<void> chooseTarget(bool bare, const Environment &environment, Invocation &invocation);

/// The row and the floor that a value of --target= means, in any spelling, the vendor and a system's version
/// at the end aside; no target where it means none.
TargetSpec targetOfOption(std::string_view value);

/// True when clang should get a --target= of the user: no row has it, or it says more than the row, as the
/// API level in aarch64-linux-android21.
bool staysAsTarget(std::string_view value, const Target &target);

} // namespace linkshim
