#include "sysroots/musl/Musl.h"
#include "musl-tables.h"
#include "sysroots/elf/ArWriter.h"
#include "sysroots/elf/StubWriter.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Compression.h"
#include "llvm/Support/Error.h"
#include <algorithm>
#include <charconv>
#include <map>

extern "C" {
extern const unsigned char linkshim_musl_tables[];
extern const unsigned long linkshim_musl_tables_size;
}

namespace linkshim::musl {

namespace {

constexpr std::string_view emptyLibraries[] = {"crypt", "dl", "m", "pthread", "resolv", "rt", "util", "xnet"};

/// Start files that are another one under a second name.
struct SecondName {
  std::string_view name, of;
};
constexpr SecondName secondNames[] = {{"Scrt1.o", "crt1.o"}, {"crtendS.o", "crtend.o"}};

/// Cuts `text` up to the next `separator` and returns what was before it.
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

/// The value of a word `key=value` of a line, or empty.
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

/// The blob that pack.py made, unpacked: the tables' lines, and behind a zero byte the start files.
struct Tables {
  llvm::SmallVector<uint8_t, 0> bytes;
  std::string_view text, files;
};

Tables unpack() {
  std::string_view blob(reinterpret_cast<const char *>(linkshim_musl_tables), linkshim_musl_tables_size);
  size_t size = toNumber(cut(blob, '\n'));
  Tables tables;
  llvm::ArrayRef<uint8_t> packed(reinterpret_cast<const uint8_t *>(blob.data()), blob.size());
  if (llvm::Error error = llvm::compression::zlib::decompress(packed, tables.bytes, size)) {
    llvm::consumeError(std::move(error));
    return tables;
  }
  tables.files = {reinterpret_cast<const char *>(tables.bytes.data()), tables.bytes.size()};
  tables.text = cut(tables.files, '\0');
  return tables;
}

struct Architecture {
  elf::Machine machine;
  std::string_view unwinder;
};

/// From a line `arch NAME machine=N class=N endian=E flags=N unwinder=U`.
Architecture parseArchitecture(std::string_view line) {
  Architecture a;
  a.machine.number = static_cast<uint16_t>(toNumber(valueOf(line, "machine")));
  a.machine.bits = static_cast<uint8_t>(toNumber(valueOf(line, "class")));
  a.machine.bigEndian = valueOf(line, "endian") == "big";
  a.machine.flags = static_cast<uint32_t>(toNumber(valueOf(line, "flags")));
  a.unwinder = valueOf(line, "unwinder");
  return a;
}

elf::SymbolKind parseKind(std::string_view word) {
  if (word == "data") return elf::SymbolKind::object;
  if (word == "rodata") return elf::SymbolKind::constantData;
  if (word == "tls") return elf::SymbolKind::threadLocal;
  return word == "func" ? elf::SymbolKind::function : elf::SymbolKind::none;
}

/// The two libraries of one architecture, as the tables have them.
struct Libraries {
  bool found = false;
  elf::StubLibrary libc, libgcc;
};

class Parser {
public:
  Parser(std::string_view tables, std::string_view architecture) : text(tables), arch(architecture) {}

  Libraries parse() {
    while (!text.empty())
      takeLine(cut(text, '\n'));
    result.libc.soname = "libc.so";
    result.libgcc.soname = "libgcc_s.so.1";
    std::ranges::sort(result.libc.symbols, {}, &elf::StubSymbol::name);
    return std::move(result);
  }

private:
  void takeLine(std::string_view line) {
    std::string_view whole = line;
    std::string_view first = cut(line, ' ');
    if (first.empty()) return;
    if (first == "arch") {
      if (cut(line, ' ') == arch) takeArchitecture(whole);
    } else if (first == "in") {
      target = line == "all" || hasWord(line, arch) ? &result.libc : nullptr;
    } else if (first == "unwinder") {
      target = line == unwinder ? &result.libgcc : nullptr;
    } else if (target) {
      takeSymbol(first, line);
    }
  }

  void takeArchitecture(std::string_view line) {
    Architecture facts = parseArchitecture(line);
    result.found = true;
    result.libc.machine = result.libgcc.machine = facts.machine;
    unwinder = facts.unwinder;
  }

  void takeSymbol(std::string_view name, std::string_view facts) {
    elf::StubSymbol symbol;
    symbol.name = name;
    if (!facts.empty()) {
      symbol.weak = hasWord(facts, "weak");
      symbol.size = toNumber(valueOf(facts, "size"));
      if (std::string_view alias = valueOf(facts, "alias"); !alias.empty())
        symbol.aliasGroup =
            aliases.try_emplace(alias, static_cast<uint32_t>(aliases.size() + 1)).first->second;
      symbol.kind = parseKind(cut(facts, ' '));
    }
    target->symbols.push_back(symbol);
  }

  std::string_view text, arch, unwinder;
  elf::StubLibrary *target = nullptr;
  std::map<std::string_view, uint32_t> aliases;
  Libraries result;
};

void addStartFiles(Pieces &pieces, std::string_view files, std::string_view arch) {
  size_t first = pieces.size();
  while (!files.empty()) {
    std::string_view line = cut(files, '\n');
    std::string_view owner = cut(line, ' ');
    std::string_view name = cut(line, ' ');
    size_t size = toNumber(line);
    if (owner == arch) pieces.push_back({std::string(name), std::string(files.substr(0, size))});
    files.remove_prefix(std::min(size, files.size()));
  }
  size_t end = pieces.size();
  for (const SecondName &second : secondNames)
    for (size_t i = first; i < end; ++i)
      if (pieces[i].name == second.of) pieces.push_back({std::string(second.name), pieces[i].bytes});
}

} // namespace

Pieces makeDynamicPieces(std::string_view arch) {
  Tables tables = unpack();
  Libraries libraries = Parser(tables.text, arch).parse();
  if (!libraries.found) return {};

  Pieces pieces;
  pieces.push_back({"libc.so", elf::writeStub(libraries.libc)});
  pieces.push_back({"libgcc_s.so.1", elf::writeStub(libraries.libgcc)});
  pieces.push_back({"libgcc_s.so", pieces.back().bytes});
  for (std::string_view name : emptyLibraries)
    pieces.push_back({"lib" + std::string(name) + ".a", elf::writeArchive({})});
  addStartFiles(pieces, tables.files, arch);
  return pieces;
}

std::vector<std::string_view> allArches() {
  static const Tables tables = unpack();
  std::vector<std::string_view> names;
  for (std::string_view text = tables.text; text.starts_with("arch ");) {
    std::string_view line = cut(text, '\n');
    cut(line, ' ');
    names.push_back(cut(line, ' '));
  }
  return names;
}

std::string_view generation() {
  return LINKSHIM_MUSL_GENERATION;
}

} // namespace linkshim::musl
