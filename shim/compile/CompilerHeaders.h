#pragma once
#include "shim/call/Invocation.h"
#include "shim/plan/LinkLine.h"
#include "shim/sysroot/Context.h"
#include <string>

namespace linkshim {

/// Adds the folders in which clang finds headers: of the C++ library, of the C library and the kernel, then
/// of the user's libraries. None of the host's are searched.
void addHeaders(const Invocation &invocation, const PlanContext &context, LinkLine &line);

/// True where sources are compiled against mingw-w64's headers in the place of the platform's.
bool compilesForMinGw(const Invocation &invocation, const PlanContext &context);

/// Adds the flags that the headers ask for where they are mingw-w64's in the place of the platform's.
void addMinGwFlags(const Invocation &invocation, const PlanContext &context, LinkLine &line);

/// Lets a clang of this major version find the headers of Windows whatever the case of their names.
void addAnyCase(const Invocation &invocation, const PlanContext &context, int clang, LinkLine &line);

/// The folder of libc++'s headers; empty where there is none, and where the call asks for the libstdc++ of a
/// sysroot.
std::string cxxHeaders(const Invocation &invocation, const PlanContext &context);

/// Fails where -stdlib= asks for a C++ library that there is not: linkshim has libc++'s headers for the
/// target, and a libstdc++ is that of a sysroot.
Result<void> checkCxxChoice(const Invocation &invocation, const PlanContext &context);

/// True for C++: by the tool, by the name of a source, or by -x.
bool compilesCxx(const Invocation &invocation);

/// The message when a compile fails for which no headers of the target's C library are installed; empty where
/// they are installed, or linkshim has none for the target.
std::string missingHeaders(const Invocation &invocation, const PlanContext &context);

} // namespace linkshim
