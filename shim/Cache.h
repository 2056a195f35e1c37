#pragma once
#include "shim/Environment.h"
#include "shim/FileSystem.h"
#include "shim/Plan.h"
#include <string>
#include <vector>

namespace linkshim {

/// The folders that may hold generated pieces, best first: LINKSHIM_CACHE_DIR, else the user's cache folder;
/// then a private one among the temporary files. A folder that another user may write is left out.
std::vector<std::string> cacheCandidates(const Environment &environment, const FileSystem &files);

/// Makes sure that the folder holds exactly the pieces that belong there, whole and undamaged: one that is,
/// is left alone; anything else is replaced. Safe against other processes that do the same, and against being
/// killed. False and `error`, in the system's words, when it could not be written.
bool materialise(const PieceFolder &folder, FileSystem &files, std::string &error);

} // namespace linkshim
