#pragma once
#include "shim/call/Invocation.h"
#include "shim/run/Planner.h"
#include "test/unit/FakeFileSystem.h"
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace linkshim::test {

using Strings = std::vector<std::string>;
using Variables = std::vector<std::pair<std::string, std::string>>;

/// The arguments in a text with a space between two.
inline Strings words(std::string_view text) {
  Strings all;
  for (std::string_view word : splitWords(text))
    all.emplace_back(word);
  return all;
}

inline std::string joined(const Strings &words) {
  std::string text;
  for (const std::string &word : words)
    text += (text.empty() ? "" : " ") + word;
  return text;
}

/// The plan of a call of `tool` on a machine with these files and variables: linkshim is /opt/linkshim, its
/// data directory /share, its cache /cache. `pack` is the unpacked pack of the target; that of packOf() when
/// none is given.
inline Result<Plan> plannedCall(const std::string &tool, Strings args, Variables variables,
                                const FakeFileSystem &files, std::optional<std::string> pack = {}) {
  Environment environment(std::move(variables));
  Result<Invocation> invocation =
      readInvocation(*parseToolName(tool), tool, std::move(args), environment, files);
  if (!invocation) return failed(invocation);
  return makePlan(*invocation, {environment,
                                files,
                                {"/cache", "/share", pack.value_or(packOf(*invocation->target))},
                                "/opt/linkshim"});
}

/// The arguments of a plan, with `name` for the folders of its pieces.
inline Strings withPiecesAs(const std::string &name, const Plan &plan) {
  Strings args = plan.args;
  for (std::string &arg : args)
    for (const PieceFolder &piece : plan.pieces)
      if (size_t at = arg.find(piece.path); at != std::string::npos) arg.replace(at, piece.path.size(), name);
  return args;
}

} // namespace linkshim::test
