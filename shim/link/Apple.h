#pragma once
#include "shim/plan/LinkLine.h"
#include "shim/run/Planner.h"
#include "llvm/Option/ArgList.h"

namespace linkshim {

/// A link for one of Apple's targets that was asked for in a compiler driver's words: ld64.lld's own line.
bool planDarwinLink(const Invocation &invocation, const PlanContext &context, Plan &plan, Failure &failure);

/// The same for a line in ld64's words: what it lacks is added.
bool planDarwinRawLink(const Invocation &invocation, const PlanContext &context,
                       const std::vector<std::string> &args, Plan &plan, Failure &failure);

/// The oldest version of the system that the output shall run on: that of -m<system>-version-min, of a target
/// with a version in it, of the system's variable (MACOSX_DEPLOYMENT_TARGET), or the target's own.
std::string deploymentTarget(const Target &target, const std::vector<std::string> &args,
                             const Environment &environment);

/// False and `failure` when -arch names another architecture than the tool's: a file with several is put
/// together afterwards.
bool isForOneArch(const Invocation &invocation, const llvm::opt::InputArgList &args, Failure &failure);

/// True when the arguments of a compiler driver say that version.
bool saysDeploymentTarget(const std::vector<std::string> &args);

} // namespace linkshim
