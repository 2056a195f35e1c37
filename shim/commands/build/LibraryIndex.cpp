#include "shim/commands/build/LibraryIndex.h"
#include "shim/call/FoundLibrary.h"
#include "shim/call/TargetSpec.h"
#include "shim/sysroot/Cache.h"
#include "shim/sysroot/DarwinSdk.h"
#include "shim/sysroot/Places.h"
#include "shim/sysroot/Sysroot.h"
#include "shim/sysroot/UserSysroot.h"
#include "shim/sysroot/WindowsLibraries.h"
#include <algorithm>
#include <fmt/ranges.h>
#include <set>

namespace linkshim {
namespace {

constexpr uint32_t privateMode = 0700;
constexpr std::string_view frameworks = "System/Library/Frameworks", frameworkEnding = ".framework";

/// Paths below the index: files end in a library's ending, folders in .framework.
using Entries = std::set<std::string>;

/// What a link adds by itself is nothing to look for.
bool isAdded(std::string_view library) {
  return library == "c_nonshared" || library.starts_with("clang_rt.");
}

/// An archive is left out where the same folders have the shared library: -lNAME means that one.
void addLibraries(const std::vector<std::string> &folders, const FileReader &files, Entries &entries) {
  std::set<std::string> shared;
  for (std::string_view ending : {".so", ".tbd", ".a"})
    for (const std::string &folder : folders)
      for (const std::string &file : files.list(folder)) {
        std::string path = fmt::format("{}/{}", foundFolder, file);
        std::string name(foundLibrary(fmt::format("/{}/t/{}", foundRoot, path)));
        if (!file.ends_with(ending) || name.empty() || isAdded(name)) continue;
        if (ending == ".a" && shared.contains(name)) continue;
        if (ending != ".a") shared.insert(name);
        entries.insert(std::move(path));
      }
}

void addFrameworks(const std::string &folder, const FileReader &files, Entries &entries) {
  for (const std::string &name : files.list(joinPath(folder, frameworks)))
    if (name.ends_with(frameworkEnding)) entries.insert(fmt::format("{}/{}", frameworks, name));
}

/// Makes the target's pieces, whose names are those of the libraries.
Result<Entries> findEntries(const TargetSpec &spec, const SysrootPlaces &places,
                            const VariableContext &context) {
  const Target &target = *spec.target;
  Entries entries;
  if (!checkTables(target)) return entries;
  Result<std::optional<Version>> floor = resolveFloor(spec, context.environment);
  if (!floor) return failed(floor);
  Sysroot sysroot = findSysroot(target, *floor, LinkMode::pie, places, {}, context.files);
  if (!target.platform.empty()) {
    sysroot.pieces.push_back(appleFolder(target, places));
    sysroot.libraryFolders.push_back(joinPath(sysroot.pieces.back().path, foundFolder));
  }
  for (const PieceFolder &piece : sysroot.pieces)
    if (auto made = materialise(piece, context.files); !made)
      return fail(made.error().damage.value_or(cacheFailure({places.cache}, made.error().reason)));
  addLibraries(sysroot.libraryFolders, context.files, entries);
  for (const std::string &file : furtherLibraries(target, places, context.files))
    entries.insert(fmt::format("{}/{}", foundFolder, file));
  for (const PieceFolder &piece : sysroot.pieces)
    addFrameworks(piece.path, context.files, entries);
  return entries;
}

SystemResult<void> makeEntry(const std::string &path, FileSystem &files) {
  if (path.ends_with(frameworkEnding)) return files.makeDirectories(path, privateMode);
  std::string_view name = foundLibrary(path);
  return files.writeFile(
      path, fmt::format("/* linkshim links -l{0} of the target for this path. */\nINPUT(-l{0})\n", name));
}

/// The list of the entries, as a file. It is written last, so that an index with the right list is whole.
std::string listOf(const Entries &entries) {
  return fmt::format("{}\n", fmt::join(entries, "\n"));
}

SystemResult<void> writeIndex(const std::string &root, const Entries &entries, FileSystem &files) {
  std::string list = joinPath(root, "list");
  std::string before = files.read(list).value_or("");
  if (before == listOf(entries)) return {};
  SystemResult<void> made = files.makeDirectories(joinPath(root, foundFolder), privateMode);
  for (const std::string &entry : entries)
    if (made) made = makeEntry(joinPath(root, entry), files);
  if (!made) return made;
  for (std::string_view rest = before; !rest.empty();) {
    std::string entry(rest.substr(0, rest.find('\n')));
    rest.remove_prefix(std::min(entry.size() + 1, rest.size()));
    if (!entry.empty() && !entries.contains(entry)) files.removeAll(joinPath(root, entry));
  }
  return files.writeFile(list, listOf(entries));
}

/// CMake wants an SDK by its name for all of Apple's systems but macOS.
SystemResult<void> linkSdk(const Target &target, const std::string &root, const std::string &share,
                           FileSystem &files) {
  std::string sdk = sdkName(target), headers = share + "/headers/darwin", link = joinPath(root, sdk);
  if (sdk.empty() || files.readLink(link) == headers) return {};
  return files.makeSymlink(headers, link);
}

} // namespace

std::string sdkName(const Target &target) {
  const apple::Platform *platform = apple::findPlatform(target.platform);
  return platform ? fmt::format("{}.sdk", platform->sdk) : std::string();
}

Result<std::string> makeLibraryIndex(const TargetSpec &spec, const std::string &name,
                                     const SysrootPlaces &places, const VariableContext &context) {
  Result<Entries> entries = findEntries(spec, places, context);
  if (!entries) return failed(entries);
  std::vector<std::string> parents = cacheCandidates(context.environment, context.files);
  if (std::string overlay = overlayFolder(*spec.target, context.environment); !overlay.empty())
    parents.insert(parents.begin(), parentPath(parentPath(overlay)));
  std::string reason;
  for (const std::string &parent : parents) {
    std::string root = fmt::format("{}/{}/{}", parent, foundRoot, name);
    SystemResult<void> made = writeIndex(root, *entries, context.files);
    if (made) made = linkSdk(*spec.target, root, places.share, context.files);
    if (made) return root;
    reason = made.error();
  }
  return fail(cacheFailure(parents, reason));
}

} // namespace linkshim
