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

/// The path of a target's pack in the data directory, share/linkshim/sysroots/<triple>.pack, whether or not
/// it is there; empty where the data directory is not known.
///
/// A pack is a file with the prebuilt libraries and start files of one target, such as musl's libc.a, the
/// compiler runtime and libc++. It consists of lines of text, an empty line, and the bytes of all files in
/// one zstd frame:
///     linkshim-pack 1 <SHA-256 of all that follows this line>
///     recipe <digest>                 of what it was made from; scripts/sysroots compares it
///     <size> <name>                   a file of lib/, in the order of the bytes
///     link <name> <other>             another name of such a file
///     base <pack>                     the frame was compressed with the bytes of <pack>.pack, in the same
///                                     folder, as its prefix: what both have in common is stored once
///                                     (scripts/package)
std::string packFile(const Target &target, const SysrootPlaces &places);

/// A file in a pack, as the pack's list has it.
struct PackedFile {
  std::string name;
  uint64_t size = 0;
  std::string linkTo = {}; ///< for a link: the file that it refers to
};

/// The folder in the cache into which the target's pack is unpacked: it has a lib/, and its name changes with
/// the pack's bytes. nullopt where the target has no pack.
std::optional<PieceFolder> packFolder(const Target &target, const SysrootPlaces &places,
                                      const FileReader &files);

/// The list of a pack's files, without unpacking them; empty for a damaged list.
std::vector<PackedFile> listPack(const std::string &path, const FileReader &files);

/// share.pack holds the data directory's headers and libc++ in the format of a pack; scripts/package puts it
/// into wheels. Returns the folder in `cache` into which it is unpacked: that folder is used as the data
/// directory, and has a link to the packs. nullopt where there is no share.pack, or `share` has the headers
/// unpacked.
std::optional<PieceFolder> shareInPack(const std::string &share, const std::string &cache,
                                       const FileReader &files);

/// The files of a pack, links after what they link to. Fails when the file is damaged or of another version.
Result<Pieces> readPack(const PieceFolder &pack, const FileReader &files);

} // namespace linkshim
