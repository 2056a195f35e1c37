#pragma once
#include "shim/compile/Compile.h"

namespace linkshim {

/// clang's --target= for one of Apple's: with the system's oldest version in it, unless the arguments say
/// that.
std::string darwinTargetWord(const Target &target, const CcArguments &args, const Environment &environment);

/// Where clang finds the headers of the system: the user's SDK (DarwinSdk.h), else linkshim's, of the C
/// library alone. Nothing is added when the arguments name an SDK.
void addDarwinHeaders(const Target &target, const PlanContext &context, const CcArguments &args,
                      LinkLine &line);

/// What to say when a compile has failed and headers may be the reason; empty when they are not.
std::string missingDarwinHeaders(const Target &target, const PlanContext &context, const CcArguments &args);

} // namespace linkshim
