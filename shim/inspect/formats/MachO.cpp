#include "shim/objects/MachO.h"
#include "shim/inspect/Inspect.h"
#include "shim/inspect/formats/MachOSignature.h"
#include "llvm/Object/MachO.h"
#include "llvm/Object/MachOUniversal.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {
namespace {

namespace MachO = llvm::MachO;
namespace object = llvm::object;
using LoadCommand = object::MachOObjectFile::LoadCommandInfo;

constexpr size_t nameLimit = 4096;

struct Machine {
  uint32_t type;
  std::string_view architecture;
  uint8_t bits;
};
constexpr Machine machines[] = {
    {MachO::CPU_TYPE_X86_64, "x86_64", 64},    {MachO::CPU_TYPE_I386, "x86", 32},
    {MachO::CPU_TYPE_ARM64, "aarch64", 64},    {MachO::CPU_TYPE_ARM, "arm", 32},
    {MachO::CPU_TYPE_ARM64_32, "aarch64", 32},
};

/// A platform by its number: as in ld64's `-platform_version`, and rustc's `target_os`.
struct Platform {
  uint32_t number;
  std::string_view name, system;
};
constexpr Platform platforms[] = {
    {MachO::PLATFORM_MACOS, "macos", "macos"},
    {MachO::PLATFORM_IOS, "ios", "ios"},
    {MachO::PLATFORM_TVOS, "tvos", "tvos"},
    {MachO::PLATFORM_WATCHOS, "watchos", "watchos"},
    {MachO::PLATFORM_BRIDGEOS, "bridgeos", "bridgeos"},
    {MachO::PLATFORM_MACCATALYST, "mac-catalyst", "ios"},
    {MachO::PLATFORM_IOSSIMULATOR, "ios-simulator", "ios"},
    {MachO::PLATFORM_TVOSSIMULATOR, "tvos-simulator", "tvos"},
    {MachO::PLATFORM_WATCHOSSIMULATOR, "watchos-simulator", "watchos"},
    {MachO::PLATFORM_DRIVERKIT, "driverkit", "driverkit"},
    {MachO::PLATFORM_XROS, "xros", "visionos"},
    {MachO::PLATFORM_XROS_SIMULATOR, "xros-simulator", "visionos"},
};

struct OldPlatform {
  uint32_t command, platform;
};
constexpr OldPlatform oldPlatforms[] = {{MachO::LC_VERSION_MIN_MACOSX, MachO::PLATFORM_MACOS},
                                        {MachO::LC_VERSION_MIN_IPHONEOS, MachO::PLATFORM_IOS},
                                        {MachO::LC_VERSION_MIN_TVOS, MachO::PLATFORM_TVOS},
                                        {MachO::LC_VERSION_MIN_WATCHOS, MachO::PLATFORM_WATCHOS}};

struct FileType {
  uint32_t type;
  BinaryKind kind;
};
constexpr FileType fileTypes[] = {
    {MachO::MH_EXECUTE, BinaryKind::executable},  {MachO::MH_DYLINKER, BinaryKind::executable},
    {MachO::MH_DYLIB, BinaryKind::sharedLibrary}, {MachO::MH_DYLIB_STUB, BinaryKind::sharedLibrary},
    {MachO::MH_BUNDLE, BinaryKind::plugin},       {MachO::MH_OBJECT, BinaryKind::object},
    {MachO::MH_DSYM, BinaryKind::debugFile},      {MachO::MH_CORE, BinaryKind::core},
    {MachO::MH_KEXT_BUNDLE, BinaryKind::driver},  {MachO::MH_PRELOAD, BinaryKind::executable},
};

struct LibraryCommand {
  uint32_t command;
  std::string_view how;
};
constexpr LibraryCommand libraryCommands[] = {{MachO::LC_LOAD_DYLIB, ""},
                                              {MachO::LC_LOAD_WEAK_DYLIB, "weak"},
                                              {MachO::LC_REEXPORT_DYLIB, "re-exported"},
                                              {MachO::LC_LOAD_UPWARD_DYLIB, "upward"},
                                              {MachO::LC_LAZY_LOAD_DYLIB, "lazy"}};

std::string versionText(uint32_t version) {
  std::string text = fmt::format("{}.{}", version >> 16, version >> 8 & 0xff);
  if ((version & 0xff) != 0) text += fmt::format(".{}", version & 0xff);
  return text;
}

/// A text in a load command; LLVM Object has checked that the offset lies within it.
std::string textOf(const LoadCommand &command, uint32_t offset) {
  if (offset >= command.C.cmdsize) return {};
  std::string_view rest(command.Ptr + offset, std::min<size_t>(command.C.cmdsize - offset, nameLimit));
  return std::string(rest.substr(0, rest.find('\0')));
}

/// Reads one file for one architecture.
class MachOReader {
public:
  MachOReader(const object::MachOObjectFile &file, std::string_view bytes) : file(file), bytes(bytes) {}

