#include "shim/base/FileSystem.h"
#include "shim/link/notes/FailureNotes.h"
#include "llvm/ADT/StringRef.h"
#include <algorithm>
#include <fmt/format.h>
#include <iterator>

// Notes on links with link.exe's options, whose messages are lld's for COFF.
namespace linkshim {
namespace {

constexpr std::string_view howToBring = "export XWIN_DIR=/path/to/it",
                           whatItNames = "which names a folder that `xwin splat` made";

/// Libraries that only Microsoft has, by their names without case and ending.
enum class Microsofts : uint8_t { none, cxx, debug };
struct Library {
  std::string_view name;
  Microsofts kind;
};
constexpr Library libraries[] = {
    {"msvcprt", Microsofts::cxx},         {"msvcprtd", Microsofts::cxx},   {"libcpmt", Microsofts::cxx},
    {"libcpmtd", Microsofts::cxx},        {"libcpmt1", Microsofts::cxx},   {"concrt", Microsofts::cxx},
    {"vcomp", Microsofts::cxx},           {"msvcrtd", Microsofts::debug},  {"libcmtd", Microsofts::debug},
    {"ucrtd", Microsofts::debug},         {"libucrtd", Microsofts::debug}, {"vcruntimed", Microsofts::debug},
    {"libvcruntimed", Microsofts::debug},
};

llvm::StringRef withoutEnding(llvm::StringRef name) {
  name.consume_back_insensitive(".lib");
  return name;
}

Microsofts kindOf(llvm::StringRef name) {
  auto found = std::find_if(std::begin(libraries), std::end(libraries), [&](const Library &library) {
    return withoutEnding(name).equals_insensitive(llvm::StringRef(library.name));
  });
  return found == std::end(libraries) ? Microsofts::none : found->kind;
}

/// True for a symbol of the C++ library, as lld prints it: demangled, or with /demangle:no mangled.
bool isOfMicrosoftsCxx(std::string_view symbol) {
  constexpr std::string_view parts[] = {" std::", "(std::", "<std::", "@std@@"};
  return symbol.starts_with("std::") ||
         std::any_of(std::begin(parts), std::end(parts),
                     [&](std::string_view part) { return symbol.find(part) != std::string_view::npos; });
}

/// True for a function that Microsoft's compiler calls and only its own runtime has.
bool isOfMicrosoftsRuntime(std::string_view symbol) {
  constexpr std::string_view beginnings[] = {"__std_",        "__vcrt_",
                                             "__scrt_",       "__acrt_",
                                             "__dcrt_",       "_RTC_",
                                             "_CrtDbg",       "_Cnd_",
                                             "_Mtx_",         "_Thrd_",
                                             "_Init_thread_", "__CxxFrameHandler4",
                                             "__libm_sse2_",  "__report_rangecheck",
                                             "__ehvec_",      "_vcrt_"};
  if (symbol.starts_with("__imp_")) symbol.remove_prefix(6);
  return std::any_of(std::begin(beginnings), std::end(beginnings), [&](std::string_view beginning) {
    return symbol.starts_with(beginning) ||
           (symbol.starts_with('_') && symbol.substr(1).starts_with(beginning));
  });
}

/// True for a function that compilers for MinGW call.
bool isOfMinGw(std::string_view symbol) {
  constexpr std::string_view beginnings[] = {"__mingw_", "___chkstk_ms", "__gxx_personality",
                                             "_Unwind_", "__emutls_",    "_pei386_runtime_relocator",
                                             "_Znw",     "_ZSt",         "_ZNSt"};
  return std::any_of(std::begin(beginnings), std::end(beginnings),
                     [&](std::string_view beginning) { return symbol.starts_with(beginning); });
}

std::string noteOnSymbol(const Target &target, std::string_view symbol, bool byMicrosofts) {
  if (isOfMinGw(symbol))
    return fmt::format("{} is of mingw-w64's runtime, so what refers to it was compiled for windows-gnu; "
                       "compile it with {}-cc",
                       symbol, target.triple);
  if (byMicrosofts) return {};
  if (isOfMicrosoftsCxx(symbol))
    return fmt::format("{} is of Microsoft's C++ library, which linkshim does not bring; {}, {}", symbol,
                       howToBring, whatItNames);
  if (isOfMicrosoftsRuntime(symbol))
    return fmt::format("{} is of Microsoft's own C runtime, and linkshim's does without it; {}, {}", symbol,
                       howToBring, whatItNames);
  return {};
}

/// The values between `words` and the next quotation mark.
std::vector<std::string_view> quotedBehind(std::string_view words, std::string_view messages) {
  std::vector<std::string_view> values = valuesBehind(words, messages);
  for (std::string_view &value : values)
    value = value.substr(0, value.find('\''));
  return values;
}

} // namespace

Failure microsoftsLibraryMissing(const Target &target, std::string_view name, bool byMicrosofts) {
  Failure failure{
      fmt::format("no folder of this link has {}", name), {{"target", std::string(target.triple)}}, {}};
  Microsofts kind = kindOf(llvm::StringRef(name));
  if (kind == Microsofts::cxx)
    failure.what = fmt::format("{} is of Microsoft's C++ library, which linkshim does not bring", name);
  if (kind == Microsofts::debug)
    failure.what = fmt::format("{} is for debugging with Microsoft's compiler, and no part of Windows", name);
  if (kind == Microsofts::none)
    failure.facts.emplace_back("linkshim has", "an import library for each DLL that mingw-w64 describes");
  failure.facts.emplace_back(
      "others'", "by their folder: rustc -L native=DIR, /libpath:DIR; vcpkg's is installed/x64-windows/lib");
  if (kind == Microsofts::none && !byMicrosofts)
    failure.facts.emplace_back("Microsoft's", "by XWIN_DIR: " + std::string(target.needsText));
  failure.action = kind == Microsofts::debug ? "compile without /MDd and /MTd (-D_DEBUG)"
                   : byMicrosofts            ? fmt::format("find / -iname {}", name)
                                             : std::string(howToBring);
  if (kind != Microsofts::none) failure.facts.pop_back();
  return failure;
}

std::string linkExeNote(const Target &target, std::string_view messages, bool byMicrosofts) {
  for (std::string_view name : quotedBehind("could not open '", messages)) {
    bool library = llvm::StringRef(name).ends_with_insensitive(".lib");
    if (!library || name.find('/') != std::string_view::npos) continue;
    Failure failure = microsoftsLibraryMissing(target, name, byMicrosofts);
    return fmt::format("linkshim: note: {}; {}\n", failure.what, failure.action);
  }
  for (std::string_view symbol : valuesBehind("undefined symbol: ", messages))
    if (std::string note = noteOnSymbol(target, symbol, byMicrosofts); !note.empty())
      return fmt::format("linkshim: note: {}\n", note);
  return {};
}

} // namespace linkshim
