#include "shim/link/InputCheck.h"
#include "shim/objects/ArchiveHead.h"
#include "shim/objects/CutInput.h"
#include "shim/objects/LlvmVersion.h"
#include "shim/objects/MachO.h"
#include "llvm/BinaryFormat/COFF.h"
#include "llvm/BinaryFormat/ELF.h"
#include <algorithm>
#include <fmt/format.h>
#include <iterator>

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

constexpr MachineName coffMachines[] = {{llvm::COFF::IMAGE_FILE_MACHINE_AMD64, "x86_64"},
                                        {llvm::COFF::IMAGE_FILE_MACHINE_I386, "x86"},
                                        {llvm::COFF::IMAGE_FILE_MACHINE_ARM64, "aarch64"},
                                        {llvm::COFF::IMAGE_FILE_MACHINE_ARMNT, "arm"}};

/// The processor of an object for Windows; empty for anything else.
std::string_view coffName(uint16_t machine) {
  for (const MachineName &m : coffMachines)
    if (m.machine == machine) return m.name;
  return {};
}

uint16_t coffMachine(std::string_view head) {
  return head.size() < 20
             ? 0
             : static_cast<uint16_t>(static_cast<uint8_t>(head[0]) | static_cast<uint8_t>(head[1]) << 8);
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

/// Parts of a file, read a page at a time: the heads of an archive's first members lie side by side.
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

/// What is in an input.
struct Contents {
  std::string object; ///< head of the first object; empty when there is none
  bool hasBitcode = false;
  int bitcode = 0; ///< the newest LLVM major that made some of it
};

void addBitcode(std::string_view head, Contents &contents) {
  contents.hasBitcode = true;
  contents.bitcode = std::max(contents.bitcode, bitcodeMajor(head));
}

/// Of an archive: its first members, or all of them where bitcode may be among them.
Contents readArchive(Window &window, bool all) {
  Contents contents;
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

Contents readInput(const std::string &path, bool all, const FileReader &files) {
  Window window(path, files);
  std::string head = window.part(0, headSize);
  if (head.starts_with(archiveMagic)) return readArchive(window, all);
  Contents contents;
  if (isBitcode(head))
    addBitcode(window.part(0, bitcodeHeadSize), contents);
  else
    contents.object = std::move(head);
  return contents;
}

/// The machine of a Mach-O object; a universal file has one for everybody.
bool belongsToMachO(const Target &target, std::string_view head) {
  constexpr uint32_t wide = 0x01000000, marks = 0xff000000;
  std::vector<MachOSlice> slices = readMachO(head);
  if (slices.size() != 1) return describeObject(head).starts_with("Mach-O");
  uint32_t type = slices.front().cpuType;
  return (type & ~marks) == target.machine && ((type & wide) != 0) == (target.pointerBits == 64);
}

std::string describeTarget(const Target &target) {
  if (target.format == ObjectFormat::machO) return fmt::format("Mach-O, {}", target.emulation);
  if (target.format == ObjectFormat::coff) return fmt::format("{} COFF (Windows)", coffName(target.machine));
  return describeElf(target.machine, target.pointerBits == 64, target.endian == Endian::big);
}

bool belongs(const Target &target, std::string_view head) {
  if (target.format == ObjectFormat::coff) return coffMachine(head) == target.machine;
  if (target.format == ObjectFormat::machO) return belongsToMachO(target, head);
  if (!isElf(head)) return target.format != ObjectFormat::elf;
  if (target.format != ObjectFormat::elf) return false;
  bool is64 = head[4] == 2;
  // The x32 and n32 ABIs keep 32-bit ELF for a 64-bit architecture; pointerBits says so as well.
  return elfMachine(head) == target.machine && is64 == (target.pointerBits == 64) &&
         isBigEndian(head) == (target.endian == Endian::big);
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

namespace {

/// A library that this machine's own programs use is no work of cargo's.
bool isOfTheHost(std::string_view path) {
  constexpr std::string_view folders[] = {"/lib/",       "/lib32/",     "/lib64/",        "/usr/lib/",
                                          "/usr/lib32/", "/usr/lib64/", "/usr/local/lib/"};
  return std::any_of(std::begin(folders), std::end(folders),
                     [&](std::string_view folder) { return path.starts_with(folder); });
}

Failure foreign(const Target &target, const std::string &path, const std::string &found) {
  std::string wanted = describeTarget(target);
  bool host = isOfTheHost(path);
  std::string remedy =
      fmt::format("cargo clean --target {}, and build it again for that target", target.triple);
  if (host && target.libc == Libc::glibc)
    remedy =
        fmt::format("linkshim sysroot add {} PACKAGE, and leave {} out", target.triple, parentPath(path));
  else if (host)
    remedy = fmt::format("build that library for {}, and leave {} out", target.triple, parentPath(path));
  return {host ? "a library of this machine was given, and the target's architecture is another"
               : "an input file was made for another architecture than the target's",
          {{"file", path}, {"made for", found}, {"target", fmt::format("{}: {}", target.triple, wanted)}},
          remedy};
}

} // namespace

Failure bitcodeTooNew(const std::string &file, int bitcode, const std::string &linker, int reader) {
  return {"an input file is bitcode of a newer LLVM than the linker's",
          {{"file", file},
           {"made by", fmt::format("LLVM {}", bitcode)},
           {"linker", fmt::format("{}, of LLVM {}", linker, reader)}},
          fmt::format("compile it with LINKSHIM_CLANG=clang-{} or without -flto, or set LINKSHIM_LLD to an "
                      "lld of LLVM {}",
                      reader, bitcode)};
}

std::optional<bool> isMadeFor(const Target &target, const std::string &path, const FileReader &files) {
  Contents contents = readInput(path, false, files);
  if (describeObject(contents.object).empty()) return std::nullopt;
  return belongs(target, contents.object);
}

bool checkInputs(const Target &target, const Provider &linker, const std::vector<std::string> &inputs,
                 const FileReader &files, Failure &failure) {
  bool coff = target.format == ObjectFormat::coff && !coffName(target.machine).empty();
  bool known = target.format == ObjectFormat::elf || target.format == ObjectFormat::machO || coff;
  if (!known || target.machine == 0) return true;
  bool bitcode = false; // then libraries may have some in any place
  int reader = 0;
  for (const std::string &path : inputs) {
    Contents contents = readInput(path, bitcode, files);
    std::string found = describeObject(contents.object);
    if (!found.empty() && !belongs(target, contents.object)) {
      failure = foreign(target, path, found);
      return false;
    }
    if (target.format == ObjectFormat::machO && !isWhole(path, files, failure)) return false;
    if (!contents.hasBitcode) continue;
    if (!bitcode && linker.isLld()) reader = linkerMajor(linker.path, files);
    bitcode = true;
    if (reader == 0 || contents.bitcode <= reader) continue;
    failure = bitcodeTooNew(path, contents.bitcode, linker.path, reader);
    return false;
  }
  return true;
}

} // namespace linkshim
