#pragma once
#include "sysroots/Piece.h"
#include <string_view>
#include <vector>

namespace linkshim::musl {

/// What a dynamic musl link of `arch` (Target::muslArch) needs, as files of one folder; nothing else has to
/// be installed. The stub libc.so, whose SONAME is libc.so (docs/musl.md says why), libgcc_s.so.1 and
/// libgcc_s.so with the unwinder, the start files Scrt1.o crt1.o crti.o crtn.o crtbegin.o crtbeginS.o
/// crtend.o crtendS.o, and empty archives for -lm, -lpthread and the other names that are part of libc. Empty
/// when there is no symbol table for `arch`. The same input gives the same bytes.
Pieces makeDynamicPieces(std::string_view arch);

/// The names that makeDynamicPieces knows, sorted.
std::vector<std::string_view> allArches();

/// Changes whenever the bytes that makeDynamicPieces makes may change.
std::string_view generation();

} // namespace linkshim::musl
