#pragma once
#include <string>
#include <vector>

namespace linkshim {

/// A piece is a generated file of a sysroot: a stub library, a start file, a linker script. It has a path
/// inside the sysroot's folder in the cache, and its bytes. The files of a pack are handled as pieces too.
struct Piece {
  std::string name;
  std::string bytes;
  std::string linkTo = {}; ///< of a symbolic link: the piece it refers to; `bytes` is then empty
};

using Pieces = std::vector<Piece>;

} // namespace linkshim
