#pragma once
#include "shim/base/FileSystem.h"
#include "shim/sysroot/PieceFolder.h"
#include <string>

namespace linkshim {

/// Makes sure that the folder holds exactly the pieces that belong there, whole and undamaged: one that is,
/// is left alone; anything else is replaced. Safe against other processes that do the same, and against being
/// killed. False and `error`, in the system's words, when it could not be written; or in ours, when a pack is
/// damaged (readPack tells more).
bool materialise(const PieceFolder &folder, FileSystem &files, std::string &error);

} // namespace linkshim
