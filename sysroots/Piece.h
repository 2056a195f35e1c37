#pragma once
#include <string>
#include <vector>

namespace linkshim {

/// One file of a sysroot: its path inside the folder and its bytes.
struct Piece {
  std::string name;
  std::string bytes;
  std::string linkTo = {}; ///< another piece's name when this is a link to it; `bytes` is empty then
};

using Pieces = std::vector<Piece>;

} // namespace linkshim
