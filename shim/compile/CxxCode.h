#pragma once
#include "shim/call/Invocation.h"
#include "shim/plan/Plan.h"
#include "shim/provider/Provider.h"
#include "shim/sysroot/Context.h"
#include <string>

namespace linkshim {

/// True where C++ becomes an object in two steps: for Microsoft's environment against mingw-w64's headers.
/// The first makes bitcode in the Itanium ABI, for the environment that clang has for it; the second makes
/// code of it for the target's own. In the first's, LLVM puts the unwind tables of all inline functions of an
/// object into one section, of which the linker keeps one, or none.
bool hasCodeStep(const Invocation &invocation, const PlanContext &context);

/// The second step, by the same compiler: `bitcode` becomes `object`.
Step codeStep(const Invocation &invocation, const PlanContext &context, const Provider &compiler,
              const std::string &bitcode, const std::string &object);

} // namespace linkshim
