#include "sysroots/elf/StubWriter.h"
#include "llvm/BinaryFormat/ELF.h"
#include "llvm/Object/ELF.h"
#include "llvm/Support/MathExtras.h"
#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <unordered_map>

namespace linkshim::elf {

namespace {

namespace ELF = llvm::ELF;
using llvm::alignTo;

constexpr uint64_t readOnly = ELF::SHF_ALLOC, writable = ELF::SHF_ALLOC | ELF::SHF_WRITE;
constexpr uint64_t segmentStep = 0x10000; // no architecture has larger pages

/// The same for 32 and 64 bits, since they hold no addresses.
using Verdef = llvm::object::Elf_Verdef_Impl<llvm::object::ELF64LE>;
using Verdaux = llvm::object::Elf_Verdaux_Impl<llvm::object::ELF64LE>;

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
  case SymbolKind::none: return ELF::STT_NOTYPE;
  case SymbolKind::function: return ELF::STT_FUNC;
  case SymbolKind::indirect: return ELF::STT_GNU_IFUNC;
  case SymbolKind::threadLocal: return ELF::STT_TLS;
  default: return ELF::STT_OBJECT;
  }
}

/// The alignment that compilers give an object of that size: the largest power of two in it, 32 at most.
uint64_t alignmentOf(uint64_t size) {
  constexpr uint64_t most = 32;
  return std::bit_floor(std::clamp<uint64_t>(size, 1, most));
}

/// Appends integers in the byte order and word size of a machine.
class Bytes {
public:
  explicit Bytes(const Machine &m) : machine(m) {}
  void u8(uint8_t v) { out += static_cast<char>(v); }
  void u16(size_t v) { number(v, 2); }
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
  uint32_t type = ELF::SHT_NULL;
  uint64_t flags = 0;
  std::string bytes = {};
  uint64_t size = 0; // only of a section without bytes in the file
  uint32_t link = 0;
  uint32_t info = 0;
  uint64_t align = 1;
  uint64_t entry = 0;
  uint64_t address = 0;
  uint64_t offset = 0;
  uint64_t extent() const { return type == ELF::SHT_NOBITS ? size : bytes.size(); }
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
  // The indices of the sections. Those that hold symbols are areaSection + Area.
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
  /// The size of a structure in a file of this class (32 or 64 bits).
  template <typename Wide, typename Narrow> size_t sizeOf() const {
    return wide ? sizeof(Wide) : sizeof(Narrow);
  }
  size_t fileHeaderSize() const { return sizeOf<ELF::Elf64_Ehdr, ELF::Elf32_Ehdr>(); }
  size_t segmentHeaderSize() const { return sizeOf<ELF::Elf64_Phdr, ELF::Elf32_Phdr>(); }
  size_t sectionHeaderSize() const { return sizeOf<ELF::Elf64_Shdr, ELF::Elf32_Shdr>(); }
  size_t symbolSize() const { return sizeOf<ELF::Elf64_Sym, ELF::Elf32_Sym>(); }
  size_t wordSize() const { return sizeOf<ELF::Elf64_Addr, ELF::Elf32_Addr>(); }
  /// Version 1 of 64-bit PowerPC's ABI, where a function's symbol is that of a descriptor of three words.
  bool hasDescriptors() const {
    constexpr uint32_t abiVersion2 = 2;
    return machine.number == ELF::EM_PPC64 && (machine.flags & ELF::EF_PPC64_ABI) != abiVersion2;
  }
  uint64_t functionStep() const { return hasDescriptors() ? 3 * sizeof(ELF::Elf64_Addr) : 4; }

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

/// Gives every symbol its offset. The symbols of an alias group share one, with room for the largest.
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
    uint64_t offset = alignTo(end, alignmentOf(size));
    if (s.aliasGroup) groupOffset[{area, s.aliasGroup}] = offset;
    values.push_back(offset);
    end = offset + std::max<uint64_t>(size, 1);
  }
}

std::string Writer::symbolTable() {
  Bytes b(machine);
  b.fill(symbolSize());
  auto add = [&](std::string_view name, uint8_t bindingAndType, uint8_t other, size_t section, uint64_t value,
                 uint64_t size) {
    b.u32(strings.add(name));
    if (!wide) b.word(value), b.word(size);
    b.u8(bindingAndType), b.u8(other), b.u16(static_cast<uint16_t>(section));
    if (wide) b.word(value), b.word(size);
  };
  auto info = [](bool weak, uint8_t type) {
    return static_cast<uint8_t>((weak ? ELF::STB_WEAK : ELF::STB_GLOBAL) << 4 | type);
  };
  for (std::string_view name : library.weakUndefined)
    add(name, info(true, ELF::STT_NOTYPE), ELF::STV_DEFAULT, ELF::SHN_UNDEF, 0, 0);
  for (size_t i = 0; i < library.symbols.size(); ++i) {
    const StubSymbol &s = library.symbols[i];
    Area area = areaOf(s.kind);
    uint64_t base = area == thread ? 0 : sections[areaSection + area].address;
    add(s.name, info(s.weak, typeOf(s.kind)), s.other, areaSection + area, base + values[i], s.size);
  }
  return b.out;
}

