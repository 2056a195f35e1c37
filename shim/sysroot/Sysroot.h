#pragma once
#include "shim/base/Failure.h"
#include "shim/base/FileSystem.h"
#include "shim/plan/Plan.h"
#include <optional>
#include <string>
#include <vector>

namespace linkshim {

/// What kind of file a link makes; it decides the start files.
enum class LinkMode : uint8_t { executable, pie, staticExecutable, staticPie, shared, relocatable };

inline bool isStatic(LinkMode mode) {
  return mode == LinkMode::staticExecutable || mode == LinkMode::staticPie;
}
inline bool isDynamicExecutable(LinkMode mode) {
  return mode == LinkMode::executable || mode == LinkMode::pie;
}

/// Where linkshim keeps and finds the parts of sysroots.
struct SysrootPlaces {
  std::string cache;     ///< absolute folder for generated pieces
  std::string share;     ///< <prefix>/share/linkshim; empty when it is not known
  std::string pack = {}; ///< the target's pack, unpacked, with lib/ in it; empty where there is none
};

/// What a link of one target finds by itself.
struct Sysroot {
  std::vector<std::string> libraryFolders; ///< in search order
  std::vector<std::string> userFolders;    ///< those of them that are the user's
  std::string startFolder;                 ///< holds crt1.o and the like; empty when there are none
  std::vector<PieceFolder> pieces;
  bool isUsers(std::string_view folder) const;
  /// Further folders of the user's, searched last.
  void addUserFolders(const std::vector<std::string> &folders);
};

/// The sysroot of `target` for a link in `mode`. Start files and the C library of a static musl link come
/// from the target's pack; where it is absent the folders are left out, and Rust's own self-contained files
/// have to serve. The libraries of `userRoot`, a system root (may be empty), come after linkshim's, so that
/// the floor holds; in a static glibc link they come first, and the stubs are left out.
Sysroot findSysroot(const Target &target, std::optional<Version> floor, LinkMode mode,
                    const SysrootPlaces &places, const std::string &userRoot, const FileReader &files);

/// False and `failure` for a glibc target whose symbols no table holds yet.
bool checkTables(const Target &target, Failure &failure);

/// The folder in the cache that holds the pieces; its name changes whenever its bytes would.
PieceFolder glibcFolder(const Target &target, Version floor, const SysrootPlaces &places);
PieceFolder muslFolder(const Target &target, const SysrootPlaces &places);
PieceFolder bsdFolder(const Target &target, const SysrootPlaces &places);

/// Names of start files around a link in `mode`, in order: those that come first, and those that come last.
struct StartFileNames {
  std::vector<std::string> first;
  std::vector<std::string> last;
};
/// `profiled`: the program was compiled with -pg.
StartFileNames startFileNames(const Target &target, LinkMode mode, bool profiled);

} // namespace linkshim
