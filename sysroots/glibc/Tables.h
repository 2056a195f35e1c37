#pragma once
#include "sysroots/elf/StubWriter.h"
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim::glibc {

/// A glibc version as one number that orders like the version (2.2.5: 200205); 0 means "no limit".
using Release = uint32_t;

/// What a symbol is from one release on.
struct Record {
  Release from = 0;
  bool present = false;
  bool isDefault = false;
  bool weak = false;
  elf::SymbolKind kind = elf::SymbolKind::none;
  uint8_t other = 0;
  uint64_t size = 0;
  uint32_t alias = 0; ///< number of the alias group's name; 0: none
};

/// The history of a symbol: its records, ascending.
using History = std::vector<Record>;

struct Node {
  std::string_view name;
  Release from = 0;
  Release until = 0;
  std::vector<uint16_t> parents; ///< indices into Library::nodes
};

struct Symbol {
  std::string_view name;
  int node = -1; ///< index into Library::nodes
  uint32_t history = 0;
};

struct Library {
  std::string_view soname;
  bool runtime = false; ///< not glibc's but the compiler's (libgcc_s): the same at every floor
  Release from = 0;
  Release until = 0;
  std::vector<std::string_view> needs;
  std::vector<Node> nodes;
  std::vector<std::string_view> undefined;
  std::vector<Symbol> symbols;

  bool existsAt(Release floor) const { return from <= floor && (!until || floor < until); }
  /// The record of `symbol` that holds at `floor`; null when the library does not have it then.
  const Record *find(const std::vector<History> &histories, const Symbol &symbol, Release floor) const;
};

/// Everything that is known of one ABI.
struct Table {
  elf::Machine machine;
  Release first = 0;
  Release newest = 0;
  std::vector<History> histories;
  std::vector<Library> libraries;
};

/// A start file or member of libc_nonshared.a (`nonshared/NAME.o`).
struct Object {
  std::string name;
  std::string bytes;
};

/// The newest release in the table of `abi`, without reading all of it; nullopt when there is none.
std::optional<Release> newestRelease(std::string_view abi);
/// The table of `abi`; its strings live as long as the program. nullopt when there is none.
std::optional<Table> readTable(std::string_view abi);
std::vector<Object> readObjects(std::string_view abi);

/// The names of all tables, sorted.
std::vector<std::string_view> allAbis();

} // namespace linkshim::glibc
