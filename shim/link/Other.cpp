#include "shim/link/Format.h"
#include "shim/provider/OtherLinker.h"

// Links by the platform's own linker, which gets the arguments unchanged.
namespace linkshim {
namespace {

Result<Plan> planOtherDriver(const LinkRequest &request) {
  std::string program = findOtherLinker(request.target(), request.context);
  if (program.empty()) return fail(noOtherLinker(request.target()));
  Plan plan;
  plan.work = "link";
  plan.program = program;
  plan.args = {std::string(baseName(program))};
  for (std::string &word : request.args()) {
    plan.notes.push_back({Note::Fate::kept, word, word, {}});
    plan.args.push_back(std::move(word));
  }
  return plan;
}

Result<Plan> planOtherLinker(const LinkRequest &request, std::string_view) {
  return planOtherDriver(request);
}

} // namespace

constexpr LinkFormat otherFormat{planOtherDriver, planOtherLinker};

} // namespace linkshim
