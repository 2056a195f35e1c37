#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace linkshim {

/// The process's environment as a value, in its own order.
class Environment {
public:
  Environment() = default;
  explicit Environment(std::vector<std::pair<std::string, std::string>> entries)
      : entries(std::move(entries)) {}

  /// The variable's value; nullopt when it is not set. An empty value counts as set.
  std::optional<std::string_view> get(std::string_view name) const;
  /// The variable's value, or empty when it is not set.
  std::string_view value(std::string_view name) const { return get(name).value_or(std::string_view()); }
  void set(std::string_view name, std::string_view value);
  void remove(std::string_view name);

  const std::vector<std::pair<std::string, std::string>> &all() const { return entries; }
  /// The absolute folders of PATH. Empty and relative entries are left out: what they name depends on the
  /// working directory.
  std::vector<std::string> searchPath() const;

private:
  std::vector<std::pair<std::string, std::string>> entries;
};

/// The words of a text, separated by spaces: the columns of the target table hold lists in this form.
std::vector<std::string_view> splitWords(std::string_view text);

/// A change to the environment of the program that is run: a value to set, or nullopt to remove it.
struct EnvironmentChange {
  std::string name;
  std::optional<std::string> value;
  bool operator==(const EnvironmentChange &) const = default;
};

} // namespace linkshim
