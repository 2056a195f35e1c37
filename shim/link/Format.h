#pragma once
#include "shim/base/Failure.h"
#include "shim/call/Invocation.h"
#include "shim/plan/Plan.h"
#include "shim/sysroot/Context.h"
#include <span>
#include <string>
#include <string_view>

namespace linkshim {

/// The object that takes the place of a source: it is compiled first, by a step before the link.
struct CompiledSource {
  size_t index; ///< of the source, among the words of the call
  std::string object;
};

/// A link as it was asked for, and what stands around it.
struct LinkRequest {
  const Invocation &invocation;
  const PlanContext &context;
  std::span<const CompiledSource> compiled = {};

  const Target &target() const { return *invocation.target; }
  const Arguments &arguments() const { return *invocation.arguments; }
  /// The path of an input: of the object that a source becomes.
  std::string inputPath(const Argument &input) const;
};

/// A way of linking: how a call becomes the line of a linker. Each of its functions makes the whole plan.
struct LinkFormat {
  /// A call in a compiler driver's words.
  Result<Plan> (*fromDriver)(const LinkRequest &request);
  /// A call in the words of the linker itself, of lld's `flavor`.
  Result<Plan> (*fromLinker)(const LinkRequest &request, std::string_view flavor);
};

/// One for each LinkFormatKind.
extern const LinkFormat elfFormat, minGwFormat, appleFormat, wasmFormat, msvcFormat, otherFormat;

/// The plan of a link that is asked for in a compiler driver's words, by the target's way of linking.
Result<Plan> planDriverLink(const LinkRequest &request);

/// The plan of a link that is asked for in a linker's words: `ld`, or rustc's lines that begin with
/// `-flavor`. The flavour decides, and where it fits several ways of linking, the target.
Result<Plan> planLinkerCall(const LinkRequest &request);

} // namespace linkshim
