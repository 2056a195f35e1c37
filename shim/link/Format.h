#pragma once
#include "shim/base/Failure.h"
#include "shim/call/Invocation.h"
#include "shim/plan/Plan.h"
#include "shim/sysroot/Context.h"
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// A source among the inputs of a link. A step before the link compiles it to `object`.
struct CompiledSource {
  size_t index; ///< of the source, in the arguments of the call
  std::string object;
};

/// A call that links, and its surroundings.
struct LinkRequest {
  const Invocation &invocation;
  const PlanContext &context;
  std::span<const CompiledSource> compiled = {};

  const Target &target() const { return *invocation.target; }
  const Arguments &arguments() const { return *invocation.arguments; }
  /// The strings of the command line, with objects in the places of the sources that are compiled to them.
  std::vector<std::string> args() const;
  /// The path of an input; for a source, of the object that it is compiled to.
  std::string inputPath(const Argument &input) const;
};

/// A way of linking: how a call becomes the command line of a linker. Each function makes the whole plan.
struct LinkFormat {
  /// The plan of a call of a compiler driver.
  Result<Plan> (*fromDriver)(const LinkRequest &request);
  /// The plan of a call with the options of the linker itself; `flavor` is lld's name for it.
  Result<Plan> (*fromLinker)(const LinkRequest &request, std::string_view flavor);
};

/// The ways of linking, one for each LinkFormatKind.
extern const LinkFormat elfFormat, minGwFormat, appleFormat, wasmFormat, msvcFormat, otherFormat;

/// The plan of a compiler driver's link, by the target's way of linking.
Result<Plan> planDriverLink(const LinkRequest &request);

/// The plan of a call with a linker's own options: of `ld`, or of rustc's that begin with `-flavor`. The
/// flavour decides how to link, and where it fits several ways, the target does.
Result<Plan> planLinkerCall(const LinkRequest &request);

} // namespace linkshim
