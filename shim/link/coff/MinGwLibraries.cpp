#include "shim/link/coff/MinGwLibraries.h"
#include "shim/sysroot/UserSysroot.h"
#include "shim/sysroot/WindowsLibraries.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {
namespace {

/// The file names under which lld searches a library.
std::vector<std::string> fileNames(std::string_view library, bool dynamic) {
  if (library.starts_with(':')) return {std::string(library.substr(1))};
  std::vector<std::string> names{fmt::format("lib{}.a", library)};
  if (dynamic)
    for (const char *form : {"lib{}.dll.a", "{}.dll.a", "{}.lib", "lib{}.dll", "{}.dll"})
      names.push_back(fmt::format(fmt::runtime(form), library));
  else
    names.push_back(fmt::format("{}.lib", library));
  return names;
}

} // namespace

void addFurtherLibraries(const LinkRequest &request, Sysroot &sysroot, LibrarySearch &search) {
  const PlanContext &context = request.context;
  std::vector<std::string> names = request.arguments().values(OPT_l), wanted;
  for (const std::string &name : request.arguments().linkerList().getAllArgValues(OPT_l))
    names.push_back(name);
  std::erase_if(names, [&](const std::string &name) {
    return findsMinGwLibrary(name, true, search, context.files) ||
           findsMinGwLibrary(lowerCaseLibrary(name), true, search, context.files);
  });
  if (names.empty()) return;
  std::set<std::string> known;
  for (std::string &file : furtherLibraries(request.target(), context.places, context.files))
    known.insert(std::move(file));
  for (const std::string &name : names)
    for (const std::string &spelled : {name, lowerCaseLibrary(name)})
      for (const std::string &file : fileNames(spelled, true)) {
        if (!known.contains(file) || !search.later.insert(file).second) continue;
        PieceFolder folder = furtherLibraryFolder(file, request.target(), context.places, context.files);
        sysroot.libraryFolders.push_back(joinPath(folder.path, "lib"));
        sysroot.pieces.push_back(std::move(folder));
      }
}

bool findsMinGwLibrary(std::string_view name, bool dynamic, const LibrarySearch &search,
                       const FileReader &files) {
  std::vector<std::string> names = fileNames(name, dynamic);
  return std::any_of(names.begin(), names.end(), [&](const std::string &file) {
    return search.later.contains(file) || !folderWith(file, search.folders, files).empty();
  });
}

std::string lowerCaseLibrary(std::string_view name) {
  std::string text(name);
  for (char &c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

void useLowerCaseLibraries(const LibrarySearch &search, const FileReader &files, LinkLine &line) {
  for (size_t i = 0; i < line.items().size(); ++i) {
    const LinkLine::Item item = line.items()[i];
    bool library = item.option && item.part == 0 && item.option->getOption().matches(OPT_l);
    if (!library || item.fate == Note::Fate::dropped) continue;
    std::string_view name = item.option->getValue();
    std::string lower = lowerCaseLibrary(name);
    if (lower == name || findsMinGwLibrary(name, true, search, files) ||
        !findsMinGwLibrary(lower, true, search, files))
      continue;
    bool joined = item.text.ends_with(name);
    std::string head = joined ? item.text.substr(0, item.text.size() - name.size()) : std::string();
    line.retranslate(joined ? i : i + 1, head + lower, "as the library is spelled");
  }
}

} // namespace linkshim
