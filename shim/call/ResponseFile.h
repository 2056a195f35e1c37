#pragma once
#include "shim/base/Failure.h"
#include "shim/base/FileSystem.h"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// How a response file quotes its arguments.
enum class Quoting : uint8_t {
  gnu, ///< libiberty: white space separates, quotes of both kinds group, a backslash takes the next character
  rustc,   ///< one argument a line; a backslash takes the next character, quotes stand for themselves
  windows, ///< the rules of the Microsoft C runtime
};

/// How a response file is quoted: rustc's own is named `linker-arguments`; with `windowsStyle` the target's
/// linker is link.exe, for which rustc and others quote as Windows does.
Quoting quotingOf(std::string_view path, bool windowsStyle);

/// The arguments in the text of a response file. UTF-16 with a byte order mark is understood, as rustc writes
/// it for link.exe. Never fails: an unfinished quotation ends with the text.
std::vector<std::string> splitResponseText(std::string_view text, Quoting quoting);

/// How a call asks for its response files to be read: `--rsp-quoting=` of clang and lld, which counts on the
/// command line alone; nullopt where it does not ask.
std::optional<Quoting> quotingAskedFor(const std::vector<std::string> &args);

/// The same arguments, one a line, as a program reads them back that quotes so. rustc's own quoting is for
/// reading alone.
std::string quoteResponseText(const std::vector<std::string> &args, Quoting quoting);

/// Replaces each `@file` by the arguments in the file, also inside of such files. A name that does not exist
/// stays as it is, as with GCC and clang. Returns whether there was any. Fails for a file that exists and
/// cannot be read, and for files that include each other endlessly.
Result<bool> expandResponseFiles(std::vector<std::string> &args, const FileReader &files, bool windowsStyle);

} // namespace linkshim
