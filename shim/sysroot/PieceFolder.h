#pragma once
#include "triples/Version.h"
#include <cstdint>
#include <string>
#include <string_view>

namespace linkshim {

/// A folder of generated or unpacked files in the cache, which must exist before the plan runs.
struct PieceFolder {
  enum class Kind : uint8_t { glibc, muslDynamic, apple, bsd, pack, windowsLibraries, share, given };
  Kind kind = Kind::glibc;
  std::string_view abi;    ///< Target::glibcAbi, muslArch, platform or stubAbi; a pack's Target::triple
  Version floor;           ///< glibc only
  std::string path;        ///< absolute
  std::string source = {}; ///< the pack that it is unpacked from; empty for generated pieces
  /// Of a processor's libraries for Windows: what they are made from beside `source`, which one is made alone
  /// (empty: those that most programs link), and the number of the processor in COFF.
  std::string lists = {}, only = {};
  uint16_t machine = 0;
  std::string bytes = {}; ///< `given`: what the one file in it, manifest.res, holds; `abi` says what it is
  bool operator==(const PieceFolder &) const = default;
};

} // namespace linkshim
