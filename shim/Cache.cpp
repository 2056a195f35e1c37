#include "shim/Cache.h"
#include "sysroots/bsd/Bsd.h"
#include "sysroots/glibc/Glibc.h"
#include "sysroots/musl/Musl.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/xxhash.h"
#include <charconv>
#include <fmt/format.h>

namespace linkshim {
namespace {

constexpr const char *manifestName = "manifest";
constexpr uint32_t privateMode = 0700, otherMayWrite = 0002;

uint64_t digest(std::string_view bytes) {
  return llvm::xxh3_64bits(llvm::StringRef(bytes.data(), bytes.size()));
}

std::string manifestLine(std::string_view name, std::string_view bytes) {
  return fmt::format("{:016x} {} {}\n", digest(bytes), bytes.size(), name);
}

/// The last line covers the lines before it.
std::string sealed(const std::string &lines) {
  return lines + manifestLine(manifestName, lines);
}

/// True when every file that the manifest names is there as it was written, and so is the manifest.
bool isWhole(const std::string &folder, const FileReader &files) {
  std::optional<std::string> manifest = files.read(joinPath(folder, manifestName));
  if (!manifest) return false;
  std::string lines;
  std::string_view rest = *manifest;
  while (!rest.empty()) {
    size_t end = rest.find('\n');
    if (end == std::string_view::npos) return false;
    std::string_view line = rest.substr(0, end + 1);
    rest.remove_prefix(end + 1);
    size_t space = line.rfind(' ');
    if (space == std::string_view::npos) return false;
    std::string_view name = line.substr(space + 1, line.size() - space - 2);
    if (rest.empty()) return name == manifestName && line == manifestLine(manifestName, lines);
    size_t size = 0;
    std::from_chars(line.data() + line.find(' ') + 1, line.data() + space, size);
    if (manifestLine(name, files.readPart(joinPath(folder, name), 0, size + 1)) != line) return false;
    lines += line;
  }
  return false;
}

Pieces makePieces(const PieceFolder &folder) {
  switch (folder.kind) {
  case PieceFolder::Kind::glibc: return glibc::makePieces(folder.abi, folder.floor);
  case PieceFolder::Kind::muslDynamic: return musl::makeDynamicPieces(folder.abi);
  case PieceFolder::Kind::bsd: return bsd::makePieces(folder.abi);
  }
  return {};
}

bool writePieces(const std::string &folder, const Pieces &pieces, FileSystem &files, std::string &error) {
  std::string manifest;
  for (const Piece &piece : pieces) {
    if (!files.writeFile(joinPath(folder, piece.name), piece.bytes, error)) return false;
    manifest += manifestLine(piece.name, piece.bytes);
  }
  return files.writeFile(joinPath(folder, manifestName), sealed(manifest), error);
}

/// Puts a whole folder where a missing or damaged one is. Another process may win: its folder is as good.
bool putInPlace(const std::string &made, const std::string &place, FileSystem &files, std::string &error) {
  constexpr int tries = 3;
  for (int i = 0; i < tries; ++i) {
    if (files.rename(made, place, error)) return true;
    if (isWhole(place, files)) return true;
    std::string ignored;
    if (auto aside = files.makeUniqueDirectory(parentPath(place), ignored)) {
      files.rename(place, joinPath(*aside, "damaged"), ignored);
      files.removeAll(*aside);
    }
  }
  return false;
}

bool isPrivateEnough(const std::string &folder, const FileSystem &files) {
  FileStatus status = files.status(folder);
  if (status.kind == FileStatus::Kind::missing) return true;
  return status.isDirectory() && (status.owner == files.userId() || status.owner == 0) &&
         (status.mode & otherMayWrite) == 0;
}

} // namespace

std::vector<std::string> cacheCandidates(const Environment &environment, const FileSystem &files) {
  std::vector<std::string> all;
  auto absolute = [&](const std::string &path) {
    return path.starts_with('/') ? path : joinPath(files.currentDirectory(), path);
  };
  if (auto named = environment.value("LINKSHIM_CACHE_DIR"); !named.empty())
    all.push_back(absolute(std::string(named)));
  else if (auto xdg = environment.value("XDG_CACHE_HOME"); xdg.starts_with('/'))
    all.push_back(joinPath(xdg, "linkshim"));
  else if (auto home = environment.value("HOME"); home.starts_with('/'))
    all.push_back(joinPath(home, ".cache/linkshim"));
  std::string temporary(environment.value("TMPDIR"));
  if (!temporary.starts_with('/')) temporary = "/tmp";
  all.push_back(joinPath(temporary, fmt::format("linkshim-{}", files.userId())));
  std::erase_if(all, [&](const std::string &folder) { return !isPrivateEnough(folder, files); });
  return all;
}

bool materialise(const PieceFolder &folder, FileSystem &files, std::string &error) {
  if (isWhole(folder.path, files)) return true;
  std::string parent = parentPath(folder.path);
  if (!files.makeDirectories(parent, privateMode, error)) return false;
  std::optional<std::string> made = files.makeUniqueDirectory(parent, error);
  if (!made) return false;
  bool ok =
      writePieces(*made, makePieces(folder), files, error) && putInPlace(*made, folder.path, files, error);
  // Gone already when it was renamed; left over when another process was first, or the disk is full.
  if (!ok || files.status(*made).isDirectory()) files.removeAll(*made);
  return ok;
}

} // namespace linkshim
