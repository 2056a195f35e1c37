#include "shim/commands/cargo/DescribedTarget.h"
#include "shim/call/Specification.h"
#include "shim/provider/Provider.h"
#include "shim/sysroot/Places.h"
#include "shim/sysroot/Sysroot.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/xxhash.h"
#include <fmt/format.h>

namespace linkshim {
namespace {

/// What rustc says of a target; nullopt where it does not know it, of which it says nothing then. Only
/// nightly compilers answer without RUSTC_BOOTSTRAP.
std::optional<std::string> askRustc(std::string_view name, const CommandCall &call) {
  constexpr const char *quietly = "RUSTC_BOOTSTRAP=1 exec \"$0\" \"$@\" 2>/dev/null";
  std::string rustc(call.environment.value("RUSTC"));
  if (rustc.find('/') == std::string::npos)
    rustc = ProviderSearch(call.environment, call.files, call.self)
                .findProgram(rustc.empty() ? "rustc" : rustc)
                .value_or("");
  if (rustc.empty() || !call.ask) return std::nullopt;
  return call.ask("/bin/sh", {"-c", quietly, rustc, "-Zunstable-options", "--print=target-spec-json",
                              "--target", std::string(name)});
}

/// Keeps a specification under the target's name, for the tools of the target.
Result<std::string> keep(std::string_view name, std::string_view json, const CommandCall &call) {
  constexpr uint32_t folderMode = 0700;
  uint64_t digest = llvm::xxh3_64bits(llvm::StringRef(json.data(), json.size()));
  std::string reason = "no folder that other users cannot write";
  for (const std::string &cache : cacheCandidates(call.environment, call.files)) {
    std::string folder = joinPath(cache, fmt::format("specification-{:016x}", digest)),
                file = fmt::format("{}/{}{}", folder, name, specificationEnding);
    if (call.files.read(file) == json) return file;
    SystemResult<void> made = call.files.makeDirectories(folder, folderMode);
    if (made) made = call.files.writeFile(file, json);
    if (made) return file;
    reason = made.error();
  }
  return fail({fmt::format("the specification of {} cannot be kept", name),
               {{"reason", reason}},
               "export LINKSHIM_CACHE_DIR=a folder that you may write"});
}

} // namespace

Result<TargetSpec> describedTarget(std::string_view text, const CommandCall &call) {
  Result<TargetSpec> found = findTargetSpec(text, call.environment, call.files);
  bool file =
      text.find('/') != std::string_view::npos || text.find(specificationEnding) != std::string_view::npos;
  if (found || namesTarget(text) || file || text.empty()) return found;
  // A floor may follow the name.
  for (size_t end = text.size(); end != std::string_view::npos;
       end = text.find('.', end == text.size() ? 0 : end + 1)) {
    std::string_view name = text.substr(0, end);
    if (!call.environment.value(specificationVariable(name)).empty()) return found;
    std::optional<std::string> json = askRustc(name, call);
    if (!json) continue;
    Result<std::string> kept = keep(name, *json, call);
    if (!kept) return failed(kept);
    Environment environment = call.environment;
    environment.set(specificationVariable(name), *kept);
    return findTargetSpec(text, environment, call.files);
  }
  return found;
}

std::string plannedAs(const Target &target) {
  if (target.plannedAs.empty()) return {};
  std::string differs = differences(target);
  return fmt::format("{} is not in linkshim's table; it is planned as {} from {}{}{}", target.triple,
                     target.plannedAs, specificationFile(target), differs.empty() ? "" : ", with ", differs);
}

} // namespace linkshim
