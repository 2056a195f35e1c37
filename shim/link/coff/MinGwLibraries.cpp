#include "shim/link/coff/MinGwLibraries.h"
#include "shim/sysroot/UserSysroot.h"
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

bool findsMinGwLibrary(std::string_view name, bool dynamic, const std::vector<std::string> &folders,
                       const FileReader &files) {
  std::vector<std::string> names = fileNames(name, dynamic);
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string &file) { return !folderWith(file, folders, files).empty(); });
}

std::string lowerCaseLibrary(std::string_view name) {
  std::string text(name);
  for (char &c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

void useLowerCaseLibraries(const std::vector<std::string> &folders, const FileReader &files, LinkLine &line) {
  for (size_t i = 0; i < line.items().size(); ++i) {
    const LinkLine::Item item = line.items()[i];
    bool library = item.option && item.part == 0 && item.option->getOption().matches(OPT_l);
    if (!library || item.fate == Note::Fate::dropped) continue;
    std::string_view name = item.option->getValue();
    std::string lower = lowerCaseLibrary(name);
    if (lower == name || findsMinGwLibrary(name, true, folders, files) ||
        !findsMinGwLibrary(lower, true, folders, files))
      continue;
    bool joined = item.text.ends_with(name);
    std::string head = joined ? item.text.substr(0, item.text.size() - name.size()) : std::string();
    line.retranslate(joined ? i : i + 1, head + lower, "as the library is spelled");
  }
}

} // namespace linkshim
