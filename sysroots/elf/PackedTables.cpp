#include "sysroots/elf/PackedTables.h"
#include "llvm/Support/Compression.h"
#include "llvm/Support/Error.h"
#include <algorithm>
#include <charconv>

namespace linkshim::elf {

std::string_view cut(std::string_view &text, char separator) {
  size_t end = std::min(text.find(separator), text.size());
  std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

uint64_t toNumber(std::string_view text) {
  bool hex = text.starts_with("0x");
  uint64_t value = 0;
  std::from_chars(text.data() + (hex ? 2 : 0), text.data() + text.size(), value, hex ? 16 : 10);
  return value;
}

std::string_view valueOf(std::string_view line, std::string_view key) {
  while (!line.empty()) {
    std::string_view word = cut(line, ' ');
    if (word.size() > key.size() && word.starts_with(key) && word[key.size()] == '=')
      return word.substr(key.size() + 1);
  }
  return {};
}

bool hasWord(std::string_view line, std::string_view wanted) {
  while (!line.empty())
    if (cut(line, ' ') == wanted) return true;
  return false;
}

PackedTables unpackTables(std::string_view blob) {
  size_t size = toNumber(cut(blob, '\n'));
  PackedTables tables;
  llvm::ArrayRef<uint8_t> packed(reinterpret_cast<const uint8_t *>(blob.data()), blob.size());
  if (llvm::Error error = llvm::compression::zlib::decompress(packed, tables.bytes, size)) {
    llvm::consumeError(std::move(error));
    return tables;
  }
  tables.files = {reinterpret_cast<const char *>(tables.bytes.data()), tables.bytes.size()};
  tables.text = cut(tables.files, '\0');
  return tables;
}

void addFiles(Pieces &pieces, std::string_view files, std::string_view arch) {
  while (!files.empty()) {
    std::string_view line = cut(files, '\n');
    std::string_view owner = cut(line, ' ');
    std::string_view name = cut(line, ' ');
    size_t size = toNumber(line);
    if (owner == arch) pieces.push_back({std::string(name), std::string(files.substr(0, size))});
    files.remove_prefix(std::min(size, files.size()));
  }
}

Machine parseMachine(std::string_view line) {
  Machine machine;
  machine.number = static_cast<uint16_t>(toNumber(valueOf(line, "machine")));
  machine.bits = static_cast<uint8_t>(toNumber(valueOf(line, "class")));
  machine.bigEndian = valueOf(line, "endian") == "big";
  machine.flags = static_cast<uint32_t>(toNumber(valueOf(line, "flags")));
  return machine;
}

SymbolKind parseKind(std::string_view word) {
  if (word == "data") return SymbolKind::object;
  if (word == "rodata") return SymbolKind::constantData;
  if (word == "tls") return SymbolKind::threadLocal;
  return word == "func" ? SymbolKind::function : SymbolKind::none;
}

} // namespace linkshim::elf
