#pragma once
#include "shim/base/Failure.h"
#include "shim/base/FileSystem.h"
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

/// The dialect of a response file: rustc names its own `linker-arguments`; `windowsStyle` says that the
/// target's linker is link.exe, for which rustc and others quote as Windows does.
Quoting quotingOf(std::string_view path, bool windowsStyle);

/// The arguments in the text of a response file. UTF-16 with a byte order mark is understood, as rustc writes
/// it for link.exe. Never fails: an unfinished quotation ends with the text.
std::vector<std::string> splitResponseText(std::string_view text, Quoting quoting);

/// The same arguments in GNU quoting, one a line, as lld, mold and GNU ld read them back.
std::string quoteResponseText(const std::vector<std::string> &args);

/// Replaces each `@file` by what the file holds, also inside of files, up to a depth of 64. A name that does
/// not exist stands for itself, as with GCC and clang. The value tells whether there was any. Fails for a
/// file that exists and cannot be read, and for files that name each other without end.
Result<bool> expandResponseFiles(std::vector<std::string> &args, const FileReader &files, bool windowsStyle);

} // namespace linkshim
