#pragma once
#include "shim/base/Environment.h"
#include "shim/call/Invocation.h"
#include <string>

namespace linkshim {

/// True when an option such as -mmacosx-version-min= or -mtargetos= says the deployment target.
bool saysDeploymentTarget(const Arguments &arguments);

/// The oldest version of the system that a program is for, as in 11.0: what the last of the options above or
/// of
/// --target= says, else the environment's variable (MACOSX_DEPLOYMENT_TARGET and its like), else the target's
/// own.
std::string deploymentTarget(const Target &target, const Arguments &arguments,
                             const Environment &environment);
/// The same for no call in particular.
std::string deploymentTarget(const Target &target, const Environment &environment);

/// Fails where -arch names another processor than the tool's: a file for several is put together by lipo.
Result<void> checkArch(const Invocation &invocation);

} // namespace linkshim
