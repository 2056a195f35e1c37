#include "shim/provider/OtherLinker.h"
#include "shim/provider/Provider.h"
#include "shim/sysroot/UserSysroot.h"
#include <fmt/format.h>

namespace linkshim {

std::string findOtherLinker(const Target &target, const PlanContext &context) {
  if (target.otherLinker.empty()) return {};
  ProviderSearch search(context.environment, context.files, context.self);
  if (!target.needs.empty()) {
    std::string root = platformRoot(target, context.environment, context.files);
    for (const char *folder : {"upstream/emscripten", "bin", ""})
      if (std::string path = joinPath(joinPath(root, folder), target.otherLinker);
          !root.empty() && context.files.status(path).executable)
        return path;
  }
  return search.findProgram(target.otherLinker).value_or(std::string());
}

Failure noOtherLinker(const Target &target) {
  if (target.otherLinker.empty())
    return {fmt::format("no linker that runs here makes programs for {}", target.triple),
            {{"links it", std::string(target.needsText)}},
            "cargo rustc --target " + std::string(target.triple) + " -- --emit=obj, and link there"};
  Failure failure{
      fmt::format("{} is linked by {}, which was not found", target.triple, target.otherLinker), {}, {}};
  if (!target.needsText.empty()) failure.facts.emplace_back(target.needs, target.needsText);
  failure.facts.emplace_back("looked in", "PATH");
  failure.action = target.otherLinkerFrom;
  return failure;
}

} // namespace linkshim
