#pragma once
#include "shim/inspect/Inspect.h"
#include "llvm/Object/ELF.h"
#include <string_view>

namespace linkshim {

/// What the header of an ELF file says of the processor and its ABI, the same for every class and byte order.
struct ElfHead {
  uint16_t machine = 0;
  uint32_t flags = 0;
  uint8_t osAbi = 0;
  bool is64 = false;
  bool big = false;
};

/// Fills in architecture, ABI and its flags.
void describeElfAbi(const ElfHead &head, BinaryFacts &facts);

/// Of objects of Arm and of MIPS: what `.ARM.attributes` and `.MIPS.abiflags` say of floating point.
void readArmAttributes(std::string_view section, bool big, BinaryFacts &facts);
void readMipsAbiFlags(std::string_view section, BinaryFacts &facts);

/// Fills in system and C library from the interpreter, the needed libraries and the versions.
void describeElfSystem(const ElfHead &head, BinaryFacts &facts);

/// A note that names a system, or a build. Each vendor has numbers of its own.
struct ElfNote {
  std::string_view vendor;
  uint32_t type = 0;
  std::string_view contents;
  bool big = false;
  bool is64 = false;
};
void readElfNote(const ElfNote &note, uint16_t machine, BinaryFacts &facts);

/// What is read from the dynamic section.
struct ElfDynamic {
  bool present = false, debug = false, bindNow = false, pie = false, textRelocations = false, plt = false;
  uint64_t strings = 0, stringsSize = 0, symbols = 0, symbolVersions = 0, versions = 0, versionCount = 0;
  std::vector<uint64_t> needed, tables;
  std::optional<uint64_t> soname, rpath, runpath;
};

/// Reads one ELF file of a class and byte order.
template <class Elft> class ElfReader {
public:
  ElfReader(llvm::object::ELFFile<Elft> file, std::string_view bytes) : file(std::move(file)), bytes(bytes) {}
  Reading<BinaryFacts> read(BinaryFacts facts);

private:
  using Section = Elft::Shdr;
  using Segment = Elft::Phdr;

  Reading<void> readSections(BinaryFacts &facts);
  void readSection(const Section &section, std::string_view name, BinaryFacts &facts);
  Reading<void> readSegments(BinaryFacts &facts);
  Reading<void> readSegment(const Segment &segment, BinaryFacts &facts);
  Reading<void> readDynamic(BinaryFacts &facts);
  bool isDebugFile() const { return hasCode && !hasCodeBytes; }
  void readEntry(int64_t tag, uint64_t value);
  void readVersions(BinaryFacts &facts) const;
  void readVersionSymbols(const std::vector<int> &byIndex, BinaryFacts &facts) const;
  void readNotes(Elft::NoteIterator begin, BinaryFacts &facts) const;
  void decideKind(BinaryFacts &facts) const;
  void decideHardening(BinaryFacts &facts) const;

  /// The bytes at a place in the file, or at an address in memory, up to the end of the file.
  std::string_view part(uint64_t offset, uint64_t size) const;
  std::string_view mapped(uint64_t address) const;
  std::string text(uint64_t offset, size_t limit) const;

  llvm::object::ELFFile<Elft> file;
  std::string_view bytes;
  ElfDynamic dynamic;
  std::string_view dynamicTable, strings;
  bool hasSymbols = false, hasCode = false, hasCodeBytes = false, stackMarked = false,
       stackExecutable = false;
  bool sections = false, interpreterSegment = false;
  uint64_t relroStart = 0, relroEnd = 0, lazyTable = 0;
};

} // namespace linkshim
