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
  std::optional<std::string> list = files.read(joinPath(folder.path, listName));
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

/// Reads every piece. `stamps`: of the pieces as they were before.
bool contentsAgree(const PieceFolder &folder, const FileReader &files, std::string &stamps) {
  return agrees(folder, manifestName, files,
                [&](std::string_view name, const std::string &path, size_t size) {
                  FileStatus status = files.status(path);
                  stamps += stampLine(name, status);
                  if (!status.isFile()) return std::string(); // which would read as an empty file
                  std::optional<std::string> link = files.readLink(path);
                  return manifestLine(name, link ? linkText(*link) : files.readPart(path, 0, size + 1));
                });
}

bool writeStamps(const std::string &folder, const std::string &stamps, FileSystem &files,
                 std::string &error) {
  return files.writeFile(joinPath(folder, stampsName), sealed(stampsName, stamps), error);
}

/// True when every piece is there as it was written. Stamps that a copy of the folder has made wrong are
/// written again, where that can be done.
bool isWhole(const PieceFolder &folder, FileSystem &files) {
  if (stampsAgree(folder, files)) return true;
  std::string stamps, ignored;
  if (!contentsAgree(folder, files, stamps)) return false;
  writeStamps(folder.path, stamps, files, ignored);
  return true;
}

bool makePieces(const PieceFolder &folder, const FileReader &files, Pieces &pieces, std::string &error) {
  Failure failure;
  switch (folder.kind) {
  case PieceFolder::Kind::glibc: pieces = glibc::makePieces(folder.abi, folder.floor); return true;
  case PieceFolder::Kind::muslDynamic: pieces = musl::makeDynamicPieces(folder.abi); return true;
  case PieceFolder::Kind::apple:
    if (const apple::Platform *platform = apple::findPlatform(folder.abi))
      pieces = apple::makePieces(*platform);
    return true;
  case PieceFolder::Kind::bsd: pieces = bsd::makePieces(folder.abi); return true;
  case PieceFolder::Kind::pack:
  case PieceFolder::Kind::share: break;
  }
  if (readPack(folder, files, pieces, failure)) return true;
  error = std::move(failure.what);
  return false;
}

bool writePiece(const Piece &piece, const std::string &path, FileSystem &files, std::string &error) {
  bool deep = piece.name.find('/') != std::string::npos;
  if (deep && !files.makeDirectories(parentPath(path), privateMode, error)) return false;
  return piece.linkTo.empty() ? files.writeFile(path, piece.bytes, error)
                              : files.makeSymlink(piece.linkTo, path, error);
}

/// Writes the pieces and what tells of them into `made`, which is to become the folder.
bool writePieces(const PieceFolder &folder, const std::string &made, const Pieces &pieces, FileSystem &files,
                 std::string &error) {
  std::string manifest, stamps, place = piecesFolder(folder, made);
  if (!files.makeDirectories(place, privateMode, error)) return false;
  for (const Piece &piece : pieces) {
    std::string path = joinPath(place, piece.name);
    if (!writePiece(piece, path, files, error)) return false;
    // Thousands of headers are not looked at on every use, as those of an unpacked share/linkshim are not.
    if (folder.kind == PieceFolder::Kind::share) continue;
    stamps += stampLine(piece.name, files.status(path));
    manifest += manifestLine(piece.name, piece.linkTo.empty() ? piece.bytes : linkText(piece.linkTo));
  }
  return files.writeFile(joinPath(made, manifestName), sealed(manifestName, manifest), error) &&
         writeStamps(made, stamps, files, error);
}

/// Puts a whole folder where a missing or damaged one is. Another process may win: its folder is as good.
bool putInPlace(const std::string &made, const PieceFolder &folder, FileSystem &files, std::string &error) {
  constexpr int tries = 3;
  const std::string &place = folder.path;
  for (int i = 0; i < tries; ++i) {
    if (files.rename(made, place, error)) return true;
    if (isWhole(folder, files)) return true;
    std::string ignored;
    if (auto aside = files.makeUniqueDirectory(parentPath(place), ignored)) {
      files.rename(place, joinPath(*aside, "damaged"), ignored);
      files.removeAll(*aside);
    }
  }
  return false;
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

bool materialise(const PieceFolder &folder, FileSystem &files, std::string &error) {
  if (isWhole(folder, files)) return true;
  Pieces pieces;
  if (!makePieces(folder, files, pieces, error)) return false;
  std::string parent = parentPath(folder.path);
  if (!files.makeDirectories(parent, privateMode, error)) return false;
  std::optional<std::string> made = files.makeUniqueDirectory(parent, error);
  if (!made) return false;
  removeAbandoned(*made, files);
  bool ok = writePieces(folder, *made, pieces, files, error) && putInPlace(*made, folder, files, error);
  // Gone already when it was renamed; left over when another process was first, or the disk is full.
  if (!ok || files.status(*made).isDirectory()) files.removeAll(*made);
  return ok;
}

} // namespace linkshim
