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
  std::string reason;            ///< the system's message, or what is wrong with a pack
  std::optional<Failure> damage; ///< set where a pack is damaged: another cache folder would not help
};

/// Makes sure that the folder holds exactly the pieces that belong there, whole and undamaged. A folder that
/// does is left alone, any other is replaced. Safe when several processes do it at once, and when one is
/// killed.
std::expected<void, PiecesError> materialise(const PieceFolder &folder, FileSystem &files);

} // namespace linkshim
