#include "shim/link/notes/Hint.h"
#include "shim/link/GccLibrary.h"
#include "sysroots/bsd/Bsd.h"
#include "sysroots/glibc/Glibc.h"
#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <utility>

namespace linkshim {
namespace {

template <size_t N> bool isAmong(const std::string_view (&names)[N], std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

/// In the place of the floor: the link has no shared library that linkshim knows.
constexpr std::string_view noLibraries = "none";

bool namesCxxLibrary(const LinkedFor &link) {
  return link.names("c++") || link.names("stdc++") || link.names("c++abi") || link.names("supc++");
}

bool isThere(const std::vector<std::string> &names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// `m` for libm.so.6.
std::string_view linkName(std::string_view soname) {
  soname = soname.substr(0, soname.find('.'));
  soname.remove_prefix(std::min<size_t>(soname.size(), std::string_view("lib").size()));
  return soname;
}

/// What glibc tells of a link for one of its floors.
class GlibcHints {
public:
  explicit GlibcHints(const LinkedFor &link) : link(link), floor(*link.floor) {}

  std::string onSymbol(std::string_view symbol) const;
  std::string onLibrary(std::string_view library) const;
  bool hasLibrary(std::string_view name) const { return hasLibrary(name, floor); }

private:
  bool hasLibrary(std::string_view name, Version at) const {
    return isThere(glibc::libraryNames(link.target->glibcAbi, at), name);
  }
  std::string floorThatWouldDo(Version other) const {
    return fmt::format("a floor of {0} would do: {1}.{0}", other.str(), link.target->triple);
  }
  std::string inLibrary(std::string_view symbol, std::string_view soname) const;

  const LinkedFor &link;
  Version floor;
};

/// A symbol that a library of the floor has, so that the line lacks that library.
std::string GlibcHints::inLibrary(std::string_view symbol, std::string_view soname) const {
  std::string_view name = linkName(soname);
  bool own = hasLibrary(name);
  if (link.names(own ? name : "c")) return {}; // it is on the line, so that something else is wrong
  if (own && name != "c") return fmt::format("{} is in glibc's {}; add -l{}", symbol, soname, name);
  return fmt::format("{} is in glibc's {}, and this link names no C library; add -lc", symbol, soname);
}

std::string GlibcHints::onSymbol(std::string_view symbol) const {
  std::optional<glibc::SymbolOrigin> origin = glibc::findSymbol(link.target->glibcAbi, symbol, floor);
  if (!origin) return {};
  if (origin->since > floor)
    return fmt::format("{} came with glibc {} ({}), and this link is for {}; {}", symbol, origin->since.str(),
                       origin->library, floor.str(), floorThatWouldDo(origin->since));
  if (origin->atFloor) return inLibrary(symbol, origin->library);
  return fmt::format("glibc {} has {} for programs that were linked long ago, not for new ones", floor.str(),
                     symbol);
}

std::string GlibcHints::onLibrary(std::string_view library) const {
  std::optional<Version> newest = glibc::newestFloor(link.target->glibcAbi);
  for (Version other = floor; newest && other.minor <= newest->minor; ++other.minor)
    if (hasLibrary(library, other))
      return fmt::format("glibc has lib{} from {} on; {}", library, other.str(), floorThatWouldDo(other));
  std::string fetch = link.target->debian.empty()
                          ? ""
                          : fmt::format(", or fetch the package that has it: linkshim sysroot add {} PACKAGE",
                                        link.target->triple);
  return fmt::format("lib{} is no part of glibc {}; give the folder of the target's own with -L{}", library,
                     floor.str(), fetch);
}

/// A symbol of a BSD's stubs, so that the line lacks the library.
std::string hintForBsd(const LinkedFor &link, std::string_view symbol) {
  std::string library = bsd::libraryWith(link.target->stubAbi, symbol);
  if (library.empty() || link.names(library)) return {};
  return fmt::format("{} is in the system's lib{}; add -l{}", symbol, library, library);
}

std::string hintOnSymbol(const LinkedFor &link, std::string_view symbol) {
  const Target &target = *link.target;
  if (target.cxx && isOfCxxLibrary(symbol) && !namesCxxLibrary(link))
    return link.byDriver ? fmt::format("{} is in the C++ library; link with {}-c++, or add -lc++", symbol,
                                       target.triple)
                         : fmt::format("{} is in the C++ library; add -lc++", symbol);
  if (link.floor) return GlibcHints(link).onSymbol(symbol);
  return target.stubAbi.empty() ? "" : hintForBsd(link, symbol);
}

std::string hintOnLibrary(const LinkedFor &link, std::string_view library) {
  bool ours = library == "gcc_s" || (link.floor && GlibcHints(link).hasLibrary(library));
  if (isThere(link.libraries, fmt::format("+{}", library)))
    return fmt::format("-l{0} stands behind -Bstatic, where only lib{0}.a will do{1}; put {2} before it",
                       library,
                       !ours        ? ", and -L names no folder with one"
                       : link.floor ? ", and linkshim brings glibc's shared libraries alone"
                                    : "",
                       link.byDriver ? "-Wl,-Bdynamic" : "-Bdynamic");
  if (ours || library.ends_with(".lib")) return {}; // Windows' name of another system's library
  if (link.floor) return GlibcHints(link).onLibrary(library);
  return fmt::format("linkshim brings no lib{} for {}; give the folder of the target's own with -L", library,
                     link.target->triple);
}

std::string asNote(std::string text) {
  return text.empty() ? text : fmt::format("linkshim: note: {}\n", text);
}

/// The names after -l in a line, for the variable. What was added belongs to no option, so the texts tell.
std::string namedLibraries(const LinkLine &line) {
  constexpr std::string_view archives[] = {"-Bstatic", "-static", "-dn", "-non_shared"},
                             either[] = {"-Bdynamic", "-dy", "-call_shared"};
  std::string names;
  bool fixed = false, saved = false;
  bool isName = false; // after an -l of its own
  for (const LinkLine::Item &item : line.items()) {
    if (item.fate == Note::Fate::dropped) continue;
    std::string_view text = item.text;
    std::string_view name = std::exchange(isName, text == "-l") ? text
                            : text.starts_with("-l")            ? text.substr(2)
                                                                : "";
    if (isAmong(archives, text)) fixed = true;
    if (isAmong(either, text)) fixed = false;
    if (text == "--push-state") saved = fixed;
    if (text == "--pop-state") fixed = saved;
    if (!name.empty() && name.find(' ') == std::string_view::npos)
      names += fmt::format(" {}{}", fixed ? "+" : "", name);
  }
  return names;
}

} // namespace

bool isOfCxxLibrary(std::string_view symbol) {
  constexpr std::string_view beginnings[] = {"_Znw",
                                             "_Zna",
                                             "_Zdl",
                                             "_Zda",
                                             "__cxa_",
                                             "__gxx_personality",
                                             "_ZSt9terminatev",
                                             "_ZTVN10__cxxabiv1",
                                             "_ZTISt",
                                             "_ZNSt3__1",
                                             "_ZNKSt3__1",
                                             "_ZTVNSt3__1",
                                             "_ZTINSt3__1"};
  constexpr std::string_view libcs[] = {"__cxa_finalize", "__cxa_atexit", "__cxa_thread_atexit_impl",
                                        "__cxa_at_quick_exit"};
  return !isAmong(libcs, symbol) &&
         std::any_of(std::begin(beginnings), std::end(beginnings),
                     [&](std::string_view beginning) { return symbol.starts_with(beginning); });
}

bool LinkedFor::names(std::string_view library) const {
  return isThere(libraries, library) || isThere(libraries, fmt::format("+{}", library));
}

std::vector<EnvironmentChange> askForHints(const LinkRequest &request, const Provider &linker, bool isStatic,
                                           LinkLine &line) {
  const Invocation &invocation = request.invocation;
  const std::string &self = request.context.self;
  const Target &target = *invocation.target;
  if (!linker.isLld() || self.empty()) return {};
  line.add(fmt::format("--error-handling-script={}", self), "tells where a missing symbol is to be had");
  bool shared = !isStatic && (invocation.floor || !target.muslArch.empty() || !target.stubAbi.empty());
  std::string floor = !shared ? std::string(noLibraries) : invocation.floor ? invocation.floor->str() : "-";
  return {{std::string(hintVariable),
           fmt::format("{} {} {}", target.triple, floor, request.arguments().isDriver() ? "cc" : "ld")}};
}

void tellLibraries(const LinkLine &line, std::vector<EnvironmentChange> &environment) {
  for (EnvironmentChange &change : environment)
    if (change.name == hintVariable) *change.value += namedLibraries(line);
}

bool isHintCall(const std::vector<std::string> &args, const Environment &environment) {
  return args.size() == 2 && (args[0] == "undefined-symbol" || args[0] == "missing-lib") &&
         environment.get(hintVariable).has_value();
}

std::string_view remedyOf(std::string_view hint) {
  size_t end = hint.find("; ");
  return end == std::string_view::npos ? hint : hint.substr(end);
}

std::string symbolHint(const LinkedFor &link, std::string_view symbol) {
  return asNote(hintOnSymbol(link, symbol));
}

std::string libraryHint(const LinkedFor &link, std::string_view library) {
  return asNote(hintOnLibrary(link, library));
}

std::string linkHint(const std::vector<std::string> &args, const Environment &environment) {
  std::vector<std::string_view> linked = splitWords(environment.value(hintVariable));
  constexpr size_t fixedWords = 3;
  if (linked.size() < fixedWords) return {};
  const Target *target = findTarget(linked[0]);
  std::optional<Version> floor = Version::parse(linked[1]);
  if (!target) return {};
  LinkedFor link{target, floor, linked[2] == "cc", {linked.begin() + fixedWords, linked.end()}};
  bool library = args[0] == "missing-lib";
  bool behindBstatic = isThere(link.libraries, fmt::format("+{}", args[1]));
  if (library && !behindBstatic && !(floor && gccLibrary(args[1]) == GccLibrary::libc))
    if (std::string advice = libraryAdvice(*target, args[1]); !advice.empty()) return asNote(advice);
  if (!library && isBuiltin(args[1])) return link.names("gcc") ? "" : asNote(builtinAdvice(*target, args[1]));
  if (linked[1] == noLibraries) return {};
  return library ? libraryHint(link, args[1]) : symbolHint(link, args[1]);
}

} // namespace linkshim
