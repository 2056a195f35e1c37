#pragma once
#include "shim/base/Failure.h"
#include "shim/call/Invocation.h"
#include "shim/plan/Plan.h"
#include "shim/sysroot/Context.h"

namespace linkshim {

/// A call of pkg-config for a target: the host's program, told to look only where libraries of the target
/// are. Those are the folders that the user names by PKG_CONFIG_LIBDIR or by PKG_CONFIG_LIBDIR_<target>,
/// PKG_CONFIG_PATH_<target>, PKG_CONFIG_SYSROOT_DIR_<target>; else those of the user's sysroot; else
/// linkshim's own sysroot, which has none.
Result<Plan> planPkgConfig(const Invocation &invocation, const PlanContext &context);

} // namespace linkshim
