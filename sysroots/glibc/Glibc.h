#pragma once
#include "sysroots/Piece.h"
#include "triples/Version.h"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim::glibc {

/// The newest floor that the symbol table of `abi` covers; nullopt when there is no such table.
std::optional<Version> newestFloor(std::string_view abi);

/// Everything that a glibc link of `abi` (Target::glibcAbi) at `floor` needs, as files of one folder: the
/// shared library stubs under the names that `-l` looks for (libc.so a script, libm.so, ...) and under their
/// SONAMEs, the loader's stub, libc_nonshared.a, libgcc_s.so.1 and libgcc_s.so, and the start files Scrt1.o
/// crt1.o crti.o crtn.o crtbegin.o crtbeginS.o crtbeginT.o crtend.o crtendS.o. The caller has checked the
/// floor. The same input gives the same bytes.
Pieces makePieces(std::string_view abi, Version floor);

/// Changes whenever the bytes that makePieces makes may change: a digest of the tables, the objects and the
/// generator.
std::string_view generation();

/// The libraries of glibc whose stubs exist at `floor`, as `-l` names: c, m, pthread, ...
std::vector<std::string> libraryNames(std::string_view abi, Version floor);

/// The glibc that introduced `symbol` (its lowest version in any library of the table), and the library in
/// which new programs find it: at `floor`, else in the newest glibc.
struct SymbolOrigin {
  std::string library;
  Version since;
  bool atFloor; ///< a link at `floor` finds it in `library`
};
std::optional<SymbolOrigin> findSymbol(std::string_view abi, std::string_view symbol, Version floor);

} // namespace linkshim::glibc
