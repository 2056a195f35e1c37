#pragma once
#include "sysroots/Piece.h"
#include "sysroots/elf/StubWriter.h"
#include "llvm/ADT/SmallVector.h"
#include <string_view>

namespace linkshim::elf {

/// Symbol tables and start files as pack_tables.py packs them: the lines of the tables, and the files,
/// each behind a line `ARCH NAME SIZE`.
struct PackedTables {
  llvm::SmallVector<uint8_t, 0> bytes;
  std::string_view text, files; ///< inside `bytes`
};

PackedTables unpackTables(std::string_view blob);

/// Adds the files of one architecture.
void addFiles(Pieces &pieces, std::string_view files, std::string_view arch);

// Functions that read the lines of the tables.

/// Cuts `text` up to the next `separator` and returns what was before it.
std::string_view cut(std::string_view &text, char separator);

/// A decimal number, or a hexadecimal one that begins with 0x.
uint64_t toNumber(std::string_view text);

/// The value of a word `key=value` of a line, or empty.
std::string_view valueOf(std::string_view line, std::string_view key);

bool hasWord(std::string_view line, std::string_view wanted);

/// From the words `machine=N class=N endian=E flags=N` of a line.
Machine parseMachine(std::string_view line);

/// func, data, rodata or tls.
SymbolKind parseKind(std::string_view word);

} // namespace linkshim::elf
