#include "shim/sysroot/DataDirectory.h"
#include "shim/sysroot/Pack.h"
#include "shim/sysroot/Places.h"
#include "shim/sysroot/UserSysroot.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/xxhash.h"
#include <fmt/format.h>
#include <map>

namespace linkshim {
namespace {

constexpr uint32_t privateMode = 0700;
/// Links in a folder of links: where it is from, and the state of all that when it was made.
constexpr std::string_view originName = "origin", stateName = "state";
constexpr std::string_view packEnding = ".pack";
/// Folders of a data directory of which each entry has a link of its own.
constexpr std::string_view merged[] = {"headers", "sysroots", "parts"};

uint64_t digest(std::string_view text) {
  return llvm::xxh3_64bits(llvm::StringRef(text.data(), text.size()));
}

/// Changes whenever something is installed or removed.
std::string stateOf(const std::vector<std::string> &roots, const std::string &share,
                    const FileReader &files) {
  std::string state = LINKSHIM_VERSION;
  for (const std::string &root : roots) {
    state += fmt::format(" {} {:x}", root, files.status(root).changed);
    for (std::string_view name : merged)
      state += fmt::format(" {:x}", files.status(joinPath(root, name)).changed);
  }
  return fmt::format("{} {:016x}", share, digest(state));
}

/// The links of the folder: what each leads to, by its name.
class Links {
public:
  Links(std::string folder, const FileReader &files) : folder(std::move(folder)), files(files) {}

  /// What is in `root` and is not there yet.
  void addRoot(const std::string &root) {
    for (std::string_view name : merged)
      for (const std::string &entry : files.list(joinPath(root, name))) {
        std::string path = fmt::format("{}/{}", name, entry);
        if (entry.starts_with('.')) continue;
        if (name == "parts" && !all.contains(path)) addPart(root, path);
        all.try_emplace(std::move(path), fmt::format("{}/{}/{}", root, name, entry));
      }
  }

  void addPlain(const std::string &share) {
    for (const std::string &entry : files.list(share))
      if (!entry.starts_with('.') && !isMerged(entry) && entry != "packs")
        all.try_emplace(entry, joinPath(share, entry));
  }

  std::map<std::string, std::string> all;

private:
  static bool isMerged(std::string_view name) {
    for (std::string_view each : merged)
      if (each == name) return true;
    return false;
  }

  /// The folders into which a part is going to be unpacked, beside the folder of links.
  void addPart(const std::string &root, const std::string &path) {
    std::string file = joinPath(root, path), name(baseName(path));
    if (!name.ends_with(packEnding)) return;
    name.resize(name.size() - packEnding.size());
    std::string place(baseName(partFolder(name, file, folder, files).path));
    for (const std::string &top : listPack(file, files).facts.tops) {
      std::string_view up = top.find('/') == std::string::npos ? "../" : "../../";
      all.try_emplace(top, fmt::format("{}{}/{}", up, place, top));
    }
  }

