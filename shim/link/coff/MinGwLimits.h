#pragma once
#include "shim/base/Failure.h"
#include "shim/call/Arguments.h"
#include "triples/Target.h"

namespace linkshim {

/// Fails where a call asks for what GNU ld can do for Windows and lld cannot, and which would change the
/// output if it were left out: a relocatable file, two names for a stdcall function, a linker script, symbols
/// and addresses given by hand. lld would call such an option unknown.
Result<void> checkMinGwLimits(const Target &target, const Arguments &arguments);

} // namespace linkshim
