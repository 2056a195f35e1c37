#include "shim/objects/ObjectHead.h"
#include "shim/objects/ArchiveHead.h"
#include "shim/objects/CoffMachine.h"
#include "shim/objects/LlvmVersion.h"
#include "shim/objects/MachO.h"
#include "llvm/BinaryFormat/COFF.h"
#include "llvm/BinaryFormat/ELF.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {
namespace {

constexpr size_t headSize = 64;
constexpr int membersLookedAt = 8;
constexpr size_t windowSize = 4096;

struct MachineName {
  uint16_t machine;
  std::string_view name;
};
constexpr MachineName elfMachines[] = {
    {llvm::ELF::EM_386, "x86"},         {llvm::ELF::EM_X86_64, "x86_64"},
    {llvm::ELF::EM_ARM, "arm"},         {llvm::ELF::EM_AARCH64, "aarch64"},
    {llvm::ELF::EM_RISCV, "riscv"},     {llvm::ELF::EM_PPC, "powerpc"},
    {llvm::ELF::EM_PPC64, "powerpc64"}, {llvm::ELF::EM_S390, "s390x"},
    {llvm::ELF::EM_MIPS, "mips"},       {llvm::ELF::EM_SPARC, "sparc"},
    {llvm::ELF::EM_SPARCV9, "sparc64"}, {llvm::ELF::EM_LOONGARCH, "loongarch"},
    {llvm::ELF::EM_68K, "m68k"},        {llvm::ELF::EM_HEXAGON, "hexagon"},
    {llvm::ELF::EM_AVR, "avr"},         {llvm::ELF::EM_MSP430, "msp430"},
    {llvm::ELF::EM_CSKY, "csky"},       {llvm::ELF::EM_BPF, "bpf"},
};

/// The processor of an object for Windows; empty for anything else. It is empty for ARM64EC too: such a
/// program may consist of objects for x86-64 and ARM64, so their machine does not decide.
std::string_view coffName(uint16_t machine) {
  const CoffMachine *row = findCoffMachine(machine);
  return row && machine != llvm::COFF::IMAGE_FILE_MACHINE_ARM64EC ? row->architecture : "";
}

uint16_t coffMachine(std::string_view head) {
  auto word = [&](size_t at) {
    return static_cast<uint16_t>(static_cast<uint8_t>(head[at]) | static_cast<uint8_t>(head[at + 1]) << 8);
  };
  if (head.size() < 20) return 0;
  // An object with very many sections (/bigobj) begins otherwise. So do members of import libraries, of
  // version 0; those that are for two machines have both.
  bool big = word(0) == 0 && word(2) == 0xffff && word(4) >= 2;
  return word(big ? 6 : 0);
}

bool isElf(std::string_view head) {
  return head.size() >= 20 && head.starts_with("\x7f"
                                               "ELF");
}
bool isBigEndian(std::string_view elf) {
  return elf[5] == 2;
}

uint16_t elfMachine(std::string_view elf) {
  auto a = static_cast<uint8_t>(elf[18]), b = static_cast<uint8_t>(elf[19]);
  return isBigEndian(elf) ? static_cast<uint16_t>(a << 8 | b) : static_cast<uint16_t>(b << 8 | a);
}

std::string describeElf(uint16_t machine, bool is64, bool big) {
  std::string name = fmt::format("machine {}", machine);
  for (const MachineName &m : elfMachines)
    if (m.machine == machine) name = m.name;
  return fmt::format("{} ELF, {}-bit {}-endian", name, is64 ? 64 : 32, big ? "big" : "little");
}

/// Reads parts of a file, a page at a time: the headers of an archive's first members are often close
/// together.
class Window {
public:
  Window(const std::string &path, const FileReader &files) : path(path), files(files) {}
  std::string part(uint64_t at, size_t size) {
    if (at < start || at + size > start + bytes.size()) {
      start = at;
      bytes = files.readPart(path, at, windowSize);
    }
    return bytes.substr(at - start, size);
  }

private:
  const std::string &path;
  const FileReader &files;
  uint64_t start = 0;
  std::string bytes;
};

void addBitcode(std::string_view head, InputHead &contents) {
  contents.hasBitcode = true;
  contents.bitcode = std::max(contents.bitcode, bitcodeMajor(head));
}

/// Reads an archive's first members, or all of them where bitcode may be among them.
InputHead readArchive(Window &window, bool all) {
  InputHead contents;
  uint64_t at = archiveMagic.size();
  for (int i = 0; all || i < membersLookedAt; ++i) {
    std::string part = window.part(at, archiveHeadSize + headSize);
    std::optional<ArchiveHead> member = readArchiveHead(part);
    if (!member || part.size() == archiveHeadSize) break;
    uint64_t place = at + archiveHeadSize + member->nameLength;
    std::string head = member->nameLength == 0 ? part.substr(archiveHeadSize) : window.part(place, headSize);
    if (isBitcode(head)) addBitcode(window.part(place, bitcodeHeadSize), contents);
    if (contents.object.empty() && !describeObject(head).empty()) contents.object = head;
    if (!all && (!contents.object.empty() || contents.hasBitcode)) break;
    at += member->step();
  }
  return contents;
}

/// True for a Mach-O object of the target's machine, and for a universal file: the linker chooses a part of
/// it.
bool belongsToMachO(const Target &target, std::string_view head) {
  constexpr uint32_t wide = 0x01000000, marks = 0xff000000;
  std::vector<MachOSlice> slices = readMachO(head);
  if (slices.size() != 1) return describeObject(head).starts_with("Mach-O");
  uint32_t type = slices.front().cpuType;
  return (type & ~marks) == target.machine && ((type & wide) != 0) == (target.pointerBits == 64);
}

} // namespace

