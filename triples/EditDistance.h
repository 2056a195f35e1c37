#pragma once
#include <cstddef>
#include <string_view>

namespace linkshim {

/// How many letters to put in, take out or replace to make one of the other (Levenshtein).
size_t editDistance(std::string_view a, std::string_view b);

/// Finds the spelling that a mistyped name comes nearest to.
class NearestSpelling {
public:
  explicit NearestSpelling(std::string_view wanted)
      : wanted(wanted), best(wanted.size() / 3 + 1) {} // more than a third wrong is another name, not a slip

  void consider(std::string_view spelling);
  /// The first of the nearest; empty where none is near.
  std::string_view found() const { return nearest; }

private:
  std::string_view wanted, nearest;
  size_t best;
};

} // namespace linkshim
