#pragma once
#include "shim/link/Format.h"
#include "shim/plan/LinkLine.h"
#include "shim/provider/Provider.h"
#include "triples/Target.h"
#include "triples/Version.h"
#include <optional>
#include <string>
#include <vector>

namespace linkshim {

/// Makes lld call this program when a symbol or library is missing. `isStatic`: the C library is an archive,
/// so that no hint speaks of linkshim's shared ones. Returns the variables that the linker's environment
/// needs for that.
std::vector<EnvironmentChange> askForHints(const LinkRequest &request, const Provider &linker, bool isStatic,
                                           LinkLine &line);

/// Puts the libraries of the finished line into these variables: what a missing symbol means depends on them.
void tellLibraries(const LinkLine &line, std::vector<EnvironmentChange> &environment);

/// The variable that tells a program called by lld what is being linked: `<target> <floor> <tool>`, the
/// floor `-` where there is none, and a word for each library, which for one behind -Bstatic begins with a
/// plus sign.
inline constexpr std::string_view hintVariable = "LINKSHIM_LINKS_FOR";

/// The variable that has such a program print at once, and not after the linker's end: for a linker whose
/// messages are collected.
inline constexpr std::string_view hintAtOnceVariable = "LINKSHIM_HINT_AT_ONCE";

/// A link as that variable tells it.
struct LinkedFor {
  const Target *target = nullptr;
  std::optional<Version> floor;       ///< of glibc
  bool byDriver = true;               ///< by cc or c++, not by ld
  std::vector<std::string> libraries; ///< names after -l; `+` before one of which only an archive will do
  bool names(std::string_view library) const;
};

/// True for what every C++ object may refer to and the C++ library defines: operators new and delete, the
/// functions of exceptions and of type information, and libc++'s own namespace. What is libstdc++'s alone is
/// not among them, since libc++ does not have it.
bool isOfCxxLibrary(std::string_view symbol);

/// True when lld has started this process because a symbol or a library is missing: it calls the program that
/// --error-handling-script names with `undefined-symbol NAME` or `missing-lib NAME`.
bool isHintCall(const std::vector<std::string> &args, const Environment &environment);

/// The hint for such a call. A line with its line end, or empty when there is nothing helpful to say.
std::string linkHint(const std::vector<std::string> &args, const Environment &environment);

/// The end of a hint, which says what to do about it and names no symbol; the whole hint where it has none.
std::string_view remedyOf(std::string_view hint);

/// The same for a symbol and for a library.
std::string symbolHint(const LinkedFor &link, std::string_view symbol);
std::string libraryHint(const LinkedFor &link, std::string_view library);

} // namespace linkshim
