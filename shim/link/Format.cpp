#include "shim/link/Format.h"
#include "shim/call/Dialect.h"
#include "shim/link/LinkParts.h"
#include "shim/link/LinkerCall.h"
#include "shim/link/LinkerQuestion.h"
#include "shim/plan/LinkLine.h"
#include <algorithm>

namespace linkshim {
namespace {

const LinkFormat &formatOf(LinkFormatKind kind) {
  switch (kind) {
  case LinkFormatKind::elf: return elfFormat;
  case LinkFormatKind::minGw: return minGwFormat;
  case LinkFormatKind::apple: return appleFormat;
  case LinkFormatKind::wasm: return wasmFormat;
  case LinkFormatKind::msvc: return msvcFormat;
  case LinkFormatKind::other: return otherFormat;
  }
  return otherFormat;
}

/// The plan of a flavour that is not the target's: the arguments are passed on unchanged.
Result<Plan> planAsItIs(const LinkRequest &request, std::string_view flavor) {
  Result<Provider> linker = findLinker(request, flavor);
  if (!linker) return failed(linker);
  LinkLine line;
  keepAll(request.arguments(), line);
  return finishPlan(request, *linker, std::move(line));
}

} // namespace

std::vector<std::string> LinkRequest::args() const {
  std::vector<std::string> all = invocation.args();
  for (const CompiledSource &source : compiled)
    all[source.index] = source.object;
  return all;
}

std::string LinkRequest::inputPath(const Argument &input) const {
  auto found = std::find_if(compiled.begin(), compiled.end(),
                            [&](const CompiledSource &source) { return source.index == input.index; });
  return found == compiled.end() ? invocation.args()[input.index] : found->object;
}

Result<Plan> planDriverLink(const LinkRequest &request) {
  return formatOf(request.target().linkFormat).fromDriver(request);
}

Result<Plan> planLinkerCall(const LinkRequest &request) {
  const Target &target = request.target();
  if (target.dialect == Dialect::foreign) return otherFormat.fromLinker(request, {});
  std::string_view flavor = flavorOf(request.arguments(), target);
  Result<std::optional<Plan>> question = planLinkerQuestion(request, flavor);
  if (!question) return failed(question);
  if (*question) return std::move(**question);
  if (flavor == "wasm") return wasmFormat.fromLinker(request, flavor);
  if (flavor == "link") return msvcFormat.fromLinker(request, flavor);
  bool own = (flavor == "gnu" &&
              (target.linkFormat == LinkFormatKind::elf || target.linkFormat == LinkFormatKind::minGw)) ||
             (flavor == "darwin" && target.linkFormat == LinkFormatKind::apple);
  return own ? formatOf(target.linkFormat).fromLinker(request, flavor) : planAsItIs(request, flavor);
}

} // namespace linkshim
