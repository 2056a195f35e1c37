#pragma once
#include "shim/run/Planner.h"
#include <optional>
#include <string>

namespace linkshim {

/// What a tool says when it is only asked about itself.
struct Answer {
  std::string output; ///< to standard output
  int status = 0;
  bool operator==(const Answer &) const = default;
};

/// The answer to a question about the tool or its sysroot that no program has to run for; nullopt when
/// something has to run. The other arguments do not matter, as with GCC and clang, which answer before they
/// look at them.
std::optional<Answer> answerProbe(const Invocation &invocation, const PlanContext &context);

/// True when the answer names files of the sysroot.
bool asksForFiles(const Invocation &invocation);

/// The folders of generated pieces that an answer names files in, so that they are there. Most need none.
std::vector<PieceFolder> probePieces(const Invocation &invocation, const PlanContext &context);

/// `linkshim 0.1.0`
std::string versionText();

} // namespace linkshim
