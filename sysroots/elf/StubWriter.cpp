#include "sysroots/elf/StubWriter.h"
#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>

namespace linkshim::elf {

namespace {

constexpr uint16_t machinePpc64 = 21;

enum SectionType : uint32_t {
  progbits = 1,
  strtab = 3,
  hashTable = 5,
  dynamic = 6,
  nobits = 8,
  dynsym = 11,
  verdef = 0x6ffffffd,
  versym = 0x6fffffff
};
enum SectionFlag : uint64_t { writable = 1, allocated = 2, executable = 4, threadLocal = 0x400 };
enum SegmentFlag : uint32_t { x = 1, w = 2, r = 4 };
constexpr uint64_t segmentStep = 0x10000; // no architecture has larger pages

/// Sections that hold symbols, in the order of their addresses.
enum Area : uint8_t { text, thread, constantArea, data, areaCount };

Area areaOf(SymbolKind kind) {
  switch (kind) {
  case SymbolKind::threadLocal: return thread;
  case SymbolKind::constantData: return constantArea;
  case SymbolKind::object: return data;
  default: return text;
  }
}

uint8_t typeOf(SymbolKind kind) {
  switch (kind) {
  case SymbolKind::none: return 0;
  case SymbolKind::function: return 2;
  case SymbolKind::indirect: return 10;
  case SymbolKind::threadLocal: return 6;
  default: return 1;
  }
}

uint64_t roundUp(uint64_t value, uint64_t to) {
  return (value + to - 1) / to * to;
}

/// The alignment that compilers give an object of that size: the largest power of two in it, 32 at most.
uint64_t alignmentOf(uint64_t size) {
  uint64_t alignment = 1;
  while (alignment < 32 && alignment * 2 <= size)
    alignment *= 2;
  return alignment;
}

uint32_t sysvHash(std::string_view name) {
  uint32_t hash = 0;
  for (char c : name) {
    hash = (hash << 4) + static_cast<unsigned char>(c);
    uint32_t top = hash & 0xf0000000;
    hash ^= top >> 24;
    hash &= ~top;
  }
  return hash;
}

/// Appends integers in the byte order and word size of a machine.
class Bytes {
public:
  explicit Bytes(const Machine &m) : machine(m) {}
  void u8(uint8_t v) { out += static_cast<char>(v); }
  void u16(uint16_t v) { number(v, 2); }
  void u32(uint32_t v) { number(v, 4); }
  void word(uint64_t v) { number(v, machine.bits / 8); }
  void fill(size_t to) { out.resize(std::max(to, out.size())); }
  std::string out;

private:
  void number(uint64_t v, unsigned size) {
    for (unsigned i = 0; i < size; ++i)
      out += static_cast<char>(v >> 8 * (machine.bigEndian ? size - 1 - i : i));
  }
  const Machine &machine;
};

/// A string table that stores equal strings once.
class Strings {
public:
  uint32_t add(std::string_view s) {
    if (s.empty()) return 0;
    auto [at, isNew] = offsets.try_emplace(s, static_cast<uint32_t>(out.size()));
    if (isNew) out.append(s).push_back('\0');
    return at->second;
  }
  std::string out = std::string(1, '\0');

private:
  std::unordered_map<std::string_view, uint32_t> offsets;
};

struct Section {
  std::string_view name;
  uint32_t type = 0;
  uint64_t flags = 0;
  std::string bytes = {};
  uint64_t size = 0; // of a nobits section
  uint32_t link = 0;
  uint32_t info = 0;
  uint64_t align = 1;
  uint64_t entry = 0;
  uint64_t address = 0;
  uint64_t offset = 0;
  uint64_t extent() const { return type == nobits ? size : bytes.size(); }
};

struct Segment {
  uint32_t type;
  uint32_t flags;
  size_t first, last; // sections
};

class Writer {
public:
  explicit Writer(const StubLibrary &l) : library(l), machine(l.machine), wide(l.machine.bits == 64) {}
  std::string write();

private:
  // The sections' numbers. Those of symbols are areaSection + Area.
  enum : size_t { dynsymSection = 1, dynstrSection, hashSection, versymSection, verdefSection };
  void placeSymbols();
  void addAreas();
  void addSections();
  void place();
  std::string symbolTable();
  std::string versionIndices();
  std::string versionDefinitions();
  std::string hashSectionBytes();
  std::string dynamicSection();
  void header(Bytes &b, uint64_t sectionTable);
  void programHeaders(Bytes &b);
  void sectionHeader(Bytes &b, const Section &s, uint32_t name);
  size_t headerSize() const { return (wide ? 64 : 52) + segments.size() * (wide ? 56 : 32); }
  uint64_t functionStep() const {
    return machine.number == machinePpc64 && (machine.flags & 3) != 2 ? 24 : 4;
  }

