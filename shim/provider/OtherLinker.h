#pragma once
#include "shim/base/Failure.h"
#include "shim/sysroot/Context.h"
#include "triples/Target.h"
#include <string>

namespace linkshim {

/// The platform's own linker that the target's row names, such as emcc: on PATH, or below the folder that the
/// user gives for the platform (an emsdk). Empty when there is none.
std::string findOtherLinker(const Target &target, const PlanContext &context);

/// The failure for a target whose own linker was not found.
Failure noOtherLinker(const Target &target);

} // namespace linkshim
