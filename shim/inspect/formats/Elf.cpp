#include "shim/inspect/Inspect.h"
#include "shim/inspect/formats/ElfReader.h"
#include "llvm/Support/Error.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {
namespace {

using namespace llvm::ELF;
namespace object = llvm::object;

// Longer names are cut: in a damaged file, every entry may have the same long name.
constexpr size_t symbolLimit = 256, nameLimit = 1024, pathLimit = 16384;
constexpr uint16_t versionIndexMask = 0x7fff;
constexpr uint16_t weakVersion = VER_FLG_WEAK;

std::unexpected<std::string> damaged(llvm::Error error) {
  return unreadable("is damaged: " + llvm::toString(std::move(error)));
}

/// `what`: a section or segment, which ends at `end`.
std::unexpected<std::string> endsEarly(std::string_view what, uint64_t end, std::string_view bytes) {
  return unreadable(
      fmt::format("ends too early: a {} of it ends {} bytes after the file's start, and it has {}", what, end,
                  bytes.size()));
}

llvm::Error ignoreWarning(const llvm::Twine &) {
  return llvm::Error::success();
}

std::string_view view(llvm::StringRef text) {
  return {text.data(), text.size()};
}

/// A colon-separated list.
std::vector<std::string> folders(std::string_view list) {
  std::vector<std::string> out;
  while (!list.empty()) {
    size_t end = std::min(list.find(':'), list.size());
    if (end > 0) out.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return out;
}

} // namespace

template <class Elft> std::string_view ElfReader<Elft>::part(uint64_t offset, uint64_t size) const {
  if (offset > bytes.size() || size > bytes.size() - offset) return {};
  return bytes.substr(offset, size);
}

template <class Elft> std::string_view ElfReader<Elft>::mapped(uint64_t address) const {
  auto place = file.toMappedAddr(address, ignoreWarning);
  if (!place) {
    llvm::consumeError(place.takeError());
    return {};
  }
  auto offset = static_cast<uint64_t>(reinterpret_cast<const char *>(*place) - bytes.data());
  return offset <= bytes.size() ? bytes.substr(offset) : std::string_view();
}

template <class Elft> std::string ElfReader<Elft>::text(uint64_t offset, size_t limit) const {
  if (offset >= strings.size()) return {};
  std::string_view rest = strings.substr(offset);
  size_t length = std::min(rest.substr(0, limit).find('\0'), std::min(rest.size(), limit));
  return std::string(rest.substr(0, length));
}

template <class Elft> Reading<void> ElfReader<Elft>::readSections(BinaryFacts &facts) {
  auto all = file.sections();
  if (!all) return damaged(all.takeError());
  sections = !all->empty();
  if (!sections) return {};
  auto names = file.getSectionStringTable(*all, ignoreWarning);
  if (!names) return damaged(names.takeError());
  for (const Section &section : *all) {
    bool inFile = section.sh_type != SHT_NOBITS && section.sh_type != SHT_NULL;
    if (inFile && section.sh_size > 0 && part(section.sh_offset, section.sh_size).empty())
      return endsEarly("section", uint64_t{section.sh_offset} + uint64_t{section.sh_size}, bytes);
    auto name = file.getSectionName(section, *names);
    if (!name) return damaged(name.takeError());
    readSection(section, view(*name), facts);
  }
  return {};
}

template <class Elft>
void ElfReader<Elft>::readSection(const Section &section, std::string_view name, BinaryFacts &facts) {
  uint32_t type = section.sh_type;
  std::string_view contents = type == SHT_NOBITS ? "" : part(section.sh_offset, section.sh_size);
  if (type == SHT_SYMTAB) hasSymbols = true;
  if (section.sh_flags & SHF_EXECINSTR) {
    hasCode = true;
    hasCodeBytes |= type != SHT_NOBITS;
  }
  if (name == ".debug_info" || name == ".zdebug_info") facts.debugInfo = true;
  if (name == ".gnu_debuglink")
    facts.debugLink = contents.substr(0, std::min(contents.find('\0'), nameLimit));
  if (name == ".got.plt") lazyTable = section.sh_addr;
  if (name == ".ARM.attributes")
    readArmAttributes(contents, file.getHeader().e_ident[EI_DATA] == ELFDATA2MSB, facts);
  if (name == ".MIPS.abiflags") readMipsAbiFlags(contents, facts);
  if (type != SHT_NOTE) return;
  llvm::Error error = llvm::Error::success();
  readNotes(file.notes_begin(section, error), facts);
  llvm::consumeError(std::move(error)); // a damaged note says nothing
}

template <class Elft> void ElfReader<Elft>::readNotes(Elft::NoteIterator note, BinaryFacts &facts) const {
  const auto &header = file.getHeader();
  bool big = header.e_ident[EI_DATA] == ELFDATA2MSB;
  constexpr size_t align = 4; // of what stands before a note's contents
  for (; note != file.notes_end(); ++note) {
    auto entry = *note;
    readElfNote(
        {view(entry.getName()), entry.getType(), view(entry.getDescAsStringRef(align)), big, Elft::Is64Bits},
        header.e_machine, facts);
  }
}

template <class Elft> Reading<void> ElfReader<Elft>::readSegments(BinaryFacts &facts) {
  auto all = file.program_headers();
  if (!all) return damaged(all.takeError());
  if (isDebugFile()) return {}; // its segments are those of the program, and not in the file
  for (const Segment &segment : *all)
    if (Reading<void> read = readSegment(segment, facts); !read) return read;
  return {};
}

template <class Elft> Reading<void> ElfReader<Elft>::readSegment(const Segment &segment, BinaryFacts &facts) {
  uint32_t type = segment.p_type;
  std::string_view contents = part(segment.p_offset, segment.p_filesz);
  if (type == PT_LOAD && segment.p_filesz > 0 && contents.empty())
    return endsEarly("segment", uint64_t{segment.p_offset} + uint64_t{segment.p_filesz}, bytes);
  if (type == PT_INTERP) {
    interpreterSegment = true;
    facts.interpreter = contents.substr(0, std::min({contents.find('\0'), contents.size(), nameLimit}));
  } else if (type == PT_DYNAMIC) {
    dynamicTable = contents;
    if (contents.empty()) return unreadable("is damaged: its dynamic section is not in the file");
  } else if (type == PT_GNU_STACK) {
    stackMarked = true;
    stackExecutable = segment.p_flags & PF_X;
  } else if (type == PT_GNU_RELRO) {
    relroStart = segment.p_vaddr;
    relroEnd = relroStart + segment.p_memsz;
  } else if (type == PT_NOTE && !sections) {
    llvm::Error error = llvm::Error::success();
    readNotes(file.notes_begin(segment, error), facts);
    llvm::consumeError(std::move(error)); // a damaged note says nothing
  }
  return {};
}

template <class Elft> void ElfReader<Elft>::readEntry(int64_t tag, uint64_t value) {
  switch (tag) {
  case DT_NEEDED: dynamic.needed.push_back(value); break;
  case DT_SONAME: dynamic.soname = value; break;
  case DT_RPATH: dynamic.rpath = value; break;
  case DT_RUNPATH: dynamic.runpath = value; break;
  case DT_STRTAB: dynamic.strings = value; break;
  case DT_STRSZ: dynamic.stringsSize = value; break;
  case DT_SYMTAB: dynamic.symbols = value; break;
  case DT_VERSYM: dynamic.symbolVersions = value; break;
  case DT_VERNEED: dynamic.versions = value; break;
  case DT_VERNEEDNUM: dynamic.versionCount = value; break;
  case DT_DEBUG:
  case DT_MIPS_RLD_MAP:
  case DT_MIPS_RLD_MAP_REL: dynamic.debug = true; break;
  case DT_JMPREL: dynamic.plt = true; break;
  case DT_TEXTREL: dynamic.textRelocations = true; break;
  case DT_BIND_NOW: dynamic.bindNow = true; break;
  case DT_FLAGS:
    dynamic.bindNow |= (value & DF_BIND_NOW) != 0;
    dynamic.textRelocations |= (value & DF_TEXTREL) != 0;
    break;
  case DT_FLAGS_1:
    dynamic.bindNow |= (value & DF_1_NOW) != 0;
    dynamic.pie |= (value & DF_1_PIE) != 0;
    break;
  default: break;
  }
  constexpr int64_t tables[] = {DT_STRTAB,   DT_VERSYM, DT_VERNEED, DT_VERDEF, DT_HASH,
                                DT_GNU_HASH, DT_REL,    DT_RELA,    DT_JMPREL, DT_RELR};
  if (std::find(std::begin(tables), std::end(tables), tag) != std::end(tables))
    dynamic.tables.push_back(value);
}

template <class Elft> Reading<void> ElfReader<Elft>::readDynamic(BinaryFacts &facts) {
  // Not ELFFile::dynamicEntries(), which does not check that the table is in the file.
  using Entry = Elft::Dyn;
  for (size_t at = 0; at + sizeof(Entry) <= dynamicTable.size(); at += sizeof(Entry)) {
    const auto &entry = *reinterpret_cast<const Entry *>(dynamicTable.data() + at);
    if (entry.getTag() == DT_NULL) break;
    dynamic.present = true;
    if (entry.getTag() == DT_RELR) facts.relr = true;
    readEntry(entry.getTag(), entry.getVal());
  }
  if (!dynamic.present) return {};
  strings = mapped(dynamic.strings).substr(0, dynamic.stringsSize);
  bool named = !dynamic.needed.empty() || dynamic.soname;
  if (named && strings.empty())
    return unreadable("is damaged: its dynamic section names a string table that is not in the file");
  for (uint64_t offset : dynamic.needed) {
    if (offset >= strings.size())
      return unreadable("is damaged: the name of a library that it needs is outside its string table");
    facts.needed.push_back({text(offset, nameLimit)});
  }
  if (dynamic.soname) facts.soname = text(*dynamic.soname, nameLimit);
  if (dynamic.rpath) facts.rpath = folders(text(*dynamic.rpath, pathLimit));
  if (dynamic.runpath) facts.runpath = folders(text(*dynamic.runpath, pathLimit));
  readVersions(facts);
  return {};
}

template <class Elft> void ElfReader<Elft>::readVersions(BinaryFacts &facts) const {
  using Need = Elft::Verneed;
  using Version = Elft::Vernaux;
  std::string_view table = mapped(dynamic.versions);
  if (dynamic.versions == 0 || table.empty()) return;
  std::vector<int> byIndex; // which of facts.versions an index of a symbol means
  size_t at = 0, steps = table.size() / sizeof(Version);
  for (uint64_t i = 0; i < dynamic.versionCount && at + sizeof(Need) <= table.size(); ++i) {
    const auto &need = *reinterpret_cast<const Need *>(table.data() + at);
    std::string library = text(need.vn_file, nameLimit);
    size_t place = at + need.vn_aux;
    for (unsigned j = 0; j < need.vn_cnt && place + sizeof(Version) <= table.size(); ++j) {
      if (steps-- == 0) return;
      const auto &version = *reinterpret_cast<const Version *>(table.data() + place);
      size_t index = version.vna_other & versionIndexMask;
      if (byIndex.size() <= index) byIndex.resize(index + 1, -1);
      byIndex[index] = static_cast<int>(facts.versions.size());
      facts.versions.push_back(
          {library, text(version.vna_name, symbolLimit), {}, (version.vna_flags & weakVersion) != 0});
      if (version.vna_next == 0) break;
      place += version.vna_next;
    }
    if (need.vn_next == 0) break;
    at += need.vn_next;
  }
  readVersionSymbols(byIndex, facts);
}

template <class Elft>
void ElfReader<Elft>::readVersionSymbols(const std::vector<int> &byIndex, BinaryFacts &facts) const {
  using Symbol = Elft::Sym;
  using Index = Elft::Versym;
  std::string_view symbols = mapped(dynamic.symbols), versions = mapped(dynamic.symbolVersions);
  size_t count = std::min(symbols.size() / sizeof(Symbol), versions.size() / sizeof(Index));
  // The number of symbols is not in the file; they end where another table begins.
  for (uint64_t table : dynamic.tables)
    if (table > dynamic.symbols)
      count = std::min<uint64_t>(count, (table - dynamic.symbols) / sizeof(Symbol));
  for (size_t i = 1; i < count; ++i) {
    const auto &symbol = *reinterpret_cast<const Symbol *>(symbols.data() + i * sizeof(Symbol));
    const auto &version = *reinterpret_cast<const Index *>(versions.data() + i * sizeof(Index));
    size_t index = version.vs_index & versionIndexMask;
    if (!symbol.isUndefined() || index >= byIndex.size() || byIndex[index] < 0) continue;
    facts.versions[static_cast<size_t>(byIndex[index])].symbols.push_back(text(symbol.st_name, symbolLimit));
  }
}

template <class Elft> void ElfReader<Elft>::decideKind(BinaryFacts &facts) const {
  uint16_t type = file.getHeader().e_type;
  if (isDebugFile() && (type == ET_DYN || type == ET_EXEC)) {
    facts.kind = BinaryKind::debugFile;
    return;
  }
  bool program = dynamic.pie || dynamic.debug || (interpreterSegment && !dynamic.soname);
  switch (type) {
  case ET_REL: facts.kind = BinaryKind::object; break;
  case ET_EXEC: facts.kind = BinaryKind::executable; break;
  case ET_DYN: facts.kind = program ? BinaryKind::executable : BinaryKind::sharedLibrary; break;
  case ET_CORE: facts.kind = BinaryKind::core; break;
  default: break;
  }
  bool executable = facts.kind == BinaryKind::executable;
  if (facts.kind == BinaryKind::sharedLibrary || !facts.needed.empty() || (executable && interpreterSegment))
    facts.linkage = Linkage::dynamic;
  else if (executable)
    facts.linkage = type == ET_DYN ? Linkage::staticPie : Linkage::fixed;
  if (executable) facts.pie = type == ET_DYN;
}

template <class Elft> void ElfReader<Elft>::decideHardening(BinaryFacts &facts) const {
  if (!isLinked(facts)) return;
  // Without lazily bound calls nothing stays writable; a static program has no flag that says so.
  bool lazyTableIsSafe =
      !dynamic.present && (lazyTable == 0 || (lazyTable >= relroStart && lazyTable < relroEnd));
  bool full = dynamic.bindNow || (dynamic.present && !dynamic.plt) || lazyTableIsSafe;
  facts.relro = relroEnd == relroStart ? Relro::none : full ? Relro::full : Relro::partial;
  if (stackMarked) facts.nx = !stackExecutable;
  facts.textRelocations = dynamic.textRelocations;
  facts.stripped = !hasSymbols;
  if (!facts.debugInfo) facts.debugInfo = false;
}

template <class Elft> Reading<BinaryFacts> ElfReader<Elft>::read(BinaryFacts facts) {
  const auto &header = file.getHeader();
  ElfHead head{header.e_machine, header.e_flags, header.e_ident[EI_OSABI], Elft::Is64Bits,
               header.e_ident[EI_DATA] == ELFDATA2MSB};
  describeElfAbi(head, facts);
  bool linked = header.e_type == ET_DYN || header.e_type == ET_EXEC;
  Reading<void> good = readSections(facts);
  if (good) good = readSegments(facts);
  if (good && linked && !isDebugFile()) good = readDynamic(facts);
  if (!good) return unreadable(good.error());
  if (header.e_type == ET_REL && !facts.debugInfo) facts.debugInfo = false;
  decideKind(facts);
  decideHardening(facts);
  describeElfSystem(head, facts);
  return facts;
}

namespace {

template <class Elft> Reading<BinaryFacts> inspectAs(std::string_view bytes, BinaryFacts facts) {
  auto file = object::ELFFile<Elft>::create(llvm::StringRef(bytes.data(), bytes.size()));
  if (!file) return damaged(file.takeError());
  return ElfReader<Elft>(*file, bytes).read(std::move(facts));
}

} // namespace

Reading<BinaryFacts> inspectElf(std::string_view bytes) {
  BinaryFacts facts = factsOf(BinaryFormat::elf, bytes);
  if (bytes.size() < EI_NIDENT) return unreadable("ends too early: in the middle of its ELF header");
  auto fileClass = static_cast<uint8_t>(bytes[EI_CLASS]), data = static_cast<uint8_t>(bytes[EI_DATA]);
  bool known =
      (fileClass == ELFCLASS32 || fileClass == ELFCLASS64) && (data == ELFDATA2LSB || data == ELFDATA2MSB);
  if (!known)
    return unreadable(fmt::format("is damaged: no ELF file has class {} and byte order {}", fileClass, data));
  bool little = data == ELFDATA2LSB;
  if (fileClass == ELFCLASS32)
    return little ? inspectAs<object::ELF32LE>(bytes, std::move(facts))
                  : inspectAs<object::ELF32BE>(bytes, std::move(facts));
  return little ? inspectAs<object::ELF64LE>(bytes, std::move(facts))
                : inspectAs<object::ELF64BE>(bytes, std::move(facts));
}

} // namespace linkshim
