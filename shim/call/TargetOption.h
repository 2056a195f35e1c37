#pragma once
#include "shim/call/Invocation.h"

namespace linkshim {

/// A call of cc or c++ may name its target in its arguments. `--target=`: a bare tool takes it, rust, GNU and
/// LLVM spellings alike; a tool that has a target in its name accepts only the same one, or one that no row
/// has. `-m32`, `-mx32`,
/// `-m64`: the target's sibling of that width. False and `failure` for a name that is none, or another target
/// than the tool's.
bool chooseTarget(bool bare, const Environment &environment, Invocation &invocation, Failure &failure);

/// The row that a value of --target= means, in any spelling, the vendor and a system's version at the end
/// aside; null when there is none. `floor` is set where the value has one.
const Target *targetOfOption(std::string_view value, std::optional<Version> &floor);

/// True when clang should get a --target= of the user: no row has it, or it says more than the row, as the
/// API level in aarch64-linux-android21.
bool staysAsTarget(std::string_view value, const Target &target);

} // namespace linkshim
