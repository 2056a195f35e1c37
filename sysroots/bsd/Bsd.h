#pragma once
#include "sysroots/Piece.h"
#include <string>
#include <string_view>
#include <vector>

namespace linkshim::bsd {

/// What a dynamic link for a BSD needs, as files of one folder: stubs of the system's libraries under the
/// names by which they are linked, and the start files as the system calls them. `abi` is Target::stubAbi, as
/// in freebsd-x86_64. Empty when there is no table for it. The same input gives the same bytes.
Pieces makePieces(std::string_view abi);

/// The name after -l of the library whose stub has `symbol`; empty when none has it.
std::string libraryWith(std::string_view abi, std::string_view symbol);

/// The names that makePieces knows, sorted.
std::vector<std::string_view> allAbis();

/// Changes whenever the bytes that makePieces makes may change.
std::string_view generation();

} // namespace linkshim::bsd
