#pragma once
#include <string>
#include <vector>

namespace linkshim {

/// One generated file of a sysroot: its name inside the folder (no separators) and its bytes.
struct Piece {
  std::string name;
  std::string bytes;
};

using Pieces = std::vector<Piece>;

} // namespace linkshim
