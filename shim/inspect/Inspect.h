#pragma once
#include "shim/inspect/BinaryFacts.h"
#include <expected>
#include <string>
#include <string_view>

namespace linkshim {

/// What was read from a file, or why it cannot be read: a clause that follows the file's name ("is empty").
template <typename T> using Reading = std::expected<T, std::string>;

/// The clause as the value that a function of any Reading returns.
inline std::unexpected<std::string> unreadable(std::string clause) {
  return std::unexpected(std::move(clause));
}

/// Reads what the file `bytes` says of itself, by the magic number at its start. A file of an unknown format
/// is refused, and so is a damaged one. No bytes crash it, and its time is linear in their number.
Reading<BinaryFacts> inspect(std::string_view bytes);

/// True for what begins as a file of a known format does.
bool looksLikeBinary(std::string_view bytes);

/// One format each, for files that begin with its magic number.
Reading<BinaryFacts> inspectElf(std::string_view bytes);
Reading<BinaryFacts> inspectPe(std::string_view bytes);
Reading<BinaryFacts> inspectCoff(std::string_view bytes);
Reading<BinaryFacts> inspectMachO(std::string_view bytes);
Reading<BinaryFacts> inspectUniversal(std::string_view bytes);
Reading<BinaryFacts> inspectWasm(std::string_view bytes);
Reading<BinaryFacts> inspectArchive(std::string_view bytes);

/// The facts that are known of any file before it is read.
inline BinaryFacts factsOf(BinaryFormat format, std::string_view bytes) {
  BinaryFacts facts;
  facts.format = format;
  facts.size = bytes.size();
  return facts;
}

} // namespace linkshim
