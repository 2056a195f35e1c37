#pragma once
#include "triples/Target.h"
#include <variant>

namespace linkshim {

/// What a row has in a column; a value of an enumeration by its name.
using ColumnValue = std::variant<bool, unsigned, std::string_view>;

/// A column of the table of targets.
struct Column {
  std::string_view name; ///< of the member of Target
  ColumnValue (*value)(const Target &target);
};

/// Every column, in the order of Target's members.
std::span<const Column> allColumns();

} // namespace linkshim