std::string Writer::versionIndices() {
  Bytes b(machine);
  b.u16(ELF::VER_NDX_LOCAL); // the table's empty first symbol
  for (size_t i = 0; i < library.weakUndefined.size(); ++i)
    b.u16(ELF::VER_NDX_LOCAL);
  for (const StubSymbol &s : library.symbols) {
    // The first version behind VER_NDX_GLOBAL is number 0 of the library's.
    int index = s.version < 0 ? int{ELF::VER_NDX_GLOBAL} : s.version + ELF::VER_NDX_GLOBAL + 1;
    b.u16(static_cast<uint16_t>(s.version < 0 || s.isDefault ? index : index | ELF::VERSYM_HIDDEN));
  }
  return b.out;
}

std::string Writer::versionDefinitions() {
  constexpr uint32_t entrySize = sizeof(Verdef), nameSize = sizeof(Verdaux);
  Bytes b(machine);
  size_t count = library.versions.size();
  for (size_t i = 0; i <= count; ++i) {
    static const std::vector<uint16_t> none;
    std::string_view name = i ? library.versions[i - 1].name : library.soname;
    const std::vector<uint16_t> &parents = i ? library.versions[i - 1].parents : none;
    auto names = static_cast<uint16_t>(1 + parents.size());
    b.u16(ELF::VER_DEF_CURRENT), b.u16(i ? 0 : uint16_t{ELF::VER_FLG_BASE});
    b.u16(static_cast<uint16_t>(i + ELF::VER_NDX_GLOBAL)), b.u16(names);
    b.u32(llvm::object::hashSysV(name)), b.u32(entrySize),
        b.u32(i == count ? 0 : entrySize + nameSize * names);
    for (uint16_t n = 0; n < names; ++n) {
      b.u32(strings.add(n ? library.versions[parents[n - 1]].name : name));
      b.u32(n + 1 == names ? 0 : nameSize);
    }
  }
  return b.out;
}

