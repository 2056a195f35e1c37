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

/// Makes a link for a glibc floor ask this program, where the linker is lld, about what is missing. The value
/// is what the linker's environment needs for that.
std::vector<EnvironmentChange> askForHints(const LinkRequest &request, const Provider &linker,
                                           LinkLine &line);

/// The variable by which a link tells the helper below what it links for: `<target> <floor>`.
inline constexpr std::string_view hintVariable = "LINKSHIM_LINKS_FOR";

/// lld calls the program that --error-handling-script names when a symbol or a library is missing, with
/// `undefined-symbol NAME` or `missing-lib NAME`. True when this process was started so.
bool isHintCall(const std::vector<std::string> &args, const Environment &environment);

/// What there is to say: which glibc brought the symbol and which floor would do, or why glibc has no such
/// library. One line with its end, or empty when nothing is known that helps.
std::string linkHint(const std::vector<std::string> &args, const Environment &environment);

/// The same for known values; `floor` is what was linked for.
std::string symbolHint(const Target &target, Version floor, std::string_view symbol);
std::string libraryHint(const Target &target, Version floor, std::string_view library);

} // namespace linkshim