  std::string folder;
  const FileReader &files;
};

/// Makes the links, and removes those that lead to nothing installed. Each is replaced in one step, so calls
/// that run meanwhile find the old or the new one.
SystemResult<void> writeLinks(const std::string &folder, const std::map<std::string, std::string> &links,
                              FileSystem &files) {
  for (std::string_view name : merged) {
    std::string inner = joinPath(folder, name);
    if (SystemResult<void> made = files.makeDirectories(inner, privateMode); !made) return made;
    for (const std::string &entry : files.list(inner))
      if (!links.contains(fmt::format("{}/{}", name, entry))) files.removeAll(joinPath(inner, entry));
  }
  for (const std::string &entry : files.list(folder)) {
    std::string path = joinPath(folder, entry);
    if (files.readLink(path) && !links.contains(entry) && entry != originName && entry != stateName)
      files.removeAll(path);
  }
  for (const auto &[name, leads] : links) {
    std::string path = joinPath(folder, name);
    if (files.readLink(path) == leads) continue;
    if (SystemResult<void> made = files.makeSymlink(leads, path); !made) return made;
  }
  return {};
}

/// True where the folder of links in `cache` is right, or has been made so.
bool makeFolder(const std::string &folder, const std::vector<std::string> &roots, const std::string &share,
                FileSystem &files) {
  std::string state = stateOf(roots, share, files), stateLink = joinPath(folder, stateName);
  if (files.readLink(stateLink) == state) return true;
  if (!files.makePrivateDirectory(parentPath(folder)) || !files.makePrivateDirectory(folder)) return false;
  Links links(folder, files);
  for (const std::string &root : roots)
    links.addRoot(root);
  links.addPlain(share);
  return writeLinks(folder, links.all, files) && files.makeSymlink(share, joinPath(folder, originName)) &&
         files.makeSymlink(state, stateLink);
}

/// The part with the headers of a target's C library, and the folder that is there once it is unpacked.
struct Part {
  std::string_view name, folder;
};

Part partOf(const Target &target) {
  if (isOfWindows(target)) return {"mingw", "mingw"};
  if (target.libc == Libc::glibc || target.libc == Libc::musl) return {"linux", "headers/linux"};
  if (target.libc == Libc::darwin) return {"darwin", "headers/darwin"};
  if (target.libc == Libc::wasi) return {"wasi", "wasi"};
  for (Part part :
       {Part{"freebsd", "headers/freebsd"}, {"netbsd", "headers/netbsd"}, {"openbsd", "headers/openbsd"}})
    if (!target.stubAbi.empty() && part.name == target.system) return part;
  return {};
}

std::expected<void, PiecesError> unpackPart(Part part, const std::string &share, FileSystem &files) {
  if (part.name.empty() || files.status(joinPath(share, part.folder)).isDirectory()) return {};
  std::string file = fmt::format("{}/parts/{}{}", share, part.name, packEnding);
  if (!files.status(file).isFile()) return {};
  return materialise(partFolder(part.name, file, parentPath(share), files), files);
}

} // namespace

std::string userPacks(const Environment &environment) {
  std::string data = userDataFolder(environment);
  return data.empty() ? data : joinPath(data, "packs/" LINKSHIM_VERSION);
}

std::string sharedPacks(const std::string &share) {
  return joinPath(share, "packs/" LINKSHIM_VERSION);
}

std::vector<std::string> packRoots(const std::string &share, const Environment &environment,
                                   const FileReader &files) {
  std::vector<std::string> roots;
  for (const std::string &packs : {userPacks(environment), sharedPacks(share)})
    for (const std::string &name : packs.empty() ? std::vector<std::string>() : files.list(packs))
      if (!name.starts_with('.')) roots.push_back(joinPath(packs, name));
  roots.push_back(share);
  return roots;
}

std::string openShare(const std::string &share, const Environment &environment, FileSystem &files) {
  if (share.empty() || files.readLink(joinPath(share, originName))) return share;
  std::vector<std::string> roots = packRoots(share, environment, files);
  if (roots.size() == 1 && !files.status(joinPath(share, "parts")).isDirectory()) return share;
  for (const std::string &cache : cacheCandidates(environment, files)) {
    std::string folder = fmt::format("{}/share-{:016x}", cache, digest(share));
    if (makeFolder(folder, roots, share, files)) return folder;
  }
  return share;
}

std::string installedShare(const std::string &share, const FileReader &files) {
  return share.empty() ? share : files.readLink(joinPath(share, originName)).value_or(share);
}

std::expected<void, PiecesError> unpackHeaders(const Target &target, bool cxx, const std::string &share,
                                               FileSystem &files) {
  if (share.empty()) return {};
  std::expected<void, PiecesError> done = unpackPart(partOf(target), share, files);
  if (done && cxx && target.cxx) done = unpackPart({"c++", "c++"}, share, files);
  if (done && cxx && target.libc == Libc::darwin) done = unpackPart({"c++", "c++"}, share, files);
  return done;
}

} // namespace linkshim