  const StubLibrary &library;
  const Machine &machine;
  bool wide;
  Strings strings;
  std::vector<Section> sections;
  std::vector<Segment> segments;
  std::vector<uint64_t> values; // offset of each symbol in its area
  std::array<uint64_t, areaCount> areaSize{};
  size_t areaSection = 0;
  size_t dynamicIndex = 0;
};

/// Gives every symbol its offset. The members of an alias group get that of the group, made as large as the
/// largest.
void Writer::placeSymbols() {
  std::map<std::pair<uint8_t, uint32_t>, uint64_t> groupSize, groupOffset;
  for (const StubSymbol &s : library.symbols) {
    if (!s.aliasGroup) continue;
    uint64_t &size = groupSize[{areaOf(s.kind), s.aliasGroup}];
    size = std::max(size, s.size);
  }
  areaSize[text] = 64;
  for (const StubSymbol &s : library.symbols) {
    Area area = areaOf(s.kind);
    uint64_t &end = areaSize[area];
    if (area == text) {
      values.push_back(end);
      end += functionStep();
      continue;
    }
    uint64_t size = s.aliasGroup ? groupSize[{area, s.aliasGroup}] : s.size;
    if (s.aliasGroup) {
      auto known = groupOffset.find({area, s.aliasGroup});
      if (known != groupOffset.end()) {
        values.push_back(known->second);
        continue;
      }
    }
    uint64_t offset = roundUp(end, alignmentOf(size));
    if (s.aliasGroup) groupOffset[{area, s.aliasGroup}] = offset;
    values.push_back(offset);
    end = offset + std::max<uint64_t>(size, 1);
  }
}

std::string Writer::symbolTable() {
  Bytes b(machine);
  b.fill(wide ? 24 : 16);
  auto add = [&](std::string_view name, uint8_t info, uint8_t other, size_t section, uint64_t value,
                 uint64_t size) {
    b.u32(strings.add(name));
    if (wide) {
      b.u8(info), b.u8(other), b.u16(static_cast<uint16_t>(section));
      b.word(value), b.word(size);
    } else {
      b.word(value), b.word(size);
      b.u8(info), b.u8(other), b.u16(static_cast<uint16_t>(section));
    }
  };
  constexpr uint8_t global = 1 << 4, weak = 2 << 4;
  for (std::string_view name : library.weakUndefined)
    add(name, weak, 0, 0, 0, 0);
  for (size_t i = 0; i < library.symbols.size(); ++i) {
    const StubSymbol &s = library.symbols[i];
    Area area = areaOf(s.kind);
    uint64_t base = area == thread ? 0 : sections[areaSection + area].address;
    auto info = static_cast<uint8_t>((s.weak ? weak : global) | typeOf(s.kind));
    add(s.name, info, s.other, areaSection + area, base + values[i], s.size);
  }
  return b.out;
}

std::string Writer::versionIndices() {
  Bytes b(machine);
  b.u16(0);
  for (size_t i = 0; i < library.weakUndefined.size(); ++i)
    b.u16(0);
  for (const StubSymbol &s : library.symbols)
    b.u16(static_cast<uint16_t>(s.version < 0 ? 1 : (s.version + 2) | (s.isDefault ? 0 : 0x8000)));
  return b.out;
}

std::string Writer::versionDefinitions() {
  Bytes b(machine);
  size_t count = library.versions.size();
  for (size_t i = 0; i <= count; ++i) {
    static const std::vector<uint16_t> none;
    std::string_view name = i ? library.versions[i - 1].name : library.soname;
    const std::vector<uint16_t> &parents = i ? library.versions[i - 1].parents : none;
    auto names = static_cast<uint16_t>(1 + parents.size());
    b.u16(1), b.u16(i ? 0 : 1), b.u16(static_cast<uint16_t>(i + 1)), b.u16(names);
    b.u32(sysvHash(name)), b.u32(20), b.u32(i == count ? 0 : 20u + 8u * names);
    for (uint16_t n = 0; n < names; ++n) {
      b.u32(strings.add(n ? library.versions[parents[n - 1]].name : name));
      b.u32(n + 1 == names ? 0 : 8);
    }
  }
  return b.out;
}

std::string Writer::hashSectionBytes() {
  size_t count = 1 + library.weakUndefined.size() + library.symbols.size();
  auto buckets = static_cast<uint32_t>(count / 4 + 1);
  std::vector<uint32_t> heads(buckets), chains(count);
  auto add = [&](std::string_view name, size_t i) {
    uint32_t &head = heads[sysvHash(name) % buckets];
    chains[i] = head;
    head = static_cast<uint32_t>(i);
  };
  for (size_t i = 0; i < library.symbols.size(); ++i)
    add(library.symbols[i].name, 1 + library.weakUndefined.size() + i);
  Bytes b(machine);
  b.u32(buckets), b.u32(static_cast<uint32_t>(count));
  for (uint32_t head : heads)
    b.u32(head);
  for (uint32_t chain : chains)
    b.u32(chain);
  return b.out;
}

std::string Writer::dynamicSection() {
  Bytes b(machine);
  auto add = [&](uint64_t tag, uint64_t value) { b.word(tag), b.word(value); };
  for (std::string_view name : library.needed)
    add(1, strings.add(name));
  add(14, strings.add(library.soname));
  add(4, sections[hashSection].address);
  add(5, sections[dynstrSection].address);
  add(6, sections[dynsymSection].address);
  add(10, sections[dynstrSection].extent());
  add(11, wide ? 24 : 16);
  if (!library.versions.empty()) {
    add(0x6ffffffc, sections[verdefSection].address);
    add(0x6ffffffd, library.versions.size() + 1);
    add(0x6ffffff0, sections[versymSection].address);
  }
  add(0, 0);
  return b.out;
}

/// What lies in memory that programs refer to, and the segments around it.
void Writer::addAreas() {
  uint32_t word = wide ? 8 : 4;
  size_t lastRead = sections.size() - 1;
  areaSection = sections.size();
  bool descriptors = functionStep() == 24;
  sections.push_back({.name = descriptors ? ".opd" : ".text",
                      .type = progbits,
                      .flags = uint64_t{allocated} | (descriptors ? writable : executable),
                      .bytes = std::string(areaSize[text], '\0'),
                      .align = 16});
  sections.push_back({.name = ".tbss",
                      .type = nobits,
                      .flags = uint64_t{allocated} | writable | threadLocal,
                      .size = areaSize[thread],
                      .align = 32});
  sections.push_back({.name = ".data.rel.ro",
                      .type = nobits,
                      .flags = uint64_t{allocated} | writable,
                      .size = areaSize[constantArea],
                      .align = 32});
  sections.push_back({.name = ".bss",
                      .type = nobits,
                      .flags = uint64_t{allocated} | writable,
                      .size = areaSize[data],
                      .align = 32});
  dynamicIndex = sections.size();
  sections.push_back({.name = ".dynamic",
                      .type = dynamic,
                      .flags = uint64_t{allocated} | writable,
                      .link = dynstrSection,
                      .align = word,
                      .entry = uint64_t{2} * word});
  sections.push_back({.name = ".shstrtab", .type = strtab});
  segments = {{1, r, 0, lastRead},
              {1, r | (descriptors ? uint32_t{w} : uint32_t{x}), areaSection + text, areaSection + text},
              {1, r | w, areaSection + constantArea, areaSection + constantArea},
              {1, r | w, areaSection + data, areaSection + data},
              {1, r | w, dynamicIndex, dynamicIndex},
              {2, r | w, dynamicIndex, dynamicIndex},
              {0x6474e552, r, areaSection + constantArea, areaSection + constantArea}};
  if (areaSize[thread]) segments.push_back({7, r, areaSection + thread, areaSection + thread});
}

/// The sections with their sizes; what holds addresses is filled again once they are known.
void Writer::addSections() {
  uint32_t word = wide ? 8 : 4;
  sections.push_back({});
  sections.push_back({.name = ".dynsym",
                      .type = dynsym,
                      .flags = allocated,
                      .link = dynstrSection,
                      .info = 1,
                      .align = word,
                      .entry = wide ? 24u : 16u});
  sections.push_back({.name = ".dynstr", .type = strtab, .flags = allocated});
  sections.push_back({.name = ".hash",
                      .type = hashTable,
                      .flags = allocated,
                      .bytes = hashSectionBytes(),
                      .link = dynsymSection,
                      .align = word,
                      .entry = 4});
  if (!library.versions.empty()) {
    sections.push_back({.name = ".gnu.version",
                        .type = versym,
                        .flags = allocated,
                        .bytes = versionIndices(),
                        .link = dynsymSection,
                        .align = 2,
                        .entry = 2});
    sections.push_back({.name = ".gnu.version_d",
                        .type = verdef,
                        .flags = allocated,
                        .bytes = versionDefinitions(),
                        .link = dynstrSection,
                        .info = static_cast<uint32_t>(library.versions.size() + 1),
                        .align = word});
  }
  addAreas();
  symbolTable();
  sections[dynsymSection].bytes = symbolTable();
  sections[dynamicIndex].bytes = dynamicSection();
  sections[dynstrSection].bytes = strings.out;
}

/// Gives the sections their offsets in the file and, congruent to them, their addresses; a segment on its own
/// pages.
void Writer::place() {
  uint64_t offset = headerSize(), base = 0;
  for (size_t i = 1; i < sections.size(); ++i) {
    Section &s = sections[i];
    if (i >= areaSection && i <= dynamicIndex)
      base += segmentStep + roundUp(sections[i - 1].extent(), segmentStep);
    offset = roundUp(offset, s.align);
    s.offset = offset;
    s.address = s.flags & allocated ? base + offset : 0;
    if (s.type != nobits) offset += s.extent();
  }
}

void Writer::header(Bytes &b, uint64_t sectionTable) {
  b.out = "\x7f"
          "ELF";
  b.u8(wide ? 2 : 1), b.u8(machine.bigEndian ? 2 : 1), b.u8(1);
  b.fill(16);
  b.u16(3), b.u16(machine.number), b.u32(1);
  b.word(0), b.word(wide ? 64 : 52), b.word(sectionTable);
  b.u32(machine.flags);
  b.u16(wide ? 64 : 52), b.u16(wide ? 56 : 32), b.u16(static_cast<uint16_t>(segments.size()));
  b.u16(wide ? 64 : 40), b.u16(static_cast<uint16_t>(sections.size()));
  b.u16(static_cast<uint16_t>(sections.size() - 1));
}

void Writer::programHeaders(Bytes &b) {
  for (const Segment &s : segments) {
    const Section &last = sections[s.last];
    bool start = s.first == 0;
    uint64_t offset = start ? 0 : sections[s.first].offset;
    uint64_t address = start ? 0 : sections[s.first].address;
    uint64_t memory = last.address + last.extent() - address;
    uint64_t file = last.type == nobits ? 0 : last.offset + last.extent() - offset;
    uint64_t align = s.type == 1 ? segmentStep : last.align;
    b.u32(s.type);
    if (wide) b.u32(s.flags);
    b.word(offset), b.word(address), b.word(address), b.word(file), b.word(memory);
    if (!wide) b.u32(s.flags);
    b.word(align);
  }
}

void Writer::sectionHeader(Bytes &b, const Section &s, uint32_t name) {
  b.u32(name), b.u32(s.type);
  b.word(s.flags), b.word(s.address), b.word(s.offset), b.word(s.extent());
  b.u32(s.link), b.u32(s.info);
  b.word(s.type ? s.align : 0), b.word(s.entry);
}

std::string Writer::write() {
  placeSymbols();
  addSections();
  Strings names;
  std::vector<uint32_t> nameOffsets;
  for (const Section &s : sections)
    nameOffsets.push_back(names.add(s.name));
  sections.back().bytes = names.out;
  place();
  sections[dynsymSection].bytes = symbolTable();
  sections[dynamicIndex].bytes = dynamicSection();

  uint64_t sectionTable = roundUp(sections.back().offset + sections.back().extent(), 8);
  Bytes b(machine);
  header(b, sectionTable);
  programHeaders(b);
  for (const Section &s : sections) {
    if (!s.type || s.type == nobits) continue;
    b.fill(s.offset);
    b.out += s.bytes;
  }
  b.fill(sectionTable);
  for (size_t i = 0; i < sections.size(); ++i)
    sectionHeader(b, sections[i], nameOffsets[i]);
  return b.out;
}

} // namespace

std::string writeStub(const StubLibrary &library) {
  return Writer(library).write();
}

} // namespace linkshim::elf
