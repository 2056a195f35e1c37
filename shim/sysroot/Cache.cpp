#include "shim/sysroot/Cache.h"
#include "shim/sysroot/Pack.h"
#include "shim/sysroot/WindowsLibraries.h"
#include "shim/system/Signals.h"
#include "sysroots/apple/Apple.h"
#include "sysroots/bsd/Bsd.h"
#include "sysroots/glibc/Glibc.h"
#include "sysroots/musl/Musl.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/xxhash.h"
#include <charconv>
#include <fmt/format.h>
#include <set>

namespace linkshim {
namespace {

constexpr const char *manifestName = "manifest", *stampsName = "stamps", *lockName = ".lock";
constexpr uint32_t privateMode = 0700;
/// A folder that is being filled changes with each file. One that has not changed for longer than this was
/// left by a killed process.
constexpr uint64_t abandonedAfter = 3600ull * 1'000'000'000; // nanoseconds

uint64_t digest(std::string_view bytes) {
  return llvm::xxh3_64bits(llvm::StringRef(bytes.data(), bytes.size()));
}

std::string manifestLine(std::string_view name, std::string_view bytes) {
  return fmt::format("{:016x} {} {}\n", digest(bytes), bytes.size(), name);
}

/// The line of a file in the list of stamps: what is known of it without reading it. Every change of the file
/// changes its ctime, which only the kernel sets.
std::string stampLine(std::string_view name, const FileStatus &status) {
  return fmt::format("{:016x} {} {}\n", status.changed, status.isFile() ? status.size : ~uint64_t(0), name);
}

/// The contents of a symbolic link, for the manifest.
std::string linkText(const std::string &target) {
  return "link to " + target;
}

/// The folder with the pieces themselves: lib/ for what comes from packs of libraries.
std::string piecesFolder(const PieceFolder &folder, const std::string &place) {
  switch (folder.kind) {
  case PieceFolder::Kind::pack:
  case PieceFolder::Kind::windowsLibraries: return joinPath(place, "lib");
  default: return place;
  }
}

/// The lines of a list with a last line that has their digest.
std::string sealed(const char *listName, const std::string &lines) {
  return lines + manifestLine(listName, lines);
}

/// Makes the line of a list for the file `name` at `path`. `size` is what the list says of its size.
using LineMaker =
    llvm::function_ref<std::string(std::string_view name, const std::string &path, size_t size)>;

/// True when the list is undamaged, and `makeLine` makes the same lines for the files as they are now.
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

/// Reads every piece. Returns the stamps, taken before the reading, or nullopt where a piece has changed.
std::optional<std::string> stampsOfContents(const PieceFolder &folder, const FileReader &files) {
  std::string stamps;
  bool whole =
      agrees(folder, manifestName, files, [&](std::string_view name, const std::string &path, size_t size) {
        FileStatus status = files.status(path);
        stamps += stampLine(name, status);
        if (!status.isFile()) return std::string(); // else it would be read as an empty file
        std::optional<std::string> link = files.readLink(path);
        return manifestLine(name, link ? linkText(*link) : files.readPart(path, 0, size + 1));
      });
  return whole ? std::optional(std::move(stamps)) : std::nullopt;
}

SystemResult<void> writeStamps(const std::string &folder, const std::string &stamps, FileSystem &files) {
  return files.writeFile(joinPath(folder, stampsName), sealed(stampsName, stamps));
}

/// True when no piece has changed. Where only the stamps differ, as in a copy of the folder, they are written
/// anew if that is possible.
bool isWhole(const PieceFolder &folder, FileSystem &files) {
  if (stampsAgree(folder, files)) return true;
  std::optional<std::string> stamps = stampsOfContents(folder, files);
  if (!stamps) return false;
  // Where this fails, as in a read-only folder, every use reads the pieces again.
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
  case PieceFolder::Kind::windowsLibraries: return makeWindowsLibraries(folder, files);
  case PieceFolder::Kind::given: return Pieces{{"manifest.res", folder.bytes}};
  case PieceFolder::Kind::pack:
  case PieceFolder::Kind::share: break;
  }
  return readPack(folder, files);
}

SystemResult<void> writePiece(const Piece &piece, const std::string &path, FileSystem &files) {
  return piece.linkTo.empty() ? files.writeNewFile(path, piece.bytes) : files.makeSymlink(piece.linkTo, path);
}

/// Writes the pieces, the manifest and the stamps into `made`, which is to become the folder.
SystemResult<void> writePieces(const PieceFolder &folder, const std::string &made, const Pieces &pieces,
                               FileSystem &files) {
  std::string manifest, stamps, place = piecesFolder(folder, made);
  std::set<std::string> folders{place};
  if (auto there = files.makeDirectories(place, privateMode); !there) return there;
  for (const Piece &piece : pieces) {
    if (int signal = HeldSignals::waiting()) return std::unexpected(fmt::format("signal {}", signal));
    std::string path = joinPath(place, piece.name), parent = parentPath(path);
    if (folders.insert(parent).second)
      if (auto there = files.makeDirectories(parent, privateMode); !there) return there;
    if (auto written = writePiece(piece, path, files); !written) return written;
    // The thousands of headers are not checked on every use, nor are those of an unpacked data directory.
    if (folder.kind == PieceFolder::Kind::share) continue;
    stamps += stampLine(piece.name, files.status(path));
    manifest += manifestLine(piece.name, piece.linkTo.empty() ? piece.bytes : linkText(piece.linkTo));
  }
  if (auto written = files.writeFile(joinPath(made, manifestName), sealed(manifestName, manifest)); !written)
    return written;
  return writeStamps(made, stamps, files);
}

/// Renames a finished folder to its place, where none or a damaged one is. Another process may be first: its
/// folder is as good.
SystemResult<void> putInPlace(const std::string &made, const PieceFolder &folder, FileSystem &files) {
  constexpr int tries = 3;
  const std::string &place = folder.path;
  SystemResult<void> renamed;
  for (int i = 0; i < tries; ++i) {
    renamed = files.rename(made, place);
    if (renamed || isWhole(folder, files)) return {};
    // Where the damaged folder cannot be moved away, the next rename fails and gives the reason.
    if (auto aside = files.makeUniqueDirectory(parentPath(place))) {
      (void)files.rename(place, joinPath(*aside, "damaged"));
      files.removeAll(*aside);
    }
  }
  return renamed;
}

/// Removes unfinished folders beside `made` that killed processes left.
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
  // First of all: what another user may have put there is not even looked at.
  std::string parent = parentPath(folder.path);
  if (auto there = files.makePrivateDirectory(parent); !there) return cannotWrite(there.error());
  if (isWhole(folder, files)) return {};
  // Of several first calls one makes the pieces.
  std::shared_ptr<void> lock = files.lock(joinPath(parent, lockName));
  if (lock && isWhole(folder, files)) return {};
  Result<Pieces> pieces = makePieces(folder, files);
  if (!pieces) return std::unexpected(PiecesError{pieces.error().what, std::move(pieces.error())});
  HeldSignals signals; // so that none leaves a half-filled folder
  SystemResult<std::string> made = files.makeUniqueDirectory(parent);
  if (!made) return cannotWrite(made.error());
  removeAbandoned(*made, files);
  SystemResult<void> done = writePieces(folder, *made, *pieces, files);
  if (done) done = putInPlace(*made, folder, files);
  // It is gone when it was renamed, and left over when another process was first or writing failed.
  if (!done || files.status(*made).isDirectory()) files.removeAll(*made);
  if (!done) return cannotWrite(done.error());
  return {};
}

} // namespace linkshim