  void read(BinaryFacts &facts) {
    readHeader(facts);
    for (const LoadCommand &command : file.load_commands())
      readCommand(command, facts);
    readDwarf(facts);
    if (!isLinked(facts)) return;
    facts.stripped = localSymbols == 0;
    facts.linkage = facts.needed.empty() ? Linkage::fixed : Linkage::dynamic;
    facts.signature = signature.empty() ? Signature::none : readSignature(bytes, signature, facts);
    contradict(facts);
  }

private:
  void readHeader(BinaryFacts &facts) {
    const MachO::mach_header &header = file.getHeader();
    auto type = static_cast<uint32_t>(header.cputype);
    facts.machine = static_cast<uint16_t>(type & ~MachO::CPU_ARCH_MASK);
    facts.architecture = fmt::format("cpu {}", type);
    facts.abi = archName({type, static_cast<uint32_t>(header.cpusubtype), {}});
    for (const Machine &row : machines)
      if (row.type == type) {
        facts.architecture = row.architecture;
        facts.bits = row.bits;
      }
    if (facts.bits == 0) facts.bits = file.is64Bit() ? 64 : 32;
    facts.endian = file.isLittleEndian() ? Endian::little : Endian::big;
    for (const FileType &row : fileTypes)
      if (row.type == header.filetype) facts.kind = row.kind;
    if (facts.kind != BinaryKind::executable) return;
    facts.pie = (header.flags & MachO::MH_PIE) != 0;
    facts.nx = (header.flags & MachO::MH_ALLOW_STACK_EXECUTION) == 0;
  }

  void setPlatform(uint32_t number, uint32_t oldest, uint32_t sdk, BinaryFacts &facts) {
    facts.platform = fmt::format("platform {}", number);
    for (const Platform &row : platforms)
      if (row.number == number) {
        facts.platform = row.name;
        facts.system = row.system;
      }
    facts.minimumSystem = versionText(oldest);
    if (sdk != 0) facts.sdk = versionText(sdk);
  }

  void readCommand(const LoadCommand &command, BinaryFacts &facts) {
    readLibrary(command, facts);
    readOldPlatform(command, facts);
    readOther(command, facts);
  }

  void readLibrary(const LoadCommand &command, BinaryFacts &facts) {
    for (const LibraryCommand &row : libraryCommands)
      if (row.command == command.C.cmd)
        facts.needed.push_back({textOf(command, file.getDylibIDLoadCommand(command).dylib.name), row.how});
  }

  /// The command that tells platform and version in files from before macOS 10.14.
  void readOldPlatform(const LoadCommand &command, BinaryFacts &facts) {
    for (const OldPlatform &row : oldPlatforms) {
      if (row.command != command.C.cmd) continue;
      MachO::version_min_command version = file.getVersionMinLoadCommand(command);
      setPlatform(row.platform, version.version, version.sdk, facts);
    }
  }

