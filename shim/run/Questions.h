#pragma once
#include "shim/call/Invocation.h"
#include "shim/sysroot/Context.h"
#include "shim/sysroot/PieceFolder.h"
#include <optional>
#include <string>
#include <vector>

namespace linkshim {

/// The answer to a call that only asks a question, such as -dumpmachine.
struct Answer {
  std::string output; ///< to standard output
  int status = 0;
  /// Folders of files that the answer names. They have to be made before it is printed.
  std::vector<PieceFolder> pieces = {};
  bool operator==(const Answer &) const = default;
};

/// The answer to a question about the tool or its sysroot, where linkshim knows it; nullopt when a program
/// has to run. Other arguments do not matter: GCC and clang too answer before they look at them.
std::optional<Answer> answerQuestion(const Invocation &invocation, const PlanContext &context);

/// True for a call that may be such a question.
bool isQuestion(const Invocation &invocation);

/// The question of a call, as it was asked: one that linkshim answers, or the program that it starts. Empty
/// for a call that asks nothing.
std::string askedIn(const Invocation &invocation);

/// True when the answer names files of the sysroot.
bool asksForFiles(const Invocation &invocation);

/// `linkshim 0.1.0`
std::string versionText();

} // namespace linkshim
