#include "shim/link/coff/MsvcLibraries.h"
#include "shim/link/LinkerCall.h"
#include "shim/link/coff/LinkExeCall.h"
#include "shim/link/coff/MinGwLibraries.h"
#include "shim/link/notes/FailureNotes.h"
#include "shim/objects/CoffDirectives.h"
#include "shim/sysroot/HowToInstall.h"
#include "shim/sysroot/Pack.h"
#include "shim/sysroot/UserSysroot.h"
#include "shim/sysroot/WindowsLibraries.h"
#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

namespace linkshim {
namespace {

constexpr std::string_view ending = ".lib", runtime = "msvcrt.lib";
/// What the runtime itself calls.
constexpr std::string_view ofRuntime = "kernel32.lib";

/// A library as it is looked for: Windows' file names have no case, and /defaultlib: may leave the ending
/// out.
std::string fileName(std::string_view name) {
  std::string file = lowerCaseLibrary(name);
  return file.find('.') == std::string::npos ? file + std::string(ending) : file;
}

/// Finds libraries by the names that Microsoft gives them.
class Finder {
public:
  Finder(const LinkRequest &request, std::vector<std::string> folders)
      : context(request.context), target(request.target()), users(std::move(folders)) {
    users.emplace_back(".");
    if (!context.places.pack.empty()) packFolder = joinPath(context.places.pack, "lib");
    if (!context.places.common.empty()) commonFolder = joinPath(context.places.common, "lib");
  }

  const std::string &runtimeFolder() const { return packFolder; }
  /// Whether lld finds it by itself, as it is spelled.
  bool isInRuntime(const std::string &name) const {
    return isIn(packFolder, name.find('.') == std::string::npos ? name + std::string(ending) : name);
  }
  bool isUsers(const std::string &name) const { return !folderWith(name, users, context.files).empty(); }
  bool hasRuntime() const { return isIn(packFolder, std::string(runtime)); }
  /// The path of one of linkshim's; empty where it has none of that name.
  std::string find(const std::string &name) {
    std::string file = fileName(name);
    if (isIn(packFolder, file)) return joinPath(packFolder, file);
    if (!file.ends_with(ending)) return {};
    std::string stored = fmt::format("lib{}.a", file.substr(0, file.size() - ending.size()));
    return isIn(commonFolder, stored) ? joinPath(commonFolder, stored) : further(stored);
  }
  std::vector<PieceFolder> takePieces() { return std::move(pieces); }

private:
  bool isIn(const std::string &folder, const std::string &file) const {
    return !folder.empty() && context.files.status(joinPath(folder, file)).isFile();
  }
  std::string further(const std::string &stored);

  const PlanContext &context;
  const Target &target;
  std::vector<std::string> users;
  std::string packFolder, commonFolder;
  /// The files that are made one by one, by their names in small letters; once they were asked for.
  std::map<std::string, std::string> known;
  std::vector<PieceFolder> pieces;
};

std::string Finder::further(const std::string &stored) {
  if (known.empty())
    for (const std::string &file : furtherLibraries(target, context.places, context.files))
      known.try_emplace(lowerCaseLibrary(file), file);
  auto file = known.find(stored);
  if (file == known.end()) return {};
  PieceFolder folder = furtherLibraryFolder(file->second, target, context.places, context.files);
  std::string path = fmt::format("{}/lib/{}", folder.path, file->second);
  if (std::find(pieces.begin(), pieces.end(), folder) == pieces.end()) pieces.push_back(std::move(folder));
  return path;
}

/// A library that an argument names without a folder; empty for any other argument.
std::string namedLibrary(const LinkLine::Item &item) {
  if (!item.option || item.part > 0 || item.fate == Note::Fate::dropped) return {};
  // Such an option names a library with or without its ending.
  bool byOption = item.option->getOption().matches(OPT_msvc_defaultlib) ||
                  item.option->getOption().matches(OPT_msvc_wholearchive);
  if (!byOption && item.option->getOption().getKind() != llvm::opt::Option::InputClass) return {};
  std::string name = byOption ? item.option->getValue() : item.text;
  bool library = byOption || lowerCaseLibrary(name).ends_with(ending);
  return library && name.find_first_of("/\\") == std::string::npos ? name : std::string();
}

/// The names after /nodefaultlib:, as they are looked for.
std::set<std::string> leftOut(const Arguments &arguments) {
  std::set<std::string> names;
  for (const std::string &name : arguments.values(OPT_msvc_nodefaultlib))
    names.insert(fileName(name));
  return names;
}

/// Adds the libraries that objects ask for and lld would not find: in its place, under its own name.
void addAskedFor(const LinkRequest &request, Finder &finder, LinkLine &line) {
  const Arguments &arguments = request.arguments();
  if (arguments.has(OPT_msvcf_nodefaultlib)) return;
  std::set<std::string> done = leftOut(arguments);
  for (const std::string &input : linkExeInputs(request))
    for (const std::string &name : librariesAskedFor(input, request.context.files)) {
      if (finder.isInRuntime(name) || finder.isUsers(name) || !done.insert(fileName(name)).second) continue;
      std::string path = finder.find(name);
      if (path.empty()) continue;
      line.add("/nodefaultlib:" + name, "an object names it in this spelling");
      line.add("/defaultlib:" + path, "linkshim's sysroot");
    }
}

} // namespace

bool bringsMsvcLibraries(const LinkRequest &request) {
  const Target &target = request.target();
  return target.startFiles == StartFiles::msvc && request.context.roots.platformLibraries.empty() &&
         request.context.environment.value(target.needs).empty();
}

MsvcLibraries useMsvcLibraries(const LinkRequest &request, const std::vector<std::string> &folders,
                               LinkLine &line) {
  MsvcLibraries found;
  Finder finder(request, folders);
  for (size_t i = 0; i < line.items().size(); ++i) {
    std::string name = namedLibrary(line.items()[i]);
    if (name.empty() || finder.isUsers(name)) continue;
    std::string path = finder.find(name), given = line.items()[i].text;
    std::string head = given.substr(0, given.size() - name.size()); // /defaultlib:
    if (path.empty() && found.missing.empty()) found.missing = name;
    if (!path.empty()) line.retranslate(i, head + path, "linkshim's sysroot");
  }
  addAskedFor(request, finder, line);
  if (std::string path = finder.find(std::string(ofRuntime)); !path.empty())
    line.add("/defaultlib:" + path, "the runtime calls it");
  if (finder.hasRuntime()) line.add("/libpath:" + finder.runtimeFolder(), "linkshim's sysroot");
  found.pieces = finder.takePieces();
  return found;
}

Failure msvcLibraryMissing(const LinkRequest &request, const std::string &missing) {
  const Target &target = request.target();
  const SysrootPlaces &places = request.context.places;
  if (Finder(request, {}).hasRuntime()) return microsoftsLibraryMissing(target, missing, false);
  return {fmt::format("the runtime and the import libraries of {} are not installed", target.triple),
          {{"missing", missing},
           {"looked for", places.share.empty() ? "share/linkshim" : packFile(target, places)},
           {fmt::format("or set {}", target.needs), std::string(target.needsText)}},
          howToInstall(target, places.share, request.context.files)};
}

} // namespace linkshim
