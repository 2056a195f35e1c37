#pragma once
#include "shim/link/Format.h"
#include "shim/provider/Provider.h"

namespace linkshim {

/// Functions for calls with link.exe's options.

/// The input files of such a call: lld knows more options than Options.td names, and a word such as /NXCOMPAT
/// or /OPT:REF is one of these, where a path has a second slash or an extension before any colon.
std::vector<std::string> linkExeInputs(const LinkRequest &request);

/// Fails for an input that was made for another processor or system, a .def file that breaks the rules, and a
/// folder of the user's that is none or has no libraries for the target; `missing` is a library that no
/// folder of the call has, or empty.
Result<void> checkLinkExeCall(const LinkRequest &request, const Provider &linker, std::string_view missing);

/// The files that such a call writes: the image, and what goes with it under names of its own or the image's.
/// None where the call does not name the image.
std::vector<std::string> outputsOfLinkExe(const Arguments &arguments);

} // namespace linkshim
