#include "shim/sysroot/Cache.h"
#include "shim/sysroot/Pack.h"
#include "sysroots/apple/Apple.h"
#include "sysroots/bsd/Bsd.h"
#include "sysroots/glibc/Glibc.h"
#include "sysroots/musl/Musl.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/xxhash.h"
#include <charconv>
#include <fmt/format.h>

namespace linkshim {
namespace {

constexpr const char *manifestName = "manifest", *stampsName = "stamps";
constexpr uint32_t privateMode = 0700;
/// A folder that is being filled is as old as its last file; one that a killed process left is older than
/// this.
constexpr uint64_t abandonedAfter = 3600ull * 1'000'000'000; // nanoseconds

uint64_t digest(std::string_view bytes) {
  return llvm::xxh3_64bits(llvm::StringRef(bytes.data(), bytes.size()));
}

std::string manifestLine(std::string_view name, std::string_view bytes) {
  return fmt::format("{:016x} {} {}\n", digest(bytes), bytes.size(), name);
}

/// What a look at a file tells without reading it. A change shows in the time, which is the kernel's: nobody
/// can set it back.
std::string stampLine(std::string_view name, const FileStatus &status) {
  return fmt::format("{:016x} {} {}\n", status.changed, status.isFile() ? status.size : ~uint64_t(0), name);
}

/// What the manifest has of a link.
std::string linkText(const std::string &target) {
  return "link to " + target;
}

/// Where a pack's pieces are in its folder; generated ones are in the folder itself.
std::string piecesFolder(const PieceFolder &folder, const std::string &place) {
  return folder.kind == PieceFolder::Kind::pack ? joinPath(place, "lib") : place;
}

/// The last line covers the lines before it.
std::string sealed(const char *listName, const std::string &lines) {
  return lines + manifestLine(listName, lines);
}

/// The line of a list that tells of the file `name` at `path`, which had `size` bytes.
using LineMaker =
    llvm::function_ref<std::string(std::string_view name, const std::string &path, size_t size)>;

/// True when the list is as it was written, and `makeLine` makes each of its lines again.
bool agrees(const PieceFolder &folder, const char *listName, const FileReader &files, LineMaker makeLine) {
  SystemResult<std::string> list = files.read(joinPath(folder.path, listName));
  if (!list) return false;
  std::string lines, place = piecesFolder(folder, folder.path);
  std::string_view rest = *list;
  while (!rest.empty()) {
    size_t end = rest.find('\n');
    if (end == std::string_view::npos) return false;
    std::string_view line = rest.substr(0, end + 1);
    rest.remove_prefix(end + 1);
    size_t space = line.rfind(' ');
    if (space == std::string_view::npos) return false;
    std::string_view name = line.substr(space + 1, line.size() - space - 2);
    if (rest.empty()) return name == listName && line == manifestLine(listName, lines);
    std::string path = joinPath(place, name);
    size_t size = 0;
    std::from_chars(line.data() + line.find(' ') + 1, line.data() + space, size);
    if (makeLine(name, path, size) != line) return false;
    lines += line;
  }
  return false;
}

bool stampsAgree(const PieceFolder &folder, const FileReader &files) {
  return agrees(folder, stampsName, files, [&](std::string_view name, const std::string &path, size_t) {
    return stampLine(name, files.status(path));
  });
}

/// Reads every piece. The stamps of the pieces as they were before, or nullopt where they are not as they
/// were written.
std::optional<std::string> stampsOfContents(const PieceFolder &folder, const FileReader &files) {
  std::string stamps;
  bool whole =
      agrees(folder, manifestName, files, [&](std::string_view name, const std::string &path, size_t size) {
        FileStatus status = files.status(path);
        stamps += stampLine(name, status);
        if (!status.isFile()) return std::string(); // which would read as an empty file
        std::optional<std::string> link = files.readLink(path);
        return manifestLine(name, link ? linkText(*link) : files.readPart(path, 0, size + 1));
      });
  return whole ? std::optional(std::move(stamps)) : std::nullopt;
}

SystemResult<void> writeStamps(const std::string &folder, const std::string &stamps, FileSystem &files) {
  return files.writeFile(joinPath(folder, stampsName), sealed(stampsName, stamps));
}

/// True when every piece is there as it was written. Stamps that a copy of the folder has made wrong are
/// written again, where that can be done.
bool isWhole(const PieceFolder &folder, FileSystem &files) {
  if (stampsAgree(folder, files)) return true;
  std::optional<std::string> stamps = stampsOfContents(folder, files);
  if (!stamps) return false;
  // In a folder that cannot be written, every use reads the pieces again.
  (void)writeStamps(folder.path, *stamps, files);
  return true;
}

/// Fails only for a damaged pack.
Result<Pieces> makePieces(const PieceFolder &folder, const FileReader &files) {
  switch (folder.kind) {
  case PieceFolder::Kind::glibc: return glibc::makePieces(folder.abi, folder.floor);
  case PieceFolder::Kind::muslDynamic: return musl::makeDynamicPieces(folder.abi);
  case PieceFolder::Kind::apple:
    if (const apple::Platform *platform = apple::findPlatform(folder.abi))
      return apple::makePieces(*platform);
    return Pieces();
  case PieceFolder::Kind::bsd: return bsd::makePieces(folder.abi);
  case PieceFolder::Kind::pack:
  case PieceFolder::Kind::share: break;
  }
  return readPack(folder, files);
}

SystemResult<void> writePiece(const Piece &piece, const std::string &path, FileSystem &files) {
  if (piece.name.find('/') != std::string::npos)
    if (auto made = files.makeDirectories(parentPath(path), privateMode); !made) return made;
  return piece.linkTo.empty() ? files.writeFile(path, piece.bytes) : files.makeSymlink(piece.linkTo, path);
}

/// Writes the pieces and what tells of them into `made`, which is to become the folder.
SystemResult<void> writePieces(const PieceFolder &folder, const std::string &made, const Pieces &pieces,
                               FileSystem &files) {
  std::string manifest, stamps, place = piecesFolder(folder, made);
  if (auto there = files.makeDirectories(place, privateMode); !there) return there;
  for (const Piece &piece : pieces) {
    std::string path = joinPath(place, piece.name);
    if (auto written = writePiece(piece, path, files); !written) return written;
    // Thousands of headers are not looked at on every use, as those of an unpacked share/linkshim are not.
    if (folder.kind == PieceFolder::Kind::share) continue;
    stamps += stampLine(piece.name, files.status(path));
    manifest += manifestLine(piece.name, piece.linkTo.empty() ? piece.bytes : linkText(piece.linkTo));
  }
  if (auto written = files.writeFile(joinPath(made, manifestName), sealed(manifestName, manifest)); !written)
    return written;
  return writeStamps(made, stamps, files);
}

/// Puts a whole folder where a missing or damaged one is. Another process may win: its folder is as good.
SystemResult<void> putInPlace(const std::string &made, const PieceFolder &folder, FileSystem &files) {
  constexpr int tries = 3;
  const std::string &place = folder.path;
  SystemResult<void> renamed;
  for (int i = 0; i < tries; ++i) {
    renamed = files.rename(made, place);
    if (renamed || isWhole(folder, files)) return {};
    // Where the damaged folder cannot be moved away, the next rename says why.
    if (auto aside = files.makeUniqueDirectory(parentPath(place))) {
      (void)files.rename(place, joinPath(*aside, "damaged"));
      files.removeAll(*aside);
    }
  }
  return renamed;
}

/// Removes half-filled folders beside `made` that killed processes left long ago.
void removeAbandoned(const std::string &made, FileSystem &files) {
  std::string parent = parentPath(made);
  uint64_t now = files.status(made).modified;
  for (const std::string &name : files.list(parent))
    if (std::string path = joinPath(parent, name);
        name.starts_with(uniquePrefix) && files.status(path).modified + abandonedAfter < now)
      files.removeAll(path);
}

} // namespace

std::expected<void, PiecesError> materialise(const PieceFolder &folder, FileSystem &files) {
  auto cannotWrite = [](std::string reason) { return std::unexpected(PiecesError{std::move(reason), {}}); };
  if (isWhole(folder, files)) return {};
  Result<Pieces> pieces = makePieces(folder, files);
  if (!pieces) return std::unexpected(PiecesError{pieces.error().what, std::move(pieces.error())});
  std::string parent = parentPath(folder.path);
  if (auto there = files.makeDirectories(parent, privateMode); !there) return cannotWrite(there.error());
  SystemResult<std::string> made = files.makeUniqueDirectory(parent);
  if (!made) return cannotWrite(made.error());
  removeAbandoned(*made, files);
  SystemResult<void> done = writePieces(folder, *made, *pieces, files);
  if (done) done = putInPlace(*made, folder, files);
  // Gone already when it was renamed; left over when another process was first, or the disk is full.
  if (!done || files.status(*made).isDirectory()) files.removeAll(*made);
  if (!done) return cannotWrite(done.error());
  return {};
}

} // namespace linkshim
