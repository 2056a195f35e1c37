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

/// What clang is told about the target: its name, code generation and the folders with headers. The arguments
/// of the call may replace some of it.
void addTargetFlags(const Invocation &invocation, const PlanContext &context, LinkLine &line);

/// The compiler of a call, and the line that it is told before the user's own arguments.
struct CompilerHead {
  Provider compiler;
  LinkLine line;
};
Result<CompilerHead> compilerHead(const Invocation &invocation, const PlanContext &context);

/// One of the user's arguments as a compiler gets it: those that only a linker reads are dropped, since
/// clang, unlike GCC, warns of them.
void addCompilerArgument(const Invocation &invocation, const PlanContext &context, const Argument &argument,
                         LinkLine &line);

/// The step of a line that is put together: the compiler runs it, without the host's environment.
Plan finishCompile(const Invocation &invocation, const PlanContext &context, CompilerHead head);

} // namespace linkshim
