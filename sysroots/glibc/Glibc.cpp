#include "sysroots/glibc/Glibc.h"
#include "glibc-tables.h"
#include "sysroots/elf/ArWriter.h"
#include "sysroots/elf/StubWriter.h"
#include "sysroots/glibc/Tables.h"
#include <algorithm>
#include <span>

namespace linkshim::glibc {

namespace {

constexpr Release release(uint32_t majorPart, uint32_t minorPart) {
  return majorPart * 100000 + minorPart * 100;
}
Release toRelease(Version v) {
  return v.major * 100000u + v.minor * 100u + v.patch;
}
Version toVersion(Release r) {
  return {static_cast<uint16_t>(r / 100000), static_cast<uint16_t>(r / 100 % 1000),
          static_cast<uint16_t>(r % 100)};
}

constexpr Release never = 0;
constexpr Release merged = release(2, 34); // libpthread, libdl, librt, libutil and libanl became part of libc

/// A name by which `-l` finds a library. From `until` on there is no lib<name>.so, as in glibc itself.
struct LinkName {
  std::string_view name;
  Release until;     ///< the first release without lib<name>.so
  bool archiveAfter; ///< an empty lib<name>.a took its place
};
constexpr LinkName linkNames[] = {
    // sorted
    {"BrokenLocale", never, false}, {"anl", merged, true},
    {"atomic", never, false},       {"c", never, false},
    {"crypt", never, false},        {"dl", merged, true},
    {"gcc_s", never, false},        {"m", never, false},
    {"mvec", never, false},         {"nsl", release(2, 32), false},
    {"pthread", merged, true},      {"resolv", never, false},
    {"rt", merged, true},           {"thread_db", never, false},
    {"util", merged, true},
};

/// A member of libc_nonshared.a, and the floor `until` below which libc.so.6 lacks the function.
struct NonsharedMember {
  std::string_view name;
  Release until;
};
constexpr NonsharedMember nonsharedMembers[] = {
    {"__aeabi_read_tp", never},  {"__stack_chk_fail_local", never}, {"at_quick_exit", never},
    {"atexit", never},           {"fcntl64", release(2, 28)},       {"fstat", release(2, 33)},
    {"fstat64", release(2, 33)}, {"fstatat", release(2, 33)},       {"fstatat64", release(2, 33)},
    {"lstat", release(2, 33)},   {"lstat64", release(2, 33)},       {"mknod", release(2, 33)},
    {"mknodat", release(2, 33)}, {"pthread_atfork", never},         {"stat", release(2, 33)},
    {"stat64", release(2, 33)},
};

/// `pthread` of `libpthread.so.0`; empty for the loader.
std::string_view linkName(std::string_view soname) {
  size_t end = soname.find(".so");
  if (!soname.starts_with("lib") || end == soname.npos) return {};
  return soname.substr(3, end - 3);
}

const LinkName *findLinkName(std::string_view name) {
  const auto *at = std::ranges::find(linkNames, name, &LinkName::name);
  return at == std::end(linkNames) ? nullptr : at;
}

/// The stub of a library at a floor.
elf::StubLibrary stubOf(const Table &table, const Library &library, Release floor) {
  elf::StubLibrary stub;
  stub.machine = table.machine;
  stub.soname = library.soname;
  stub.needed = library.needs;
  stub.weakUndefined = library.undefined;

  constexpr int absent = -1;
  std::vector<int> kept(library.nodes.size(), absent);
  for (size_t i = 0; i < library.nodes.size(); ++i) {
    const Node &node = library.nodes[i];
    if (node.from > floor || (node.until && floor >= node.until)) continue;
    kept[i] = static_cast<int>(stub.versions.size());
    stub.versions.push_back({node.name, {}});
  }
  for (size_t i = 0; i < library.nodes.size(); ++i) {
    if (kept[i] == absent) continue;
    for (uint16_t parent : library.nodes[i].parents)
      if (kept[parent] != absent)
        stub.versions[static_cast<size_t>(kept[i])].parents.push_back(static_cast<uint16_t>(kept[parent]));
  }
  for (const Symbol &symbol : library.symbols) {
    const Record *record = library.find(table.histories, symbol, floor);
    if (!record) continue;
    stub.symbols.push_back({.name = symbol.name,
                            .version = symbol.node < 0 ? -1 : kept[static_cast<size_t>(symbol.node)],
                            .isDefault = record->isDefault,
                            .weak = record->weak,
                            .kind = record->kind,
                            .other = record->other,
                            .size = record->size,
                            .aliasGroup = record->alias});
  }
  return stub;
}

/// The linker script libc.so. Names without a folder are looked up beside the script or along -L.
std::string libcScript(const Table &table, std::string_view soname) {
  std::string script = "/* GNU ld script */\nGROUP ( " + std::string(soname) + " libc_nonshared.a";
  for (const Library &library : table.libraries)
    if (library.soname.starts_with("ld")) script += " AS_NEEDED ( " + std::string(library.soname) + " )";
  return script + " )\n";
}

/// The linker script libm.so, which also names the library of vector functions where there is one.
std::string libmScript(std::string_view soname, bool vector) {
  std::string script = "/* GNU ld script */\nGROUP ( " + std::string(soname);
  return script + (vector ? " AS_NEEDED ( libmvec.so.1 ) )\n" : " )\n");
}

/// The linker script that stands for lib<name>.so where the library itself lies beside it.
std::string otherName(std::string_view soname) {
  return "/* GNU ld script */\nINPUT ( " + std::string(soname) + " )\n";
}

void addLibrary(Pieces &pieces, const Table &table, const Library &library, Release floor) {
  std::string stub = elf::writeStub(stubOf(table, library, floor));
  std::string_view name = linkName(library.soname);
  if (const LinkName *link = findLinkName(name)) {
    std::string file = "lib" + std::string(name);
    bool vector = std::ranges::any_of(table.libraries, [&](const Library &other) {
      return other.soname.starts_with("libmvec.") && other.existsAt(floor);
    });
    if (name == "c")
      pieces.push_back({file + ".so", libcScript(table, library.soname)});
    else if (name == "m")
      pieces.push_back({file + ".so", libmScript(library.soname, vector)});
    else if (!link->until || floor < link->until)
      pieces.push_back({file + ".so", otherName(library.soname)});
  }
  pieces.push_back({std::string(library.soname), std::move(stub)});
}

void addObjects(Pieces &pieces, const std::vector<Object> &objects, Release floor) {
  constexpr std::string_view folder = "nonshared/";
  std::vector<elf::ArMember> members;
  for (const Object &object : objects) {
    std::string_view name = object.name;
    if (!name.starts_with(folder)) {
      pieces.push_back({object.name, object.bytes});
      continue;
    }
    name.remove_prefix(folder.size());
    std::string_view function = name.substr(0, name.size() - 2);
    const auto *known = std::ranges::find(nonsharedMembers, function, &NonsharedMember::name);
    if (known == std::end(nonsharedMembers) || (known->until && floor >= known->until)) continue;
    members.push_back({name, object.bytes});
  }
  if (objects.empty()) return;
  // This cannot fail: the objects are part of linkshim.
  pieces.push_back({"libc_nonshared.a", *elf::writeArchive(members, elf::ArIndex::symbols)});
}

/// Start files with the same bytes as another one: their names, and the other's.
constexpr std::string_view sameObjects[][2] = {
    {"Scrt1.o", "crt1.o"}, {"crtbeginT.o", "crtbegin.o"}, {"crtendS.o", "crtend.o"}};

} // namespace

std::optional<Version> newestFloor(std::string_view abi) {
  std::optional<Release> newest = newestRelease(abi);
  if (!newest) return std::nullopt;
  return toVersion(*newest);
}

Pieces makePieces(std::string_view abi, Version version) {
  Pieces pieces;
  std::optional<Table> table = readTable(abi);
  if (!table) return pieces;
  Release floor = toRelease(version);
  for (const Library &library : table->libraries)
    if (library.existsAt(floor)) addLibrary(pieces, *table, library, floor);
  for (const LinkName &link : linkNames)
    if (link.archiveAfter && floor >= link.until)
      pieces.push_back({"lib" + std::string(link.name) + ".a", elf::emptyArchive()});
  std::vector<Object> objects = readObjects(abi);
  addObjects(pieces, objects, floor);
  for (const auto &[copy, original] : sameObjects) {
    auto at = std::ranges::find(objects, original, &Object::name);
    if (at != objects.end()) pieces.push_back({std::string(copy), at->bytes});
  }
  std::ranges::sort(pieces, {}, &Piece::name);
  return pieces;
}

std::string_view generation() {
  return LINKSHIM_GLIBC_GENERATION;
}

std::vector<std::string> libraryNames(std::string_view abi, Version version) {
  std::vector<std::string> names;
  std::optional<Table> table = readTable(abi);
  if (!table) return names;
  Release floor = toRelease(version);
  for (const LinkName &link : linkNames) {
    bool exists = std::ranges::any_of(table->libraries, [&](const Library &library) {
      return linkName(library.soname) == link.name && library.existsAt(floor);
    });
    bool ended = link.until && floor >= link.until;
    if (ended ? link.archiveAfter : exists) names.emplace_back(link.name);
  }
  return names;
}

std::optional<SymbolOrigin> findSymbol(std::string_view abi, std::string_view name, Version version) {
  std::optional<Table> table = readTable(abi);
  if (!table) return std::nullopt;
  Release floor = toRelease(version);
  std::optional<Release> since;
  std::string_view any, atFloor, now;
  for (const Library &library : table->libraries) {
    auto [first, last] = std::ranges::equal_range(library.symbols, name, {}, &Symbol::name);
    for (const Symbol &symbol : std::span(first, last)) {
      if (symbol.node < 0 || library.runtime) continue;
      Release from = library.nodes[static_cast<size_t>(symbol.node)].from;
      if (!since || from < *since) since = from;
      auto isDefault = [&](Release release) {
        const Record *record = library.find(table->histories, symbol, release);
        return record && record->isDefault;
      };
      any = library.soname;
      if (isDefault(floor)) atFloor = library.soname;
      if (isDefault(table->newest)) now = library.soname;
    }
  }
  if (!since) return std::nullopt;
  std::string_view home = !atFloor.empty() ? atFloor : !now.empty() ? now : any;
  return SymbolOrigin{std::string(home), toVersion(*since), !atFloor.empty()};
}

} // namespace linkshim::glibc
