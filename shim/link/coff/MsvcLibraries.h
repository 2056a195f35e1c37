#pragma once
#include "shim/link/Format.h"
#include "shim/plan/LinkLine.h"
#include "shim/sysroot/Sysroot.h"
#include <string>
#include <vector>

namespace linkshim {

/// True where linkshim's own runtime and import libraries are linked: the target has them, and the user has
/// not said where Microsoft's are.
bool bringsMsvcLibraries(const LinkRequest &request);

/// What a link with these libraries needs of the disk.
struct MsvcLibraries {
  std::vector<PieceFolder> pieces;
  std::string missing; ///< the first library that the line names and nobody has
};

/// Puts the paths of linkshim's libraries into the line where it names them as inputs or by /defaultlib:, in
/// any case of letters, and adds the folder of the runtime. Libraries of the user come first: those in the
/// folder of the call and in `folders`.
MsvcLibraries useMsvcLibraries(const LinkRequest &request, const std::vector<std::string> &folders,
                               LinkLine &line);

/// The failure of a link with linkshim's libraries where one is missing.
Failure msvcLibraryMissing(const LinkRequest &request, const std::string &missing);

} // namespace linkshim
