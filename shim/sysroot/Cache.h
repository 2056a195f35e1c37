#pragma once
#include "shim/base/Failure.h"
#include "shim/base/FileSystem.h"
#include "shim/sysroot/PieceFolder.h"
#include <expected>
#include <optional>
#include <string>

namespace linkshim {

/// Why a folder of pieces could not be made.
struct PiecesError {
  std::string reason;            ///< in the system's words; where a pack is damaged, what is wrong
  std::optional<Failure> damage; ///< a pack is damaged, so that no other cache folder can help
};

/// Makes sure that the folder holds exactly the pieces that belong there, whole and undamaged: one that is,
/// is left alone; anything else is replaced. Safe against other processes that do the same, and against being
/// killed.
std::expected<void, PiecesError> materialise(const PieceFolder &folder, FileSystem &files);

} // namespace linkshim
