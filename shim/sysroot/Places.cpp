#include "shim/sysroot/Places.h"
#include "shim/sysroot/DataDirectory.h"
#include "shim/sysroot/Pack.h"
#include "shim/sysroot/WindowsLibraries.h"
#include <fmt/format.h>

namespace linkshim {
namespace {

constexpr uint32_t groupMayWrite = 0020, othersMayWrite = 0002, sticky = 01000;

/// Why another user could change the folder, or put another into its place; empty where none can.
std::string danger(const std::string &folder, const FileReader &files, uint32_t user) {
  for (std::string above = parentPath(folder);; above = parentPath(above)) {
    FileStatus status = files.status(above);
    if (status.isDirectory() && (status.mode & othersMayWrite) && !(status.mode & sticky))
      return fmt::format("everybody may write {}", above);
    if (above == parentPath(above)) break;
  }
  FileStatus status = files.status(folder);
  if (status.kind == FileStatus::Kind::missing) return {};
  if (!status.isDirectory()) return "it is no folder";
  if (status.owner != user && status.owner != 0) return fmt::format("user {} owns it", status.owner);
  if (status.mode & othersMayWrite) return "everybody may write it";
  if (status.mode & groupMayWrite) return "its group may write it";
  return {};
}

/// The path without links, as far as it exists: what the user's links point to is decided here, once.
std::string resolved(const std::string &path, const FileReader &files) {
  if (std::optional<std::string> real = files.realPath(path)) return *real;
  std::string parent = parentPath(path);
  return parent == path ? path : joinPath(resolved(parent, files), baseName(path));
}

/// The folder that the user's variables name; empty where none is.
std::string namedCache(const Environment &environment, const FileReader &files) {
  if (auto named = environment.value("LINKSHIM_CACHE_DIR"); !named.empty())
    return named.starts_with('/') ? std::string(named) : joinPath(files.currentDirectory(), named);
  if (auto xdg = environment.value("XDG_CACHE_HOME"); xdg.starts_with('/')) return joinPath(xdg, "linkshim");
  if (auto home = environment.value("HOME"); home.starts_with('/')) return joinPath(home, ".cache/linkshim");
  return {};
}

} // namespace

std::vector<std::string> cacheCandidates(const Environment &environment, const FileSystem &files) {
  std::vector<std::string> all;
  if (std::string named = namedCache(environment, files); !named.empty())
    all.push_back(resolved(named, files));
  std::string temporary(environment.value("TMPDIR"));
  if (!temporary.starts_with('/')) temporary = "/tmp";
  // Anybody can make a link of this name, so one is not followed.
  std::string last = joinPath(resolved(temporary, files), fmt::format("linkshim-{}", files.userId()));
  if (!files.readLink(last)) all.push_back(last);
  std::erase_if(all,
                [&](const std::string &folder) { return !danger(folder, files, files.userId()).empty(); });
  return all;
}

std::string cacheRefused(const Environment &environment, const FileSystem &files) {
  std::string named = namedCache(environment, files);
  if (named.empty()) return {};
  std::string why = danger(resolved(named, files), files, files.userId());
  return why.empty() ? why : fmt::format("{} is not used as the cache: {}", named, why);
}

std::expected<SysrootPlaces, PiecesError> usePack(const Target &target, SysrootPlaces places,
                                                  FileSystem &files) {
  std::optional<PieceFolder> own = packFolder(target, places, files);
  std::optional<PieceFolder> common = commonLibraryFolder(target, places, files);
  for (const std::optional<PieceFolder> &folder : {own, common})
    if (folder)
      if (auto made = materialise(*folder, files); !made) return std::unexpected(std::move(made.error()));
  if (own) places.pack = own->path;
  if (common) places.common = common->path;
  return places;
}

Result<SysrootPlaces> findPlaces(const Target &target, const Environment &environment,
                                 const std::string &share, FileSystem &files) {
  std::vector<std::string> folders = cacheCandidates(environment, files);
  std::string reason;
  for (const std::string &cache : folders) {
    auto places = usePack(target, {cache, share}, files);
    if (places)
      if (auto headers = unpackHeaders(target, /*cxx=*/true, share, files); !headers)
        places = std::unexpected(std::move(headers.error()));
    if (places) return std::move(*places);
    if (places.error().damage) return fail(std::move(*places.error().damage));
    reason = std::move(places.error().reason);
  }
  return fail(cacheFailure(folders, reason));
}

Failure cacheFailure(const std::vector<std::string> &folders, const std::string &error) {
  Failure failure{
      "the cache folder cannot be written", {}, "export LINKSHIM_CACHE_DIR=a folder that you may write"};
  for (const std::string &folder : folders)
    failure.facts.emplace_back("tried", folder);
  failure.facts.emplace_back("reason", folders.empty() ? "no folder that other users cannot write" : error);
  return failure;
}

} // namespace linkshim
