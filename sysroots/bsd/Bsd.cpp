#include "sysroots/bsd/Bsd.h"
#include "bsd-tables.h"
#include "sysroots/elf/ArWriter.h"
#include "sysroots/elf/PackedTables.h"
#include <algorithm>
#include <tuple>

extern "C" {
extern const unsigned char linkshim_bsd_tables[];
extern const unsigned long linkshim_bsd_tables_size;
}

namespace linkshim::bsd {

namespace {

using elf::cut;
using elf::hasWord;
using elf::valueOf;

elf::PackedTables unpack() {
  return elf::unpackTables({reinterpret_cast<const char *>(linkshim_bsd_tables), linkshim_bsd_tables_size});
}

/// A library of the system, and the names by which a link finds it.
struct Library {
  elf::StubLibrary stub;
  std::vector<std::string_view> names;
};

class Parser {
public:
  Parser(std::string_view tables, std::string_view abi)
      : text(tables), abi(abi), system(abi.substr(0, abi.find('-'))) {}

  /// The names of archives without members, which parse() has found.
  std::vector<std::string_view> empty;

  std::vector<Library> parse() {
    while (!text.empty())
      takeLine(cut(text, '\n'));
    if (!found) return {};
    for (Library &library : libraries) {
      library.stub.machine = machine;
      std::ranges::sort(library.stub.symbols, [](const elf::StubSymbol &a, const elf::StubSymbol &b) {
        return std::tie(a.name, a.version) < std::tie(b.name, b.version);
      });
    }
    return std::move(libraries);
  }

private:
  void takeLine(std::string_view line) {
    std::string_view whole = line, first = cut(line, ' ');
    if (first.empty()) return;
    if (first == "arch") {
      if (cut(line, ' ') != abi) return;
      found = true;
      machine = elf::parseMachine(whole);
    } else if (first == "empty") {
      if (cut(line, ' ') == system) empty.push_back(line);
    } else if (first == "library") {
      takeLibrary(line);
    } else if (!ours) {
      return;
    } else if (first == "takes") {
      while (!line.empty())
        libraries.back().stub.weakUndefined.push_back(cut(line, ' '));
    } else if (first == "node") {
      takeNode(line);
    } else if (first == "in") {
      wanted = line == "all" || hasWord(line, abi);
    } else if (wanted) {
      takeSymbol(first, line);
    }
  }

  void takeLibrary(std::string_view line) {
    ours = cut(line, ' ') == system;
    wanted = false;
    if (!ours) return;
    libraries.emplace_back().stub.soname = cut(line, ' ');
    while (!line.empty())
      libraries.back().names.push_back(cut(line, ' '));
  }

  /// Adds a version, which inherits from the one before it.
  void takeNode(std::string_view name) {
    std::vector<elf::StubVersion> &versions = libraries.back().stub.versions;
    versions.push_back({name, {}});
    if (versions.size() > 1) versions.back().parents = {static_cast<uint16_t>(versions.size() - 2)};
  }

  /// Adds a symbol once for each of its versions; the last is the default.
  void takeSymbol(std::string_view name, std::string_view facts) {
    elf::StubLibrary &stub = libraries.back().stub;
    elf::StubSymbol symbol;
    symbol.name = name;
    symbol.weak = hasWord(facts, "weak");
    symbol.size = elf::toNumber(valueOf(facts, "size"));
    std::string_view at = valueOf(facts, "at");
    symbol.kind = elf::parseKind(cut(facts, ' '));
    if (at.empty()) stub.symbols.push_back(symbol);
    while (!at.empty()) {
      std::string_view version = cut(at, ',');
      auto node = std::ranges::find(stub.versions, version, &elf::StubVersion::name);
      symbol.version = static_cast<int>(node - stub.versions.begin());
      symbol.isDefault = at.empty();
      stub.symbols.push_back(symbol);
    }
  }

  std::string_view text, abi, system;
  elf::Machine machine;
  bool found = false, ours = false, wanted = false;
  std::vector<Library> libraries;
};

} // namespace

Pieces makePieces(std::string_view abi) {
  elf::PackedTables tables = unpack();
  Pieces pieces;
  Parser parser(tables.text, abi);
  for (const Library &library : parser.parse()) {
    std::string bytes = elf::writeStub(library.stub);
    for (std::string_view name : library.names)
      pieces.push_back({std::string(name), bytes});
  }
  for (std::string_view name : pieces.empty() ? std::vector<std::string_view>() : parser.empty)
    pieces.push_back({std::string(name), elf::emptyArchive()});
  elf::addFiles(pieces, tables.files, abi);
  return pieces;
}

std::string libraryWith(std::string_view abi, std::string_view symbol) {
  constexpr std::string_view beginning = "lib", ending = ".so";
  elf::PackedTables tables = unpack();
  for (const Library &library : Parser(tables.text, abi).parse()) {
    bool has = std::ranges::any_of(library.stub.symbols,
                                   [&](const elf::StubSymbol &each) { return each.name == symbol; });
    if (!has) continue;
    std::string_view last = library.names.back(); // libpthread.so and not libthr.so
    size_t around = beginning.size() + ending.size();
    return std::string(last.substr(beginning.size(), last.size() - around));
  }
  return {};
}

std::vector<std::string_view> allAbis() {
  static const elf::PackedTables tables = unpack();
  std::vector<std::string_view> names;
  for (std::string_view text = tables.text; !text.empty();) {
    std::string_view line = cut(text, '\n');
    if (cut(line, ' ') == "arch") names.push_back(cut(line, ' '));
  }
  std::ranges::sort(names);
  return names;
}

std::string_view generation() {
  return LINKSHIM_BSD_GENERATION;
}

} // namespace linkshim::bsd
