#include "shim/link/notes/FailureNotes.h"
#include "shim/base/FileSystem.h"
#include "shim/link/GccLibrary.h"
#include "shim/link/notes/Hint.h"
#include "shim/sysroot/DarwinSdk.h"
#include "sysroots/apple/Apple.h"
#include <algorithm>
#include <cctype>
#include <fmt/format.h>

namespace linkshim {
namespace {

/// True for what a C++ library defines, as lld prints it: with an underscore before it, or demangled.
bool isOfAppleCxx(std::string_view symbol) {
  constexpr std::string_view beginnings[] = {"std::", "operator new", "operator delete",
                                             "vtable for std::", "typeinfo for std::"};
  if (symbol.starts_with('_') && isOfCxxLibrary(symbol.substr(1))) return true;
  return std::any_of(std::begin(beginnings), std::end(beginnings),
                     [&](std::string_view beginning) { return symbol.starts_with(beginning); });
}

/// True for a name that the system could export: a C function or an Objective-C class. A program's own start,
/// the compiler's runtime (___divdc3) and mangled names are no part of an SDK.
bool couldBeInAnSdk(std::string_view symbol) {
  if (symbol.starts_with("_OBJC_CLASS_$_") || symbol.starts_with("_OBJC_METACLASS_$_")) return true;
  bool plain = std::all_of(symbol.begin(), symbol.end(),
                           [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c == '$'; });
  bool mangled = symbol.starts_with("__Z") || symbol.starts_with("__R") || symbol.starts_with("_$s");
  return plain && symbol.starts_with('_') && !symbol.starts_with("___") && !mangled && symbol != "_main";
}

std::string asNote(std::string text) {
  return fmt::format("linkshim: note: {}\n", text);
}

} // namespace

std::vector<std::string_view> valuesBehind(std::string_view words, std::string_view messages) {
  std::vector<std::string_view> values;
  while (!messages.empty()) {
    size_t end = std::min(messages.find('\n'), messages.size());
    std::string_view line = messages.substr(0, end);
    messages.remove_prefix(std::min(end + 1, messages.size()));
    if (size_t at = line.find(words); at != std::string_view::npos)
      values.push_back(line.substr(at + words.size()));
  }
  return values;
}

std::string appleNote(const Target &target, std::string_view messages) {
  const apple::Platform *platform = apple::findPlatform(target.platform);
  std::vector<std::string_view> symbols = valuesBehind("undefined symbol: ", messages);
  if (!platform) return {};
  for (std::string_view symbol : symbols) {
    if (isOfAppleCxx(symbol))
      return asNote(
          fmt::format("{} is in the C++ library; link with {}-c++, or add -lc++", symbol, target.triple));
    if (symbol.starts_with('_') && isBuiltin(symbol.substr(1))) return asNote(builtinAdvice(target, symbol));
    if (std::string option = apple::optionFor(*platform, symbol); !option.empty())
      return asNote(
          fmt::format("the system has {} in a library that is not on the line; add {}", symbol, option));
  }
  for (std::string_view library : valuesBehind("library not found for -l", messages)) {
    if (library.ends_with(".lib")) continue; // Windows' name of another system's library
    if (gccLibrary(library) == GccLibrary::absent || gccLibrary(library) == GccLibrary::openMp)
      return asNote(libraryAdvice(target, library));
    return asNote(
        fmt::format("linkshim's own lists of the system's libraries have no lib{}; give its folder with "
                    "-L, or, if an SDK has it: {}",
                    library, howToNameSdk(target)));
  }
  for (std::string_view symbol : symbols)
    if (couldBeInAnSdk(symbol))
      return asNote(
          fmt::format("linkshim's own lists of what the system exports lack {}; if an SDK has it: {}", symbol,
                      howToNameSdk(target)));
  return {};
}

std::string wasmNote(const Target &target, std::string_view messages) {
  for (std::string_view library : valuesBehind("unable to find library -l", messages))
    if (std::string advice = libraryAdvice(target, library); !advice.empty()) return asNote(advice);
  for (std::string_view symbol : valuesBehind("undefined symbol: ", messages))
    if (isBuiltin(symbol)) return asNote(builtinAdvice(target, symbol));
  return {};
}

std::string newerGlibcNote(const Target &target, Version floor, const std::vector<NewerLibrary> &libraries,
                           std::string_view messages) {
  constexpr std::string_view refused = "(disallowed by --no-allow-shlib-undefined)";
  if (messages.find(refused) == std::string_view::npos) return {};
  const NewerLibrary *newest = nullptr; // its floor does for the others too
  for (const NewerLibrary &library : libraries)
    if (messages.find(baseName(library.path)) != std::string_view::npos &&
        (!newest || newest->needs < library.needs))
      newest = &library;
  if (!newest) return {};
  return asNote(
      fmt::format("{0} needs glibc {1}, and this link is for {2}; a floor of {1} would do: {3}.{1}, or a "
                  "library of an older system: linkshim sysroot add --sources FILE {3} PACKAGE",
                  newest->path, newest->needs.str(), floor.str(), target.triple));
}

std::string missingImportLibraryNote(const Target &target, std::string_view name, std::string_view messages) {
  if (messages.find(fmt::format("unable to find library -l{}", name)) == std::string_view::npos) return {};
  if (std::string advice = libraryAdvice(target, name); !advice.empty()) return asNote(advice);
  constexpr std::string_view ending = ".lib";
  if (name.ends_with(ending))
    return asNote(fmt::format("-l takes the name of a library without {}; write -l{}", ending,
                              name.substr(0, name.size() - ending.size())));
  return asNote(
      fmt::format("there is no import library for -l{0}: give the folder of one by -L, or make it from a "
                  "list of the DLL's symbols: {1}-dlltool -d {0}.def -l lib{0}.a",
                  name, target.triple));
}

} // namespace linkshim
