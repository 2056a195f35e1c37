#pragma once
#include "shim/call/Invocation.h"
#include "shim/plan/LinkLine.h"
#include "shim/sysroot/Context.h"
#include <string>

namespace linkshim {

/// clang's --target= for one of Apple's: with the system's oldest version in it, unless the arguments say
/// that.
std::string darwinTargetFlag(const Invocation &invocation, const Environment &environment);

/// Where clang finds the headers of the system: the user's SDK (DarwinSdk.h), else linkshim's, of the C
/// library alone. Nothing is added when the arguments name an SDK.
void addDarwinHeaders(const Invocation &invocation, const PlanContext &context, LinkLine &line);

/// What to say when a compile has failed and headers may be the reason; empty when they are not.
std::string missingDarwinHeaders(const Invocation &invocation, const PlanContext &context);

} // namespace linkshim