std::string Writer::hashSectionBytes() {
  size_t count = 1 + library.weakUndefined.size() + library.symbols.size();
  auto buckets = static_cast<uint32_t>(count / 4 + 1);
  std::vector<uint32_t> heads(buckets), chains(count);
  auto add = [&](std::string_view name, size_t i) {
    uint32_t &head = heads[llvm::object::hashSysV(name) % buckets];
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
    add(ELF::DT_NEEDED, strings.add(name));
  add(ELF::DT_SONAME, strings.add(library.soname));
  add(ELF::DT_HASH, sections[hashSection].address);
  add(ELF::DT_STRTAB, sections[dynstrSection].address);
  add(ELF::DT_SYMTAB, sections[dynsymSection].address);
  add(ELF::DT_STRSZ, sections[dynstrSection].extent());
  add(ELF::DT_SYMENT, symbolSize());
  if (!library.versions.empty()) {
    add(ELF::DT_VERDEF, sections[verdefSection].address);
    add(ELF::DT_VERDEFNUM, library.versions.size() + 1);
    add(ELF::DT_VERSYM, sections[versymSection].address);
  }
  add(ELF::DT_NULL, 0);
  return b.out;
}

/// Adds the sections with the memory that symbols refer to, and the segments around them.
void Writer::addAreas() {
  size_t lastRead = sections.size() - 1;
  areaSection = sections.size();
  bool descriptors = hasDescriptors();
  sections.push_back({.name = descriptors ? ".opd" : ".text",
                      .type = ELF::SHT_PROGBITS,
                      .flags = descriptors ? writable : readOnly | ELF::SHF_EXECINSTR,
                      .bytes = std::string(areaSize[text], '\0'),
                      .align = 16});
  sections.push_back({.name = ".tbss",
                      .type = ELF::SHT_NOBITS,
                      .flags = writable | ELF::SHF_TLS,
                      .size = areaSize[thread],
                      .align = 32});
  sections.push_back({.name = ".data.rel.ro",
                      .type = ELF::SHT_NOBITS,
                      .flags = writable,
                      .size = areaSize[constantArea],
                      .align = 32});
  sections.push_back(
      {.name = ".bss", .type = ELF::SHT_NOBITS, .flags = writable, .size = areaSize[data], .align = 32});
  dynamicIndex = sections.size();
  sections.push_back({.name = ".dynamic",
                      .type = ELF::SHT_DYNAMIC,
                      .flags = writable,
                      .link = dynstrSection,
                      .align = wordSize(),
                      .entry = sizeOf<ELF::Elf64_Dyn, ELF::Elf32_Dyn>()});
  sections.push_back({.name = ".shstrtab", .type = ELF::SHT_STRTAB});
  constexpr uint32_t r = ELF::PF_R, rw = ELF::PF_R | ELF::PF_W, rx = ELF::PF_R | ELF::PF_X;
  size_t code = areaSection + text, constants = areaSection + constantArea, variables = areaSection + data;
  segments = {{ELF::PT_LOAD, r, 0, lastRead},
              {ELF::PT_LOAD, descriptors ? rw : rx, code, code},
              {ELF::PT_LOAD, rw, constants, constants},
              {ELF::PT_LOAD, rw, variables, variables},
              {ELF::PT_LOAD, rw, dynamicIndex, dynamicIndex},
              {ELF::PT_DYNAMIC, rw, dynamicIndex, dynamicIndex},
              {ELF::PT_GNU_RELRO, r, constants, constants}};
  if (areaSize[thread]) segments.push_back({ELF::PT_TLS, r, areaSection + thread, areaSection + thread});
}

/// Adds the sections with their sizes; those that hold addresses are filled again once these are known.
void Writer::addSections() {
  sections.push_back({});
  sections.push_back({.name = ".dynsym",
                      .type = ELF::SHT_DYNSYM,
                      .flags = readOnly,
                      .link = dynstrSection,
                      .info = 1, // the first symbol that is not local
                      .align = wordSize(),
                      .entry = symbolSize()});
  sections.push_back({.name = ".dynstr", .type = ELF::SHT_STRTAB, .flags = readOnly});
  sections.push_back({.name = ".hash",
                      .type = ELF::SHT_HASH,
                      .flags = readOnly,
                      .bytes = hashSectionBytes(),
                      .link = dynsymSection,
                      .align = wordSize(),
                      .entry = sizeof(ELF::Elf32_Word)});
  if (!library.versions.empty()) {
    sections.push_back({.name = ".gnu.version",
                        .type = ELF::SHT_GNU_versym,
                        .flags = readOnly,
                        .bytes = versionIndices(),
                        .link = dynsymSection,
                        .align = sizeof(ELF::Elf32_Half),
                        .entry = sizeof(ELF::Elf32_Half)});
    sections.push_back({.name = ".gnu.version_d",
                        .type = ELF::SHT_GNU_verdef,
                        .flags = readOnly,
                        .bytes = versionDefinitions(),
                        .link = dynstrSection,
                        .info = static_cast<uint32_t>(library.versions.size() + 1),
                        .align = wordSize()});
  }
  addAreas();
  symbolTable();
  sections[dynsymSection].bytes = symbolTable();
  sections[dynamicIndex].bytes = dynamicSection();
  sections[dynstrSection].bytes = strings.out;
}

/// Gives the sections their offsets in the file, and addresses congruent to them. Each segment gets pages of
/// its own.
void Writer::place() {
  uint64_t offset = fileHeaderSize() + segments.size() * segmentHeaderSize(), base = 0;
  for (size_t i = 1; i < sections.size(); ++i) {
    Section &s = sections[i];
    if (i >= areaSection && i <= dynamicIndex)
      base += segmentStep + alignTo(sections[i - 1].extent(), segmentStep);
    offset = alignTo(offset, s.align);
    s.offset = offset;
    s.address = s.flags & ELF::SHF_ALLOC ? base + offset : 0;
    if (s.type != ELF::SHT_NOBITS) offset += s.extent();
  }
}

void Writer::header(Bytes &b, uint64_t sectionTable) {
  b.out = ELF::ElfMagic;
  b.u8(wide ? ELF::ELFCLASS64 : ELF::ELFCLASS32);
  b.u8(machine.bigEndian ? ELF::ELFDATA2MSB : ELF::ELFDATA2LSB);
  b.u8(ELF::EV_CURRENT);
  b.fill(ELF::EI_NIDENT);
  b.u16(ELF::ET_DYN), b.u16(machine.number), b.u32(ELF::EV_CURRENT);
  b.word(0), b.word(fileHeaderSize()), b.word(sectionTable);
  b.u32(machine.flags);
  b.u16(fileHeaderSize()), b.u16(segmentHeaderSize()), b.u16(segments.size());
  b.u16(sectionHeaderSize()), b.u16(sections.size()), b.u16(sections.size() - 1);
}

void Writer::programHeaders(Bytes &b) {
  for (const Segment &s : segments) {
    const Section &last = sections[s.last];
    bool start = s.first == 0;
    uint64_t offset = start ? 0 : sections[s.first].offset;
    uint64_t address = start ? 0 : sections[s.first].address;
    uint64_t memory = last.address + last.extent() - address;
    uint64_t file = last.type == ELF::SHT_NOBITS ? 0 : last.offset + last.extent() - offset;
    uint64_t align = s.type == ELF::PT_LOAD ? segmentStep : last.align;
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
  b.word(s.type == ELF::SHT_NULL ? 0 : s.align), b.word(s.entry);
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

  uint64_t sectionTable = alignTo(sections.back().offset + sections.back().extent(), 8);
  Bytes b(machine);
  header(b, sectionTable);
  programHeaders(b);
  for (const Section &s : sections) {
    if (s.type == ELF::SHT_NULL || s.type == ELF::SHT_NOBITS) continue;
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
