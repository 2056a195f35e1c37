#pragma once
#include "shim/base/Failure.h"
#include "shim/base/FileSystem.h"
#include "shim/sysroot/Context.h"
#include "shim/sysroot/PieceFolder.h"
#include "triples/Target.h"
#include "triples/Version.h"
#include <optional>
#include <string>
#include <vector>

namespace linkshim {

/// The kind of file that a link makes, which decides its start files.
enum class LinkMode : uint8_t { executable, pie, staticExecutable, staticPie, shared, relocatable };

inline bool isStatic(LinkMode mode) {
  return mode == LinkMode::staticExecutable || mode == LinkMode::staticPie;
}
inline bool isDynamicExecutable(LinkMode mode) {
  return mode == LinkMode::executable || mode == LinkMode::pie;
}

/// The folders that a link of one target uses without being told.
struct Sysroot {
  std::vector<std::string> libraryFolders; ///< in search order
  std::vector<std::string> userFolders;    ///< those of them that are the user's
  std::string startFolder;                 ///< holds crt1.o and the like; empty when there are none
  std::vector<PieceFolder> pieces;
  bool isUsers(std::string_view folder) const;
};

/// The sysroot of `target` for a link in `mode`. Start files and the C library of a static musl link come
/// from the target's pack; where that is missing, the folders are left out and the link needs Rust's own
/// self-contained files. The user's libraries come after linkshim's, so that the floor holds; in a static
/// glibc link those of the system root come first, and the stubs are left out.
Sysroot findSysroot(const Target &target, std::optional<Version> floor, LinkMode mode,
                    const SysrootPlaces &places, const Roots &roots, const FileReader &files);

/// Fails for a glibc target without a symbol table.
Result<void> checkTables(const Target &target);

/// The folders in the cache with a target's pieces. Their names change whenever the contents would.
PieceFolder glibcFolder(const Target &target, Version floor, const SysrootPlaces &places);
PieceFolder muslFolder(const Target &target, const SysrootPlaces &places);
PieceFolder bsdFolder(const Target &target, const SysrootPlaces &places);

} // namespace linkshim
