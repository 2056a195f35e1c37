#include "shim/inspect/Inspect.h"
#include "shim/inspect/formats/CoffHeaders.h"
#include "shim/inspect/formats/CoffSystem.h"
#include "shim/inspect/formats/Pdb.h"
#include "shim/objects/CoffMachine.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {
namespace {

namespace COFF = llvm::COFF;
namespace object = llvm::object;

constexpr size_t nameLimit = 1024;

struct Subsystem {
  uint16_t number;
  std::string_view name, system;
  BinaryKind kind; ///< of a program
};
constexpr Subsystem subsystems[] = {
    {COFF::IMAGE_SUBSYSTEM_NATIVE, "native", "windows", BinaryKind::driver},
    {COFF::IMAGE_SUBSYSTEM_WINDOWS_GUI, "gui", "windows", BinaryKind::executable},
    {COFF::IMAGE_SUBSYSTEM_WINDOWS_CUI, "console", "windows", BinaryKind::executable},
    {COFF::IMAGE_SUBSYSTEM_EFI_APPLICATION, "efi-application", "uefi", BinaryKind::executable},
    {COFF::IMAGE_SUBSYSTEM_EFI_BOOT_SERVICE_DRIVER, "efi-boot-driver", "uefi", BinaryKind::driver},
    {COFF::IMAGE_SUBSYSTEM_EFI_RUNTIME_DRIVER, "efi-runtime-driver", "uefi", BinaryKind::driver},
    {COFF::IMAGE_SUBSYSTEM_EFI_ROM, "efi-rom", "uefi", BinaryKind::driver},
};

struct Characteristic {
  uint16_t bit;
  std::string_view name;
};
constexpr Characteristic characteristics[] = {
    {COFF::IMAGE_DLL_CHARACTERISTICS_HIGH_ENTROPY_VA, "high-entropy"},
    {COFF::IMAGE_DLL_CHARACTERISTICS_GUARD_CF, "cfg"},
    {COFF::IMAGE_DLL_CHARACTERISTICS_FORCE_INTEGRITY, "force-integrity"},
    {COFF::IMAGE_DLL_CHARACTERISTICS_APPCONTAINER, "app-container"},
};

void describeMachine(uint16_t machine, BinaryFacts &facts) {
  if (machine == COFF::IMAGE_FILE_MACHINE_ARM64X) {
    facts.abiFlags.emplace_back("arm64x");
    machine = COFF::IMAGE_FILE_MACHINE_ARM64;
  }
  facts.machine = machine;
  facts.architecture = fmt::format("machine {:#x}", machine);
  if (const CoffMachine *row = findCoffMachine(machine)) {
    facts.architecture = row->architecture;
    facts.bits = row->bits;
  }
}

/// The processor. An image for two of them (ARM64EC, ARM64X) has a table of its own for the second.
uint16_t machineOf(const CoffHeaders &headers) {
  constexpr size_t hybridAt = offsetof(object::coff_load_configuration64, CHPEMetadataPointer);
  const object::data_directory *directory =
      headers.wide ? headers.directory(COFF::LOAD_CONFIG_TABLE) : nullptr;
  if (!directory) return headers.machine;
  std::string_view table = headers.mapped(directory->RelativeVirtualAddress);
  bool hybrid = table.size() >= hybridAt + sizeof(uint64_t) &&
                llvm::support::endian::read32le(table.data()) >= hybridAt + sizeof(uint64_t) &&
                llvm::support::endian::read64le(table.data() + hybridAt) != 0;
  if (hybrid && headers.machine == COFF::IMAGE_FILE_MACHINE_AMD64) return COFF::IMAGE_FILE_MACHINE_ARM64EC;
  if (hybrid && headers.machine == COFF::IMAGE_FILE_MACHINE_ARM64) return COFF::IMAGE_FILE_MACHINE_ARM64X;
  return headers.machine;
}

/// Reads one image.
class PeReader {
public:
  explicit PeReader(const CoffHeaders &headers) : headers(headers) {}

