#pragma once
#include "shim/inspect/BinaryFacts.h"
#include <string>
#include <string_view>

namespace linkshim {

/// Reads what the file `bytes` says of itself, by the magic that it begins with. False and `problem`, a
/// clause that follows the file's name ("is empty"), for a file of no known format and for a damaged one. No
/// bytes crash it, and it takes time in proportion to their number.
bool inspect(std::string_view bytes, BinaryFacts &facts, std::string &problem);

/// True for what begins as a file of a known format does.
bool looksLikeBinary(std::string_view bytes);

/// One format each, for files that begin with its magic.
bool inspectElf(std::string_view bytes, BinaryFacts &facts, std::string &problem);
bool inspectPe(std::string_view bytes, BinaryFacts &facts, std::string &problem);
bool inspectCoff(std::string_view bytes, BinaryFacts &facts, std::string &problem);
bool inspectMachO(std::string_view bytes, BinaryFacts &facts, std::string &problem);
bool inspectUniversal(std::string_view bytes, BinaryFacts &facts, std::string &problem);
bool inspectWasm(std::string_view bytes, BinaryFacts &facts, std::string &problem);
bool inspectArchive(std::string_view bytes, BinaryFacts &facts, std::string &problem);

} // namespace linkshim
