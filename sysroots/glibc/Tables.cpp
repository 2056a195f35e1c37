// The blob that pack.py writes. All numbers are LEB128; strings are sorted and front-coded.
//   strings: size in bytes, count, (shared prefix, length, bytes)...
//   ABIs:    count, (name, table size, objects size, table, objects)...
//   table:   machine, class, big endian, e_flags, first, newest, histories, libraries
//   history: count of records, (from, flags, [size, st_other, alias + 1])...
//   library: soname, runtime, from, until, needs, nodes, undefined symbols, symbols
//   node:    name, from, until, parents        symbol: step of the name's number, node + 1, history
//   objects: size, packed size, zlib data of (name, bytes)...
#include "sysroots/glibc/Tables.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Compression.h"
#include "llvm/Support/Error.h"

extern "C" {
extern const unsigned char linkshim_glibc_tables[];
extern const unsigned long linkshim_glibc_tables_size;
}

namespace linkshim::glibc {

namespace {

/// Reads the blob. It is part of the program, so nothing is checked.
class Reader {
public:
  explicit Reader(std::string_view bytes) : rest(bytes) {}
  uint64_t number() {
    uint64_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
      auto byte = static_cast<unsigned char>(rest.front());
      rest.remove_prefix(1);
      value |= uint64_t{byte & 127u} << shift;
      if (byte < 128) return value;
    }
  }
  uint32_t small() { return static_cast<uint32_t>(number()); }
  std::string_view read(size_t size) {
    std::string_view taken = rest.substr(0, size);
    rest.remove_prefix(size);
    return taken;
  }

private:
  std::string_view rest;
};

struct Entry {
  std::string_view name, table, objects;
};

struct Blob {
  std::string_view strings; // still compressed: most calls do not need them
  std::vector<Entry> entries;
};

struct Strings {
  std::string letters; // of all strings
  std::vector<std::string_view> words;
};

void readStrings(Reader reader, Strings &all) {
  size_t count = reader.number();
  std::vector<size_t> ends;
  std::string word;
  for (size_t i = 0; i < count; ++i) {
    word.resize(reader.number());
    size_t length = reader.number();
    word += reader.read(length);
    all.letters += word;
    ends.push_back(all.letters.size());
  }
  size_t start = 0;
  for (size_t end : ends) {
    all.words.push_back(std::string_view(all.letters).substr(start, end - start));
    start = end;
  }
}

const Blob &blob() {
  static const Blob all = [] {
    Blob b;
    Reader reader({reinterpret_cast<const char *>(linkshim_glibc_tables), linkshim_glibc_tables_size});
    b.strings = reader.read(reader.number());
    for (size_t count = reader.number(); count; --count) {
      Entry entry;
      entry.name = reader.read(reader.number());
      size_t table = reader.number(), objects = reader.number();
      entry.table = reader.read(table);
      entry.objects = reader.read(objects);
      b.entries.push_back(entry);
    }
    return b;
  }();
  return all;
}

const std::vector<std::string_view> &strings() {
  static const Strings all = [] {
    Strings s;
    readStrings(Reader(blob().strings), s);
    // The views in `words` stay valid when this is moved, since the string is too long to be stored inside
    // its object.
    return s;
  }();
  return all.words;
}

const Entry *find(std::string_view abi) {
  for (const Entry &entry : blob().entries)
    if (entry.name == abi) return &entry;
  return nullptr;
}

History readHistory(Reader &reader) {
  History history(reader.number());
  for (Record &record : history) {
    record.from = reader.small();
    uint32_t flags = reader.small();
    record.present = flags & 1;
    record.isDefault = flags & 2;
    record.weak = flags & 4;
    record.kind = static_cast<elf::SymbolKind>(flags >> 4);
    if (!(flags & 8)) continue;
    record.size = reader.number();
    record.other = static_cast<uint8_t>(reader.small());
    record.alias = reader.small();
  }
  return history;
}

Library readLibrary(Reader &reader) {
  const std::vector<std::string_view> &strings = glibc::strings();
  Library library;
  library.soname = strings[reader.number()];
  library.runtime = reader.number();
  library.from = reader.small();
  library.until = reader.small();
  for (size_t n = reader.number(); n; --n)
    library.needs.push_back(strings[reader.number()]);
  library.nodes.resize(reader.number());
  for (Node &node : library.nodes) {
    node.name = strings[reader.number()];
    node.from = reader.small();
    node.until = reader.small();
    for (size_t n = reader.number(); n; --n)
      node.parents.push_back(static_cast<uint16_t>(reader.number()));
  }
  for (size_t n = reader.number(); n; --n)
    library.undefined.push_back(strings[reader.number()]);
  library.symbols.resize(reader.number());
  size_t name = 0;
  for (Symbol &symbol : library.symbols) {
    name += reader.number();
    symbol.name = strings[name];
    symbol.node = static_cast<int>(reader.number()) - 1;
    symbol.history = reader.small();
  }
  return library;
}

Table readHead(Reader &reader) {
  Table table;
  table.machine.number = static_cast<uint16_t>(reader.number());
  table.machine.bits = static_cast<uint8_t>(reader.number());
  table.machine.bigEndian = reader.number();
  table.machine.flags = reader.small();
  table.first = reader.small();
  table.newest = reader.small();
  return table;
}

} // namespace

const Record *Library::find(const std::vector<History> &histories, const Symbol &symbol,
                            Release floor) const {
  if (symbol.node >= 0) {
    const Node &node = nodes[static_cast<size_t>(symbol.node)];
    if (node.from > floor || (node.until && floor >= node.until)) return nullptr;
  }
  const Record *last = nullptr;
  for (const Record &record : histories[symbol.history])
    if (record.from <= floor) last = &record;
  return last && last->present ? last : nullptr;
}

std::optional<Release> newestRelease(std::string_view abi) {
  const Entry *entry = find(abi);
  if (!entry) return std::nullopt;
  Reader reader(entry->table);
  return readHead(reader).newest;
}

std::optional<Table> readTable(std::string_view abi) {
  const Entry *entry = find(abi);
  if (!entry) return std::nullopt;
  Reader reader(entry->table);
  Table table = readHead(reader);
  table.histories.resize(reader.number());
  for (History &history : table.histories)
    history = readHistory(reader);
  for (size_t n = reader.number(); n; --n)
    table.libraries.push_back(readLibrary(reader));
  return table;
}

std::vector<Object> readObjects(std::string_view abi) {
  const Entry *entry = find(abi);
  if (!entry) return {};
  Reader packed(entry->objects);
  size_t size = packed.number(), packedSize = packed.number();
  if (!size) return {};
  std::string_view data = packed.read(packedSize);
  llvm::SmallVector<uint8_t, 0> bytes;
  llvm::ArrayRef<uint8_t> input(reinterpret_cast<const uint8_t *>(data.data()), data.size());
  if (llvm::Error error = llvm::compression::zlib::decompress(input, bytes, size)) {
    llvm::consumeError(std::move(error));
    return {};
  }
  Reader reader({reinterpret_cast<const char *>(bytes.data()), bytes.size()});
  std::vector<Object> objects(reader.number());
  for (Object &object : objects) {
    object.name = reader.read(reader.number());
    object.bytes = reader.read(reader.number());
  }
  return objects;
}

std::vector<std::string_view> allAbis() {
  std::vector<std::string_view> names;
  for (const Entry &entry : blob().entries)
    names.push_back(entry.name);
  return names;
}

} // namespace linkshim::glibc
