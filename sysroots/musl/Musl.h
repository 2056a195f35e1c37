#pragma once
#include "sysroots/Piece.h"
#include <string_view>

namespace linkshim::musl {

/// What a dynamic musl link of `arch` (Target::muslArch) needs beside the start files: stubs named libc.so (its SONAME
/// is libc.so) and libgcc_s.so.1 / libgcc_s.so. Empty when there is no symbol table for `arch`.
Pieces makeDynamicPieces(std::string_view arch);

/// Changes whenever the bytes that makeDynamicPieces makes may change.
std::string_view generation();

} // namespace linkshim::musl
