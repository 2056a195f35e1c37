#include "shim/sysroot/Sysroot.h"
#include "shim/sysroot/UserSysroot.h"
#include "sysroots/bsd/Bsd.h"
#include "sysroots/glibc/Glibc.h"
#include "sysroots/musl/Musl.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {

PieceFolder glibcFolder(const Target &target, Version floor, const SysrootPlaces &places) {
  std::string name = fmt::format("glibc-{}-{}-{}", target.glibcAbi, floor.str(), glibc::generation());
  return {PieceFolder::Kind::glibc, target.glibcAbi, floor, joinPath(places.cache, name)};
}

PieceFolder muslFolder(const Target &target, const SysrootPlaces &places) {
  std::string name = fmt::format("musl-{}-{}", target.muslArch, musl::generation());
  return {PieceFolder::Kind::muslDynamic, target.muslArch, {}, joinPath(places.cache, name)};
}

PieceFolder bsdFolder(const Target &target, const SysrootPlaces &places) {
  std::string name = fmt::format("{}-{}", target.stubAbi, bsd::generation());
  return {PieceFolder::Kind::bsd, target.stubAbi, {}, joinPath(places.cache, name)};
}

Result<void> checkTables(const Target &target) {
  if (target.libc != Libc::glibc || glibc::newestFloor(target.glibcAbi)) return {};
  return fail({fmt::format("linkshim has no symbol table of glibc for {} yet", target.triple),
               {{"table", std::string(target.glibcAbi)}},
               "linkshim targets"});
}

Sysroot findSysroot(const Target &target, std::optional<Version> floor, LinkMode mode,
                    const SysrootPlaces &places, const Roots &roots, const FileReader &files) {
  Sysroot sysroot;
  bool usersLibc = isStatic(mode) && target.libc == Libc::glibc;
  auto generated = [&](PieceFolder folder) {
    if (!usersLibc) sysroot.libraryFolders.push_back(folder.path);
    sysroot.startFolder = folder.path;
    sysroot.pieces.push_back(std::move(folder));
  };
  bool musl = target.libc == Libc::musl && !target.muslArch.empty();
  if (target.libc == Libc::glibc && floor && !target.glibcAbi.empty())
    generated(glibcFolder(target, *floor, places));
  if (musl && !isStatic(mode)) generated(muslFolder(target, places));
  if (!target.stubAbi.empty() && !isStatic(mode)) generated(bsdFolder(target, places));
  bool starts = target.startFiles != StartFiles::user && target.startFiles != StartFiles::none;
  for (const std::string *folder : {&places.pack, &places.common}) {
    std::string pack = folder->empty() ? "" : joinPath(*folder, "lib");
    if (pack.empty() || !files.status(pack).isDirectory()) continue;
    sysroot.libraryFolders.push_back(pack);
    bool has = folder == &places.common || places.common.empty(); // the start files
    if (starts && has && sysroot.startFolder.empty()) sysroot.startFolder = pack;
  }
  std::vector<std::string> &all = sysroot.libraryFolders;
  all.insert(usersLibc ? all.begin() : all.end(), roots.libraries.begin(), roots.libraries.end());
  all.insert(all.end(), roots.platformLibraries.begin(), roots.platformLibraries.end());
  sysroot.userFolders = roots.libraries;
  sysroot.userFolders.insert(sysroot.userFolders.end(), roots.platformLibraries.begin(),
                             roots.platformLibraries.end());
  return sysroot;
}

bool Sysroot::isUsers(std::string_view folder) const {
  return std::find(userFolders.begin(), userFolders.end(), folder) != userFolders.end();
}

} // namespace linkshim
