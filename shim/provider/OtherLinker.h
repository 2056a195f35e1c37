#pragma once
#include "shim/base/Failure.h"
#include "shim/sysroot/Context.h"
#include "triples/Target.h"
#include <string>

namespace linkshim {

/// The program that the target's row names: on PATH, or below what the user brings (an emsdk). Empty when
/// there is none.
std::string findOtherLinker(const Target &target, const PlanContext &context);

/// For a target whose program was not found.
Failure noOtherLinker(const Target &target);

} // namespace linkshim
