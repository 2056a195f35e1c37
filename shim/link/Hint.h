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

/// Makes lld, in a link for a glibc floor, call this program when a symbol or library is missing. Returns the
/// variables that the linker's environment needs for that.
std::vector<EnvironmentChange> askForHints(const LinkRequest &request, const Provider &linker,
                                           LinkLine &line);

/// The variable that tells a program called by lld what is being linked: `<target> <floor>`.
inline constexpr std::string_view hintVariable = "LINKSHIM_LINKS_FOR";

/// True when lld has started this process because a symbol or a library is missing: it calls the program that
/// --error-handling-script names with `undefined-symbol NAME` or `missing-lib NAME`.
bool isHintCall(const std::vector<std::string> &args, const Environment &environment);

/// The hint for such a call: which glibc introduced the symbol and which floor has it, or why glibc has no
/// such library. A line with its line end, or empty when there is nothing helpful to say.
std::string linkHint(const std::vector<std::string> &args, const Environment &environment);

/// The same for a symbol and for a library; `floor` is that of the link.
std::string symbolHint(const Target &target, Version floor, std::string_view symbol);
std::string libraryHint(const Target &target, Version floor, std::string_view library);

} // namespace linkshim
