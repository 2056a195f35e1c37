#include "shim/base/Failure.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {

std::string Failure::text() const {
  std::string out = fmt::format("linkshim: error: {}\n", what);
  size_t width = 0;
  for (const auto &[name, value] : facts)
    width = std::max(width, name.size());
  for (const auto &[name, value] : facts)
    out += fmt::format("  {:{}}  {}\n", name, width, value);
  if (!action.empty()) out += fmt::format("  try: {}\n", action);
  return out;
}

} // namespace linkshim