  Reading<void> read(BinaryFacts &facts) {
    describeMachine(machineOf(headers), facts);
    if (headers.wide)
      readHeader(*headers.wide, facts);
    else
      readHeader(*headers.narrow, facts);
    describeExceptionTable(facts);
    facts.debugInfo = std::any_of(headers.sections.begin(), headers.sections.end(), [&](const auto *section) {
      std::string_view name = headers.name(*section);
      return name == ".debug_info" || name == ".zdebug_info";
    });
    facts.stripped = headers.symbols == 0 || headers.symbolCount == 0;
    if (!headers.symbolsFit()) return cutOff("its symbol table", headers.bytes);
    if (!readImports(facts) || !readDelayed(facts))
      return unreadable("is damaged: its table of imported DLLs does not read as one");
    facts.linkage = facts.needed.empty() ? Linkage::fixed : Linkage::dynamic;
    readDebugDirectory(facts);
    return readCertificates(facts);
  }

private:
  template <class Header> void readHeader(const Header &header, BinaryFacts &facts) {
    bool library = (headers.characteristics & COFF::IMAGE_FILE_DLL) != 0;
    facts.kind = library ? BinaryKind::sharedLibrary : BinaryKind::executable;
    facts.system = "windows";
    facts.subsystem = fmt::format("subsystem {}", uint16_t{header.Subsystem});
    for (const Subsystem &row : subsystems) {
      if (row.number != header.Subsystem) continue;
      facts.subsystem = row.name;
      facts.system = row.system;
      if (!library) facts.kind = row.kind;
    }
    facts.minimumSystem =
        fmt::format("{}.{}", uint16_t{header.MajorSubsystemVersion}, uint16_t{header.MinorSubsystemVersion});
    uint16_t flags = header.DLLCharacteristics;
    facts.pie = (flags & COFF::IMAGE_DLL_CHARACTERISTICS_DYNAMIC_BASE) != 0;
    facts.nx = (flags & COFF::IMAGE_DLL_CHARACTERISTICS_NX_COMPAT) != 0;
    for (const Characteristic &row : characteristics)
      if (flags & row.bit) facts.protections.emplace_back(row.name);
  }

  /// On 32-bit x86 handlers of exceptions lie on the stack; the file may name all that are good.
  void describeExceptionTable(BinaryFacts &facts) const {
    constexpr size_t tableAt = offsetof(object::coff_load_configuration32, SEHandlerTable);
    if (!headers.narrow || headers.machine != COFF::IMAGE_FILE_MACHINE_I386) return;
    if (headers.narrow->DLLCharacteristics & COFF::IMAGE_DLL_CHARACTERISTICS_NO_SEH)
      return facts.protections.emplace_back("no-seh"), void();
    const object::data_directory *directory = headers.directory(COFF::LOAD_CONFIG_TABLE);
    std::string_view table =
        directory ? headers.mapped(directory->RelativeVirtualAddress) : std::string_view();
    bool has = table.size() >= tableAt + 2 * sizeof(uint32_t) &&
               llvm::support::endian::read32le(table.data()) >= tableAt + 2 * sizeof(uint32_t) &&
               llvm::support::endian::read32le(table.data() + tableAt) != 0;
    if (has) facts.protections.emplace_back("safe-seh");
  }

  std::string name(uint32_t address) const {
    std::string_view text = headers.mapped(address).substr(0, nameLimit);
    return std::string(text.substr(0, text.find('\0')));
  }
  size_t countSymbols(uint32_t table) const {
    size_t width = headers.wide ? 8 : 4, count = 0;
    std::string_view entries = headers.mapped(table);
    auto empty = [&](size_t at) {
      return entries.substr(at, width).find_first_not_of('\0') == std::string_view::npos;
    };
    while ((count + 1) * width <= entries.size() && !empty(count * width))
      ++count;
    return count;
  }

  /// Those of a table's entries that have a name and no number.
  std::vector<std::string> symbolNames(uint32_t table, size_t count) {
    constexpr size_t hint = 2; // before the name: where to look first
    constexpr size_t most = 4; // steps for each byte of the file
    size_t width = headers.wide ? 8 : 4;
    std::string_view entries = headers.mapped(table);
    std::vector<std::string> names;
    // Damaged entries may name one long text again and again, in a file of many sections.
    for (size_t i = 0; i < count && named < most * headers.bytes.size(); ++i) {
      uint32_t low = llvm::support::endian::read32le(entries.data() + i * width);
      uint32_t high = headers.wide ? llvm::support::endian::read32le(entries.data() + i * width + 4) : low;
      if (high >> 31) continue;
      names.push_back(name(low + hint));
      named += names.back().size() + headers.sections.size() + 1;
    }
    return names;
  }

  template <class Entry> const Entry *entryAt(std::string_view table, size_t index) const {
    if ((index + 1) * sizeof(Entry) > table.size()) return nullptr;
    return reinterpret_cast<const Entry *>(table.data() + index * sizeof(Entry));
  }

  /// False for an entry that is damaged.
  bool add(std::string library, std::string_view how, uint32_t lookup, BinaryFacts &facts) {
    if (library.empty()) return false;
    size_t symbols = countSymbols(lookup);
    counted += symbols; // damaged entries may share one long table
    if (counted > headers.bytes.size()) return false;
    facts.needed.push_back({std::move(library), how, symbols, symbolNames(lookup, symbols)});
    return true;
  }

  bool readImports(BinaryFacts &facts) {
    const object::data_directory *directory = headers.directory(COFF::IMPORT_TABLE);
    if (!directory) return true;
    std::string_view table = headers.mapped(directory->RelativeVirtualAddress);
    for (size_t i = 0;; ++i) {
      const auto *entry = entryAt<object::coff_import_directory_table_entry>(table, i);
      if (!entry) return false;
      if (entry->NameRVA == 0) return true; // where the loader stops as well
      uint32_t lookup =
          entry->ImportLookupTableRVA != 0 ? entry->ImportLookupTableRVA : entry->ImportAddressTableRVA;
      if (!add(name(entry->NameRVA), {}, lookup, facts)) return false;
    }
  }