  void readOther(const LoadCommand &command, BinaryFacts &facts) {
    switch (command.C.cmd) {
    case MachO::LC_ID_DYLIB:
      facts.soname = textOf(command, file.getDylibIDLoadCommand(command).dylib.name);
      break;
    case MachO::LC_RPATH: facts.rpath.push_back(textOf(command, file.getRpathCommand(command).path)); break;
    case MachO::LC_LOAD_DYLINKER:
      facts.interpreter = textOf(command, file.getDylinkerCommand(command).name);
      break;
    case MachO::LC_BUILD_VERSION: {
      MachO::build_version_command version = file.getBuildVersionLoadCommand(command);
      setPlatform(version.platform, version.minos, version.sdk, facts);
      break;
    }
    case MachO::LC_UUID: {
      MachO::uuid_command uuid = file.getUuidCommand(command);
      facts.buildId.clear();
      for (uint8_t byte : uuid.uuid)
        facts.buildId += fmt::format("{:02x}", byte);
      break;
    }
    case MachO::LC_CODE_SIGNATURE: {
      MachO::linkedit_data_command data = file.getLinkeditDataLoadCommand(command);
      if (data.dataoff <= bytes.size()) signature = bytes.substr(data.dataoff, data.datasize);
      break;
    }
    case MachO::LC_DYSYMTAB: localSymbols = file.getDysymtabLoadCommand().nlocalsym; break;
    default: break;
    }
  }

  void readDwarf(BinaryFacts &facts) {
    facts.debugInfo = false;
    for (const object::SectionRef &section : file.sections())
      if (file.getSectionFinalSegmentName(section.getRawDataRefImpl()) == "__DWARF") facts.debugInfo = true;
  }

  /// What makes dyld or the kernel refuse the file.
  void contradict(BinaryFacts &facts) {
    std::vector<std::string> names;
    for (const NeededLibrary &library : facts.needed)
      names.push_back(library.name);
    std::sort(names.begin(), names.end());
    for (auto twice = std::adjacent_find(names.begin(), names.end()); twice != names.end();) {
      facts.contradictions.push_back(fmt::format("loads {} twice, which dyld refuses", *twice));
      twice = std::adjacent_find(std::upper_bound(twice, names.end(), *twice), names.end());
    }
    if (facts.architecture == "aarch64" && facts.signature == Signature::none)
      facts.contradictions.emplace_back("has no signature, and arm64 systems run no code without one");
  }

  const object::MachOObjectFile &file;
  std::string_view bytes, signature;
  uint32_t localSymbols = 0;
};

llvm::MemoryBufferRef buffer(std::string_view bytes) {
  return {llvm::StringRef(bytes.data(), bytes.size()), ""};
}

std::string damage(llvm::Error error) {
  return "is damaged: " + llvm::toString(std::move(error));
}

} // namespace

Reading<BinaryFacts> inspectMachO(std::string_view bytes) {
  BinaryFacts facts = factsOf(BinaryFormat::machO, bytes);
  auto first = static_cast<uint8_t>(bytes.front()), last = static_cast<uint8_t>(bytes[3]);
  bool little = last == 0xfe, wide = (little ? first : last) == 0xcf;
  auto file = object::MachOObjectFile::create(buffer(bytes), little, wide);
  if (!file) return unreadable(damage(file.takeError()));
  MachOReader(**file, bytes).read(facts);
  return facts;
}

Reading<BinaryFacts> inspectUniversal(std::string_view bytes) {
  BinaryFacts facts = factsOf(BinaryFormat::universal, bytes);
  llvm::Error error = llvm::Error::success();
  object::MachOUniversalBinary file(buffer(bytes), error);
  if (error) return unreadable(damage(std::move(error)));
  for (const auto &slice : file.objects()) {
    std::string_view contents = bytes.substr(slice.getOffset(), slice.getSize());
    std::string name = archName({slice.getCPUType(), slice.getCPUSubType(), {}});
    bool thin = contents.size() > 3 && !contents.starts_with("\xca\xfe\xba");
    Reading<BinaryFacts> part = thin ? inspect(contents) : unreadable("is no Mach-O file");
    if (!part) return unreadable(fmt::format("is damaged: its part for {} {}", name, part.error()));
    part->name = name;
    if (!part->abi.empty() && part->abi != name)
      part->contradictions.push_back(fmt::format("is said to be for {}, and is for {}", name, part->abi));
    facts.parts.push_back(std::move(*part));
  }
  facts.kind = facts.parts.empty() ? BinaryKind::unknown : facts.parts.front().kind;
  return facts;
}

} // namespace linkshim
