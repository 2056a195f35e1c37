#pragma once
#include <expected>
#include <string>
#include <utility>
#include <vector>

namespace linkshim {

/// Why linkshim itself could not do what was asked: one sentence, the facts, one action to take.
struct Failure {
  std::string what; ///< one sentence without a full stop; it does not repeat the command line
  std::vector<std::pair<std::string, std::string>> facts; ///< name and value, printed indented
  std::string action;                                     ///< one exact command, or one thing to set

  /// The message as it is printed, with a line end.
  std::string text() const;
};

/// A value, or why there is none. `Result<void>` is a step that can fail.
template <typename T> using Result = std::expected<T, Failure>;

/// A value, or the system's own message ("No space left on device"). For `void` there is only success or the
/// message.
template <typename T> using SystemResult = std::expected<T, std::string>;

/// A failure as the value that a function of any Result returns.
inline std::unexpected<Failure> fail(Failure failure) {
  return std::unexpected(std::move(failure));
}

/// Passes the failure of a failed step on to the caller:
///   if (!sdk) return failed(sdk);
template <typename T> std::unexpected<Failure> failed(Result<T> &result) {
  return std::unexpected(std::move(result.error()));
}
template <typename T> std::unexpected<Failure> failed(Result<T> &&result) {
  return std::unexpected(std::move(result.error()));
}

} // namespace linkshim
