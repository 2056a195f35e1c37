#pragma once
#include "shim/base/Failure.h"
#include "shim/call/Invocation.h"
#include "shim/plan/Plan.h"
#include "shim/sysroot/Context.h"

namespace linkshim {

/// The plan of a call of pkg-config for a target: the host's program, which is made to search only folders
/// with libraries of the target. These are the ones that the user names by PKG_CONFIG_LIBDIR or by
/// PKG_CONFIG_LIBDIR_<target>, PKG_CONFIG_PATH_<target>, PKG_CONFIG_SYSROOT_DIR_<target>; else those of the
/// user's sysroot; else a folder of linkshim's sysroot, which has no .pc files.
Result<Plan> planPkgConfig(const Invocation &invocation, const PlanContext &context);

} // namespace linkshim
