// A stub library of any symbols, versions and machine is written so that each symbol is read back with what
// it had.
#include "sysroots/elf/StubWriter.h"
#include "test/unit/sysroots/ElfStubReader.h"
#include "llvm/BinaryFormat/ELF.h"
#include <algorithm>
#include <cstdlib>
#include <fuzzer/FuzzedDataProvider.h>
#include <list>
#include <set>

using namespace linkshim;
using namespace linkshim::elf;

namespace {

/// A library that obeys StubLibrary's rules: names without a zero, one symbol for each name and version.
StubLibrary makeLibrary(FuzzedDataProvider &from, std::list<std::string> &texts) {
  auto text = [&] {
    std::string &word = texts.emplace_back(from.ConsumeRandomLengthString(12));
    std::erase(word, '\0');
    std::erase(word, '@');
    if (word.empty()) word = "x" + std::to_string(texts.size());
    return std::string_view(word);
  };
  StubLibrary library;
  library.machine = {from.ConsumeIntegral<uint16_t>(), static_cast<uint8_t>(from.ConsumeBool() ? 64 : 32),
                     from.ConsumeBool(), from.ConsumeIntegral<uint32_t>()};
  library.soname = text();
  std::set<std::string_view> used;
  for (int n = from.ConsumeIntegralInRange(0, 4); n; --n)
    if (std::string_view name = text(); used.insert(name).second) library.versions.push_back({name, {}});
  for (size_t i = 1; i < library.versions.size(); ++i)
    if (from.ConsumeBool())
      library.versions[i].parents = {static_cast<uint16_t>(from.ConsumeIntegralInRange<size_t>(0, i - 1))};
  for (int n = from.ConsumeIntegralInRange(0, 3); n; --n)
    library.needed.push_back(text());
  std::set<std::pair<std::string_view, int>> symbols;
  for (int n = from.ConsumeIntegralInRange(0, 12); n; --n) {
    StubSymbol symbol;
    symbol.name = text();
    symbol.version = from.ConsumeIntegralInRange(-1, static_cast<int>(library.versions.size()) - 1);
    symbol.isDefault = from.ConsumeBool();
    symbol.weak = from.ConsumeBool();
    symbol.kind = static_cast<SymbolKind>(from.ConsumeIntegralInRange(0, 5));
    symbol.size = from.ConsumeIntegralInRange<uint64_t>(0, 5000);
    symbol.aliasGroup = from.ConsumeIntegralInRange<uint32_t>(0, 2);
    if (symbols.insert({symbol.name, symbol.version}).second) library.symbols.push_back(symbol);
  }
  return library;
}

std::string fullName(const StubLibrary &library, const StubSymbol &symbol) {
  std::string name(symbol.name);
  return name + "@" +
         (symbol.version < 0 ? "" : std::string(library.versions[static_cast<size_t>(symbol.version)].name));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  FuzzedDataProvider from(data, size);
  std::list<std::string> texts;
  StubLibrary library = makeLibrary(from, texts);
  std::string bytes = writeStub(library);
  if (bytes != writeStub(library)) std::abort();
  test::ReadLibrary read(bytes);
  if (read.soname != library.soname || read.machine != library.machine.number ||
      read.bits != library.machine.bits)
    std::abort();
  if (read.needed.size() != library.needed.size()) std::abort();
  for (const StubSymbol &symbol : library.symbols) {
    const test::ReadSymbol *found = read.find(fullName(library, symbol));
    if (!found || (found->bind == llvm::ELF::STB_WEAK) != symbol.weak) std::abort();
    bool isData = symbol.kind == SymbolKind::object || symbol.kind == SymbolKind::constantData ||
                  symbol.kind == SymbolKind::threadLocal;
    if (isData && found->size != symbol.size) std::abort();
  }
  return 0;
}
