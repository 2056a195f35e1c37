#pragma once
#include "shim/commands/Command.h"

namespace linkshim::test {

/// What a subcommand did, with what it complains of where it failed.
struct Outcome {
  bool done = false;
  Failure failure = {};
  std::string output = {}, notice = {};
  std::optional<Launch> launch = {};
};

inline Outcome outcomeOf(Result<CommandResult> result) {
  if (!result) return {.failure = std::move(result.error())};
  Outcome outcome{!result->complaint, {}, std::move(result->output), std::move(result->notice)};
  outcome.launch = std::move(result->launch);
  if (result->complaint) outcome.failure = std::move(*result->complaint);
  return outcome;
}

} // namespace linkshim::test
