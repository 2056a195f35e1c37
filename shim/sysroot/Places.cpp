#include "shim/sysroot/Places.h"
#include "shim/sysroot/Pack.h"
#include <fmt/format.h>

namespace linkshim {
namespace {

constexpr uint32_t othersMayWrite = 0022, everybodyMayWrite = 0002, sticky = 01000;

/// True for a folder whose content, and whose name in the folder above it, nobody else can change.
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

bool usePack(const Target &target, SysrootPlaces &places, FileSystem &files, std::string &error,
             Failure &failure) {
  std::optional<PieceFolder> folder = packFolder(target, places, files);
  if (!folder) return true;
  places.pack = folder->path;
  if (materialise(*folder, files, error)) return true;
  Pieces ignored;
  readPack(*folder, files, ignored, failure);
  return false;
}

bool useShare(Environment &environment, const std::string &share, FileSystem &files, Failure &failure) {
  if (!shareInPack(share, {}, files)) return true;
  for (const std::string &cache : cacheCandidates(environment, files)) {
    PieceFolder folder = *shareInPack(share, cache, files);
    std::string error;
    if (materialise(folder, files, error)) {
      environment.set("LINKSHIM_SHARE", folder.path);
      return true;
    }
    Pieces ignored;
    if (!readPack(folder, files, ignored, failure)) return false;
  }
  return true;
}

bool findPlaces(const Target &target, const Environment &environment, const std::string &share,
                FileSystem &files, SysrootPlaces &places, Failure &failure) {
  std::vector<std::string> folders = cacheCandidates(environment, files);
  std::string error;
  for (const std::string &cache : folders) {
    places = {cache, share};
    if (usePack(target, places, files, error, failure)) return true;
    if (!failure.what.empty()) return false;
  }
  failure = cacheFailure(folders, error);
  return false;
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
