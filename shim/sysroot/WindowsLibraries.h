#pragma once
#include "shim/base/Failure.h"
#include "shim/base/FileSystem.h"
#include "shim/sysroot/Context.h"
#include "shim/sysroot/PieceFolder.h"
#include "sysroots/Piece.h"
#include "triples/Target.h"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// The libraries that all Windows targets of a processor share. Four packs below share/linkshim/sysroots have
/// them (scripts/packs/mingw_pack.py):
///     windows-imports.pack        what DLLs export, for all processors: .def files, from which the program
///     windows-imports-more.pack   makes import libraries. The first one's are those that most programs link
///     windows-ARCH.pack           what is compiled for a processor: start files, whole libraries, and in
///     windows-ARCH-more.pack      NAME.objects the objects that belong to an import library
/// Files of the former two are called NAME.KIND.ARCH+ARCH…; KIND is def, part for a list that is no library
/// itself, or list for a library that is put together from those whose names it has.
/// All become libNAME.a.

/// The folder in the cache with what most programs link, and the start files; nullopt where there is no such
/// pack.
std::optional<PieceFolder> commonLibraryFolder(const Target &target, const SysrootPlaces &places,
                                               const FileReader &files);

/// The file names of all other libraries. They are many, so a link makes those that it names.
std::vector<std::string> furtherLibraries(const Target &target, const SysrootPlaces &places,
                                          const FileReader &files);

/// The folder in the cache with one of these files in its lib/.
PieceFolder furtherLibraryFolder(std::string_view file, const Target &target, const SysrootPlaces &places,
                                 const FileReader &files);

/// What belongs into one of these folders. Fails when a pack is damaged.
Result<Pieces> makeWindowsLibraries(const PieceFolder &folder, const FileReader &files);

} // namespace linkshim
