#include "shim/sysroot/Places.h"
#include "shim/sysroot/Pack.h"
#include <fmt/format.h>

namespace linkshim {
namespace {

constexpr uint32_t othersMayWrite = 0022, everybodyMayWrite = 0002, sticky = 01000;

/// True for a folder that no other user can change or replace.
bool isPrivateEnough(const std::string &folder, const FileSystem &files) {
  FileStatus above = files.status(parentPath(folder)), status = files.status(folder);
  if ((above.mode & everybodyMayWrite) && !(above.mode & sticky)) return false;
  if (status.kind == FileStatus::Kind::missing) return true;
  return status.isDirectory() && (status.owner == files.userId() || status.owner == 0) &&
         (status.mode & othersMayWrite) == 0;
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

std::expected<SysrootPlaces, PiecesError> usePack(const Target &target, SysrootPlaces places,
                                                  FileSystem &files) {
  std::optional<PieceFolder> folder = packFolder(target, places, files);
  if (!folder) return places;
  if (auto made = materialise(*folder, files); !made) return std::unexpected(std::move(made.error()));
  places.pack = folder->path;
  return places;
}

Result<std::string> unpackShare(const std::string &share, const Environment &environment, FileSystem &files) {
  if (!shareInPack(share, {}, files)) return share;
  for (const std::string &cache : cacheCandidates(environment, files)) {
    PieceFolder folder = *shareInPack(share, cache, files);
    auto made = materialise(folder, files);
    if (made) return folder.path;
    if (made.error().damage) return fail(std::move(*made.error().damage));
  }
  return share;
}

Result<SysrootPlaces> findPlaces(const Target &target, const Environment &environment,
                                 const std::string &share, FileSystem &files) {
  std::vector<std::string> folders = cacheCandidates(environment, files);
  std::string reason;
  for (const std::string &cache : folders) {
    auto places = usePack(target, {cache, share}, files);
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
