#pragma once
#include "shim/base/Failure.h"
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// One architecture's part of a universal file, or a whole file of one architecture.
struct MachOSlice {
  uint32_t cpuType = 0;
  uint32_t cpuSubtype = 0; ///< with the capability bits
  std::string_view bytes;  ///< of the file that it was read from
};

/// As in lipo and -arch: arm64, x86_64h; `cpu TYPE/SUBTYPE` for one that has no name here.
std::string archName(const MachOSlice &slice);

/// The parts of a universal file, of a Mach-O file, or of an archive of Mach-O objects. Empty for other files
/// and for damaged ones. The slices refer to `bytes`.
std::vector<MachOSlice> readMachO(std::string_view bytes);

/// True for a file that holds several architectures.
bool isUniversal(std::string_view bytes);

/// A universal file of the slices, sorted by alignment as Apple's lipo does. Each slice is copied unchanged,
/// so that its signature stays valid. Fails when two have the same architecture.
Result<std::string> writeUniversal(std::vector<MachOSlice> slices);

} // namespace linkshim
