#pragma once
#include "shim/base/Failure.h"
#include "triples/Target.h"
#include "triples/Version.h"
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// Notes on links that failed, made from the linker's messages: lld's for Apple's systems, for Windows and
/// for WebAssembly call no --error-handling-script (Hint.h). Each is a line with its line end, or empty when
/// there is nothing helpful to say.

/// Of a link against linkshim's stubs of one of Apple's systems: which library or framework of the system has
/// a missing symbol, or, where an SDK may have what linkshim's lists lack, how to name one.
std::string appleNote(const Target &target, std::string_view messages);

/// Of a link for WebAssembly: where a function of the compiler's runtime or a library of GCC's is to be had.
std::string wasmNote(const Target &target, std::string_view messages);

/// A shared library that needs a newer glibc than the floor.
struct NewerLibrary {
  std::string path;
  Version needs;
};
/// Of a link for a glibc floor with such libraries, where lld found symbols in them that the floor has not.
std::string newerGlibcNote(const Target &target, Version floor, const std::vector<NewerLibrary> &libraries,
                           std::string_view messages);

/// Of a link for Windows, where lld did not find the library `name`.
std::string missingImportLibraryNote(const Target &target, std::string_view name, std::string_view messages);

/// Of a link with link.exe's options: what would bring a library or a function that is Microsoft's alone, and
/// what was compiled for MinGW. `byMicrosofts`: the link is with Microsoft's own libraries.
std::string linkExeNote(const Target &target, std::string_view messages, bool byMicrosofts);

/// The failure of such a link where no folder has the library `name`.
Failure microsoftsLibraryMissing(const Target &target, std::string_view name, bool byMicrosofts);

/// What stands behind `words` on those lines of a linker's messages that have them.
std::vector<std::string_view> valuesBehind(std::string_view words, std::string_view messages);

} // namespace linkshim
