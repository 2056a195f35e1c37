#pragma once
#include "shim/call/Invocation.h"
#include "shim/plan/LinkLine.h"
#include "shim/sysroot/Context.h"
#include <string>

namespace linkshim {

/// clang's --target= for one of Apple's targets, with the deployment target in it unless the arguments set
/// that.
std::string darwinTargetFlag(const Invocation &invocation, const Environment &environment);

/// Adds the headers of the system: the user's SDK (DarwinSdk.h), else linkshim's headers, which are the C
/// library's only. Nothing is added when the arguments name an SDK.
void addDarwinHeaders(const Invocation &invocation, const PlanContext &context, LinkLine &line);

/// The message for a failed compile where missing headers may be the reason; else empty.
std::string missingDarwinHeaders(const Invocation &invocation, const PlanContext &context);

} // namespace linkshim
