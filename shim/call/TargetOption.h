#pragma once
#include "shim/call/Invocation.h"

namespace linkshim {

/// Applies the options of cc and c++ that choose the target; changes the invocation's target and floor.
/// `--target=` in rustc's, GNU's or LLVM's spelling: a tool without a target in its name uses it; one with a
/// target accepts only the same target, or a name that is not in the table, which clang judges. `-m16`,
/// `-m32`,
/// `-mx32`, `-m64`, and -march= or -mabi= of another width: the target's variant of that width. `-EL`, `-EB`
/// and the like: its variant of that byte order. Fails for an unknown name, for another target than the
/// tool's, and where there is no such variant.
Result<void> chooseTarget(bool bare, const Environment &environment, Invocation &invocation);

/// The same for a call of GNU ld: -m with the emulation of the target's variant of another width.
Result<void> chooseByEmulation(const Environment &environment, Invocation &invocation);

/// The target and the floor that a value of --target= means, in any spelling; the vendor, and a system's
/// version at the end, do not matter. Without a target where it means none of the table.
TargetSpec targetOfOption(std::string_view value);

/// True when clang should get the user's --target= as it is: it is not in the table, or it says more than the
/// table's name, as the API level in aarch64-linux-android21.
bool staysAsTarget(std::string_view value, const Target &target);

/// The target of a call with link.exe's options that names none: by /machine:, else by the first input of a
/// known format, else x86_64.
const Target &targetOfLinkExe(const Arguments &arguments, const FileReader &files);

} // namespace linkshim
