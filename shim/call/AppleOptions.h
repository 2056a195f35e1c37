#pragma once
#include "shim/base/Environment.h"
#include "shim/call/Invocation.h"
#include <string>

namespace linkshim {

/// True when an option such as -mmacosx-version-min= or -mtargetos= sets the deployment target.
bool saysDeploymentTarget(const Arguments &arguments);

/// A version of the target's system, or the oldest one that has the target's processor where that is newer:
/// clang compiles for that one, and its driver links for it.
std::string supportedVersion(const Target &target, std::string_view version);

/// The deployment target, as in 11.0: the oldest version of the system that a program runs on, of those that
/// have its processor. The last of the options above, of --target= or of ld64's own sets it, else a variable
/// of the environment (MACOSX_DEPLOYMENT_TARGET and the like), else the target's default.
std::string deploymentTarget(const Target &target, const Arguments &arguments,
                             const Environment &environment);
/// The same without a call: the options are left out.
std::string deploymentTarget(const Target &target, const Environment &environment);

/// Fails where -arch names another architecture than the tool's. lipo makes universal files.
Result<void> checkArch(const Invocation &invocation);

} // namespace linkshim
