#pragma once
#include "shim/call/Invocation.h"
#include "shim/sysroot/Context.h"
#include "shim/sysroot/PieceFolder.h"
#include <optional>
#include <string>
#include <vector>

namespace linkshim {

/// What a tool says when it is only asked about itself.
struct Answer {
  std::string output; ///< to standard output
  int status = 0;
  /// Folders that the answer names files of. It is right once they are made.
  std::vector<PieceFolder> pieces = {};
  bool operator==(const Answer &) const = default;
};

/// The answer to a question about the tool or its sysroot that no program has to run for; nullopt when
/// something has to run. The other arguments do not matter, as with GCC and clang, which answer before they
/// look at them.
std::optional<Answer> answerQuestion(const Invocation &invocation, const PlanContext &context);

/// True for a call that may be such a question.
bool isQuestion(const Invocation &invocation);

/// True when the answer names files of the sysroot.
bool asksForFiles(const Invocation &invocation);

/// `linkshim 0.1.0`
std::string versionText();

} // namespace linkshim
