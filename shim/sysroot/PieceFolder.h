#pragma once
#include "triples/Version.h"
#include <cstdint>
#include <string>
#include <string_view>

namespace linkshim {

/// A folder of sysroot pieces that must exist before the plan runs.
struct PieceFolder {
  enum class Kind : uint8_t { glibc, muslDynamic, apple, bsd, pack, share };
  Kind kind = Kind::glibc;
  std::string_view abi;    ///< Target::glibcAbi, muslArch, platform or stubAbi; a pack's Target::triple
  Version floor;           ///< glibc only
  std::string path;        ///< absolute
  std::string source = {}; ///< the file with the pack
  bool operator==(const PieceFolder &) const = default;
};

} // namespace linkshim
