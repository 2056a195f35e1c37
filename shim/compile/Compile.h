#pragma once
#include "shim/base/Failure.h"
#include "shim/call/Invocation.h"
#include "shim/plan/LinkLine.h"
#include "shim/provider/Provider.h"
#include "shim/sysroot/Context.h"
#include <string>
#include <vector>

namespace linkshim {

/// A call of cc or c++ that compiles, preprocesses or assembles: clang for the target, with the target's code
/// generation flags before the user's own, and without the host's headers.
Result<Plan> planCompile(const Invocation &invocation, const PlanContext &context);

/// Adds what clang has to know of the target: its name, code generation and the folders with headers. The
/// arguments of the call may override some of it.
void addTargetFlags(const Invocation &invocation, const PlanContext &context, LinkLine &line);

/// The compiler of a call, and the arguments that it gets before the user's own.
struct CompilerHead {
  Provider compiler;
  LinkLine line;
};
Result<CompilerHead> compilerHead(const Invocation &invocation, const PlanContext &context);

/// Adds one of the user's arguments. Those that only a linker uses are dropped, since clang, unlike GCC,
/// warns about them.
void addCompilerArgument(const Invocation &invocation, const PlanContext &context, const Argument &argument,
                         LinkLine &line);

/// The plan of a finished command line: the compiler runs, without the variables that name headers of the
/// host.
Plan finishCompile(const Invocation &invocation, const PlanContext &context, CompilerHead head);

} // namespace linkshim
