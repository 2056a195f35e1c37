#pragma once
#include "shim/base/Failure.h"
#include "shim/base/FileSystem.h"
#include "shim/sysroot/Context.h"
#include "shim/sysroot/PieceFolder.h"
#include "sysroots/Piece.h"
#include "triples/Target.h"
#include <optional>
#include <string>
#include <vector>

namespace linkshim {

/// share/linkshim/sysroots/<triple>.pack, where a target's pack is or would be; empty where the share is not
/// known.
///
/// A pack is one file: a head of lines, an empty line, and the bytes of all files in one zstd frame.
///     linkshim-pack 1 <SHA-256 of all that follows this line>
///     recipe <digest>                 what it was made from, for scripts/sysroots
///     <size> <name>                   a file of lib/, in the order of the bytes
///     link <name> <other>             another name of such a file
///     base <pack>                     the frame was made with the bytes of <pack>.pack, beside it, as its
///                                     prefix: what is alike in both is there once (scripts/package)
std::string packFile(const Target &target, const SysrootPlaces &places);

/// A file in a pack.
struct PackedFile {
  std::string name;
  uint64_t size = 0;
  std::string linkTo = {}; ///< the file that this is another name of
};

/// Where the target's pack belongs in the cache: a folder with lib/, whose name changes with the pack's
/// bytes. nullopt where the target has no pack.
std::optional<PieceFolder> packFolder(const Target &target, const SysrootPlaces &places,
                                      const FileReader &files);

/// What is in a pack, as its head says; empty for a damaged head. Nothing is unpacked.
std::vector<PackedFile> listPack(const std::string &path, const FileReader &files);

/// share.pack is a pack as well: the headers and libc++ of share/linkshim in one file, as scripts/package
/// puts them into a wheel. Where it belongs in `cache`: a folder that serves as share/linkshim, with a link
/// to the packs. nullopt where there is none, or the headers lie there unpacked.
std::optional<PieceFolder> shareInPack(const std::string &share, const std::string &cache,
                                       const FileReader &files);

/// The files of a pack, links after what they link to. Fails when the file is damaged or of another version.
Result<Pieces> readPack(const PieceFolder &pack, const FileReader &files);

} // namespace linkshim