std::string describeObject(std::string_view head) {
  if (isElf(head)) return describeElf(elfMachine(head), head[4] == 2, isBigEndian(head));
  if (head.starts_with(std::string_view("\0asm", 4))) return "WebAssembly";
  if (head.starts_with("\xcf\xfa\xed\xfe") || head.starts_with("\xce\xfa\xed\xfe")) {
    std::vector<MachOSlice> slices = readMachO(head);
    return slices.empty() ? "Mach-O" : "Mach-O, " + archName(slices.front());
  }
  if (head.starts_with("\xca\xfe\xba\xbe")) return "Mach-O, universal";
  if (std::string_view name = coffName(coffMachine(head)); !name.empty())
    return fmt::format("{} COFF (Windows)", name);
  return {};
}

InputHead readInputHead(const std::string &path, bool allMembers, const FileReader &files) {
  Window window(path, files);
  std::string head = window.part(0, headSize);
  if (head.starts_with(archiveMagic)) return readArchive(window, allMembers);
  InputHead contents;
  if (isBitcode(head))
    addBitcode(window.part(0, bitcodeHeadSize), contents);
  else
    contents.object = std::move(head);
  return contents;
}

std::string describeMachine(const Target &target) {
  if (target.format == ObjectFormat::machO) return fmt::format("Mach-O, {}", target.emulation);
  if (target.format == ObjectFormat::coff) return fmt::format("{} COFF (Windows)", coffName(target.machine));
  return describeElf(target.machine, target.pointerBits == 64, target.endian == Endian::big);
}

bool isMadeFor(const Target &target, std::string_view head) {
  if (target.format == ObjectFormat::coff) return coffMachine(head) == target.machine;
  if (target.format == ObjectFormat::machO) return belongsToMachO(target, head);
  if (!isElf(head)) return target.format != ObjectFormat::elf;
  if (target.format != ObjectFormat::elf) return false;
  bool is64 = head[4] == 2;
  // The x32 and n32 ABIs keep 32-bit ELF for a 64-bit architecture; pointerBits says so as well.
  return elfMachine(head) == target.machine && is64 == (target.pointerBits == 64) &&
         isBigEndian(head) == (target.endian == Endian::big);
}

std::optional<bool> isFileMadeFor(const Target &target, const std::string &path, const FileReader &files) {
  InputHead head = readInputHead(path, false, files);
  if (describeObject(head.object).empty()) return std::nullopt;
  return isMadeFor(target, head.object);
}

bool canTellMachine(const Target &target) {
  bool coff = target.format == ObjectFormat::coff && !coffName(target.machine).empty();
  bool known = target.format == ObjectFormat::elf || target.format == ObjectFormat::machO || coff;
  return known && target.machine != 0;
}

} // namespace linkshim
