#pragma once
#include "shim/call/Invocation.h"
#include "shim/plan/LinkLine.h"
#include "shim/sysroot/Context.h"
#include <string>

namespace linkshim {

/// Adds the folders in which clang finds headers: of the C++ library, of the C library and the kernel, then
/// of the user's libraries. None of the host's are searched.
void addHeaders(const Invocation &invocation, const PlanContext &context, LinkLine &line);

/// The folder of libc++'s headers; empty where none is, and where the call asks for the libstdc++ of a
/// sysroot.
std::string cxxHeaders(const Invocation &invocation, const PlanContext &context);

/// True where the tool, a source or an -x says C++.
bool compilesCxx(const Invocation &invocation);

/// What is said when a compile fails that had no headers of the target's C library; empty where it had them,
/// or where nobody can bring them.
std::string missingHeaders(const Invocation &invocation, const PlanContext &context);

} // namespace linkshim
