#pragma once
#include <string>
#include <utility>
#include <vector>

namespace linkshim {

/// Why linkshim itself could not do what was asked: one sentence, the facts, one action to take.
struct Failure {
  std::string what; ///< one sentence, no full stop, no command line echoed
  std::vector<std::pair<std::string, std::string>> facts; ///< name and value, printed indented
  std::string action;                                     ///< one exact command, or one thing to set

  /// The message as it is printed, with a line end.
  std::string text() const;
};

} // namespace linkshim
