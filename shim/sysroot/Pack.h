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
///     top <folder>                    a folder of a part that appears in the data directory
///     for <version>                   a bundle is for that version of linkshim alone
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

/// What the lines of a pack say of it as a whole.
struct PackFacts {
  std::string version;           ///< of the linkshim that a bundle is for; empty for other packs
  std::vector<std::string> tops; ///< the folders of a part that the data directory has as its own
};

struct PackList {
  std::vector<PackedFile> all;
  PackFacts facts;
};

/// The list of a pack's files, without unpacking them; empty for a damaged list.
PackList listPack(const std::string &path, const FileReader &files);

/// The folder in `cache` into which a part of the data directory is unpacked: a pack in parts/ whose files
/// are in folders, such as the headers of a C library. `file` is the pack.
PieceFolder partFolder(std::string_view part, const std::string &file, const std::string &cache,
                       const FileReader &files);

/// The files of a bundle: what `linkshim sysroot install` takes, a pack of packs and parts with a line
/// `for <version>`. The error says what is wrong with the file, as the end of a sentence.
std::expected<Pieces, std::string> readBundle(const std::string &path, std::string_view version,
                                              const FileReader &files);

/// The beginning of the digest in a pack's first line; "damaged" where it has no such line.
std::string packDigest(const std::string &path, const FileReader &files);

/// What a link to a pack leads to: the packs that it builds on are beside that. `path` itself for a file.
std::string linkedPack(const std::string &path, const FileReader &files);

/// The files of a pack, links after what they link to. Fails when the file is damaged or of another version.
Result<Pieces> readPack(const PieceFolder &pack, const FileReader &files);

} // namespace linkshim