  bool readDelayed(BinaryFacts &facts) {
    const object::data_directory *directory = headers.directory(COFF::DELAY_IMPORT_DESCRIPTOR);
    if (!directory) return true;
    std::string_view table = headers.mapped(directory->RelativeVirtualAddress);
    for (size_t i = 0;; ++i) {
      const auto *entry = entryAt<object::delay_import_directory_table_entry>(table, i);
      if (!entry) return false;
      if (entry->Name == 0) return true;
      if (!add(name(entry->Name), "delayed", entry->DelayImportNameTable, facts)) return false;
    }
  }

  void readDebugDirectory(BinaryFacts &facts) const {
    constexpr size_t guidAt = 4, guidSize = 16, ageAt = 20, pathAt = 24;
    const object::data_directory *directory = headers.directory(COFF::DEBUG_DIRECTORY);
    if (!directory) return;
    std::string_view table = headers.mapped(directory->RelativeVirtualAddress).substr(0, directory->Size);
    for (size_t i = 0; const auto *entry = entryAt<object::debug_directory>(table, i); ++i) {
      if (!headers.fits(entry->PointerToRawData, entry->SizeOfData)) continue;
      std::string_view data = headers.bytes.substr(entry->PointerToRawData, entry->SizeOfData);
      bool cet = entry->Type == COFF::IMAGE_DEBUG_TYPE_EX_DLLCHARACTERISTICS && !data.empty() &&
                 (data.front() & COFF::IMAGE_DLL_CHARACTERISTICS_EX_CET_COMPAT);
      if (cet) facts.protections.emplace_back("cet");
      if (entry->Type != COFF::IMAGE_DEBUG_TYPE_CODEVIEW || !data.starts_with("RSDS") || data.size() < pathAt)
        continue;
      facts.buildId =
          codeViewId(data.substr(guidAt, guidSize), llvm::support::endian::read32le(data.data() + ageAt));
      facts.debugLink = data.substr(pathAt, std::min(data.find('\0', pathAt) - pathAt, nameLimit));
    }
  }

  Reading<void> readCertificates(BinaryFacts &facts) const {
    const object::data_directory *directory = headers.directory(COFF::CERTIFICATE_TABLE);
    bool is = directory && directory->Size != 0;
    facts.signature = is ? Signature::authenticode : Signature::none;
    // Unlike in the other directories, the address is an offset in the file.
    if (is && !headers.fits(directory->RelativeVirtualAddress, directory->Size))
      return cutOff("its signature", headers.bytes);
    return {};
  }

  const CoffHeaders &headers;
  size_t counted = 0, named = 0;
};

/// An entry of an import library: the name of a symbol, then that of a DLL.
Reading<BinaryFacts> inspectImport(std::string_view bytes, BinaryFacts facts) {
  constexpr size_t head = 20, machineAt = 6, sizeAt = 12;
  if (bytes.size() < head || llvm::support::endian::read32le(bytes.data() + sizeAt) > bytes.size() - head)
    return unreadable("ends too early: in the middle of an import");
  describeMachine(llvm::support::endian::read16le(bytes.data() + machineAt), facts);
  facts.kind = BinaryKind::object;
  std::string_view names = bytes.substr(head);
  names.remove_prefix(std::min(names.find('\0'), names.size() - 1) + 1);
  facts.needed.push_back({std::string(names.substr(0, std::min(names.find('\0'), nameLimit))), {}, 1});
  return facts;
}

} // namespace

Reading<BinaryFacts> inspectPe(std::string_view bytes) {
  BinaryFacts facts = factsOf(BinaryFormat::pe, bytes);
  Reading<CoffHeaders> headers = readCoffHeaders(bytes);
  if (!headers) return unreadable(headers.error());
  if (Reading<void> read = PeReader(*headers).read(facts); !read) return unreadable(read.error());
  describeWindows(facts);
  return facts;
}

Reading<BinaryFacts> inspectCoff(std::string_view bytes) {
  constexpr uint16_t bigMark = 0xffff;
  constexpr size_t versionAt = 4;
  BinaryFacts facts = factsOf(BinaryFormat::coff, bytes);
  bool marked = bytes.size() >= versionAt + 2 && llvm::support::endian::read16le(bytes.data() + 2) == bigMark;
  if (marked && llvm::support::endian::read16le(bytes.data() + versionAt) == 0)
    return inspectImport(bytes, std::move(facts));
  Reading<CoffHeaders> headers = readCoffHeaders(bytes);
  if (!headers) return unreadable(headers.error());
  if (!headers->symbolsFit()) return cutOff("its symbol table", bytes);
  describeMachine(headers->machine, facts);
  facts.kind = BinaryKind::object;
  // clang puts a .debug$S with the compiler's name into every object, so that section does not tell.
  facts.debugInfo = std::any_of(headers->sections.begin(), headers->sections.end(), [&](const auto *section) {
    std::string_view name = headers->name(*section);
    return name == ".debug_info" || name == ".debug$T";
  });
  return facts;
}

} // namespace linkshim
