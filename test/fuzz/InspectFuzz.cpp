// Whatever a file holds, it is inspected, checked and reported without a fault, and one that is refused is
// refused with a reason.
#include "shim/inspect/Checks.h"
#include "shim/inspect/Inspect.h"
#include "shim/inspect/Report.h"
#include <cstdlib>

using namespace linkshim;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

/// Everything that can be asked for at once.
Requirements strict(const char *target) {
  Requirements wants;
  wants.target = findTarget(target);
  wants.maxGlibc = Version{2, 17, 0};
  wants.maxSize = 1;
  wants.isStatic = true;
  wants.forbidNeeded = {"lib*", "[", "wasi*"};
  wants.neededOnly.emplace();
  for (const Property &property : allProperties())
    wants.properties.push_back(&property);
  return wants;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  std::string_view bytes(reinterpret_cast<const char *>(data), size);
  FileReport report{"/file", std::nullopt, {}};
  Reading<BinaryFacts> facts = inspect(bytes);
  if (facts) {
    require(facts->size == size);
    require(check(*facts, Requirements()) == check(*facts, Requirements()));
    for (const char *target :
         {"x86_64-unknown-linux-gnu", "armv7-unknown-linux-musleabihf", "x86_64-pc-windows-gnu",
          "aarch64-apple-darwin", "wasm32-wasip1", "wasm32-wasip2"})
      require(size < 2 || !check(*facts, strict(target)).empty()); // of the size at least
    report.facts = std::move(*facts);
  } else {
    require(!facts.error().empty());
    report.faults = {facts.error()};
  }
  reportText(report);
  reportJson({report});
  return 0;
}
