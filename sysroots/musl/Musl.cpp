#include "sysroots/musl/Musl.h"
#include "musl-tables.h"
#include "sysroots/elf/ArWriter.h"
#include "sysroots/elf/PackedTables.h"
#include <algorithm>
#include <map>

extern "C" {
extern const unsigned char linkshim_musl_tables[];
extern const unsigned long linkshim_musl_tables_size;
}

namespace linkshim::musl {

namespace {

using elf::cut;
using elf::hasWord;
using elf::toNumber;
using elf::valueOf;

elf::PackedTables unpack() {
  return elf::unpackTables({reinterpret_cast<const char *>(linkshim_musl_tables), linkshim_musl_tables_size});
}

constexpr std::string_view emptyLibraries[] = {"crypt", "dl", "m", "pthread", "resolv", "rt", "util", "xnet"};

/// A start file with the same bytes as another one, `of`.
struct SecondName {
  std::string_view name, of;
};
constexpr SecondName secondNames[] = {{"Scrt1.o", "crt1.o"}, {"crtendS.o", "crtend.o"}};

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
    result.found = true;
    result.libc.machine = result.libgcc.machine = elf::parseMachine(line);
    unwinder = valueOf(line, "unwinder");
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
      symbol.kind = elf::parseKind(cut(facts, ' '));
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
  elf::addFiles(pieces, files, arch);
  size_t end = pieces.size();
  for (const SecondName &second : secondNames)
    for (size_t i = first; i < end; ++i)
      if (pieces[i].name == second.of) pieces.push_back({std::string(second.name), pieces[i].bytes});
}

} // namespace

Pieces makeDynamicPieces(std::string_view arch) {
  elf::PackedTables tables = unpack();
  Libraries libraries = Parser(tables.text, arch).parse();
  if (!libraries.found) return {};

  Pieces pieces;
  pieces.push_back({"libc.so", elf::writeStub(libraries.libc)});
  pieces.push_back({"libgcc_s.so.1", elf::writeStub(libraries.libgcc)});
  pieces.push_back({"libgcc_s.so", pieces.back().bytes});
  for (std::string_view name : emptyLibraries)
    pieces.push_back({"lib" + std::string(name) + ".a", elf::emptyArchive()});
  addStartFiles(pieces, tables.files, arch);
  return pieces;
}

std::vector<std::string_view> allArches() {
  static const elf::PackedTables tables = unpack();
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
