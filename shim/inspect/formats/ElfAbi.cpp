#include "shim/base/FileSystem.h"
#include "shim/inspect/formats/ElfReader.h"
#include "llvm/Support/ARMAttributeParser.h"
#include "llvm/Support/MathExtras.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {
namespace {

using namespace llvm::ELF;

/// A value of some bits of e_flags, and what it is called.
struct FlagName {
  uint32_t mask, value;
  std::string_view name;
};

/// A processor's name for 32 and for 64 bits, as rustc's `target_arch`, and its flags.
struct Machine {
  uint16_t machine;
  std::string_view name32, name64;
  std::span<const FlagName> flags = {};
};

constexpr FlagName riscvFlags[] = {{EF_RISCV_RVC, EF_RISCV_RVC, "RVC"},
                                   {EF_RISCV_RVE, EF_RISCV_RVE, "RVE"},
                                   {EF_RISCV_TSO, EF_RISCV_TSO, "TSO"}};
constexpr FlagName armFlags[] = {{EF_ARM_EABIMASK, EF_ARM_EABI_VER5, "EABI5"},
                                 {EF_ARM_EABIMASK, EF_ARM_EABI_VER4, "EABI4"},
                                 {EF_ARM_BE8, EF_ARM_BE8, "BE8"}};
constexpr FlagName mipsFlags[] = {
    {EF_MIPS_ARCH, EF_MIPS_ARCH_1, "mips1"},       {EF_MIPS_ARCH, EF_MIPS_ARCH_2, "mips2"},
    {EF_MIPS_ARCH, EF_MIPS_ARCH_3, "mips3"},       {EF_MIPS_ARCH, EF_MIPS_ARCH_4, "mips4"},
    {EF_MIPS_ARCH, EF_MIPS_ARCH_5, "mips5"},       {EF_MIPS_ARCH, EF_MIPS_ARCH_32, "mips32"},
    {EF_MIPS_ARCH, EF_MIPS_ARCH_64, "mips64"},     {EF_MIPS_ARCH, EF_MIPS_ARCH_32R2, "mips32r2"},
    {EF_MIPS_ARCH, EF_MIPS_ARCH_64R2, "mips64r2"}, {EF_MIPS_ARCH, EF_MIPS_ARCH_32R6, "mips32r6"},
    {EF_MIPS_ARCH, EF_MIPS_ARCH_64R6, "mips64r6"}, {EF_MIPS_NAN2008, EF_MIPS_NAN2008, "nan2008"},
    {EF_MIPS_FP64, EF_MIPS_FP64, "fp64"},
};

constexpr Machine machines[] = {
    {EM_386, "x86", "x86"},
    {EM_X86_64, "x86_64", "x86_64"},
    {EM_ARM, "arm", "arm", armFlags},
    {EM_AARCH64, "aarch64", "aarch64"},
    {EM_RISCV, "riscv32", "riscv64", riscvFlags},
    {EM_PPC, "powerpc", "powerpc"},
    {EM_PPC64, "powerpc64", "powerpc64"},
    {EM_S390, "s390", "s390x"},
    {EM_MIPS, "mips", "mips64", mipsFlags},
    {EM_SPARC, "sparc", "sparc"},
    {EM_SPARC32PLUS, "sparc", "sparc"},
    {EM_SPARCV9, "sparc64", "sparc64"},
    {EM_LOONGARCH, "loongarch32", "loongarch64"},
    {EM_68K, "m68k", "m68k"},
    {EM_HEXAGON, "hexagon", "hexagon"},
    {EM_AVR, "avr", "avr"},
    {EM_MSP430, "msp430", "msp430"},
    {EM_CSKY, "csky", "csky"},
    {EM_BPF, "bpf", "bpf"},
    {EM_XTENSA, "xtensa", "xtensa"},
    {EM_AMDGPU, "amdgpu", "amdgpu"},
    {EM_CUDA, "nvptx", "nvptx64"},
};

std::string riscvAbi(const ElfHead &head) {
  constexpr std::string_view letters[] = {"", "f", "d", "q"};
  if (head.flags & EF_RISCV_RVE) return head.is64 ? "lp64e" : "ilp32e";
  return fmt::format("{}{}", head.is64 ? "lp64" : "ilp32", letters[(head.flags & EF_RISCV_FLOAT_ABI) >> 1]);
}

std::string loongarchAbi(const ElfHead &head) {
  constexpr std::string_view letters[] = {"", "s", "f", "d"};
  uint32_t modifier = head.flags & EF_LOONGARCH_ABI_MODIFIER_MASK;
  if (modifier == 0 || modifier >= std::size(letters)) return {};
  return fmt::format("{}{}", head.is64 ? "lp64" : "ilp32", letters[modifier]);
}

std::string mipsAbi(const ElfHead &head) {
  if (head.is64) return "n64";
  if (head.flags & EF_MIPS_ABI2) return "n32";
  switch (head.flags & EF_MIPS_ABI) {
  case EF_MIPS_ABI_O64: return "o64";
  case EF_MIPS_ABI_EABI32: return "eabi32";
  case EF_MIPS_ABI_EABI64: return "eabi64";
  default: return "o32";
  }
}

/// 0 means that the file fits both ABIs.
std::string powerAbi(const ElfHead &head) {
  switch (head.flags & EF_PPC64_ABI) {
  case 1: return "elfv1";
  case 2: return "elfv2";
  default: return {};
  }
}

std::string abiOf(const ElfHead &head) {
  switch (head.machine) {
  case EM_RISCV: return riscvAbi(head);
  case EM_LOONGARCH: return loongarchAbi(head);
  case EM_MIPS: return mipsAbi(head);
  case EM_PPC64: return powerAbi(head);
  case EM_X86_64: return head.is64 ? "" : "x32";
  case EM_AARCH64: return head.is64 ? "" : "ilp32";
  case EM_SPARC32PLUS: return "v8plus";
  case EM_ARM: return (head.flags & EF_ARM_EABIMASK) != 0 ? "eabi" : "";
  default: return {};
  }
}

std::string floatAbiOf(const ElfHead &head) {
  if (head.machine != EM_ARM || (head.flags & EF_ARM_EABIMASK) != EF_ARM_EABI_VER5) return {};
  if (head.flags & EF_ARM_ABI_FLOAT_HARD) return "hard";
  return head.flags & EF_ARM_ABI_FLOAT_SOFT ? "soft" : "";
}

} // namespace

void describeElfAbi(const ElfHead &head, BinaryFacts &facts) {
  facts.machine = head.machine;
  facts.endian = head.big ? Endian::big : Endian::little;
  facts.bits = head.is64 ? 64 : 32;
  facts.architecture = fmt::format("machine {}", head.machine);
  for (const Machine &row : machines) {
    if (row.machine != head.machine) continue;
    facts.architecture = head.is64 ? row.name64 : row.name32;
    for (const FlagName &flag : row.flags)
      if ((head.flags & flag.mask) == flag.value) facts.abiFlags.emplace_back(flag.name);
  }
  facts.abi = abiOf(head);
  if (facts.abi == "n32") facts.architecture = "mips64"; // a 64-bit processor, with short pointers
  facts.floatAbi = floatAbiOf(head);
}

void readArmAttributes(std::string_view section, bool big, BinaryFacts &facts) {
  if (facts.architecture != "arm") return;
  llvm::ARMAttributeParser parser;
  llvm::ArrayRef<uint8_t> bytes(reinterpret_cast<const uint8_t *>(section.data()), section.size());
  if (llvm::Error error = parser.parse(bytes, big ? llvm::endianness::big : llvm::endianness::little)) {
    llvm::consumeError(std::move(error));
    return;
  }
  std::optional<unsigned> arguments = parser.getAttributeValue(llvm::ARMBuildAttrs::ABI_VFP_args);
  if (facts.floatAbi.empty() && arguments)
    facts.floatAbi = *arguments == llvm::ARMBuildAttrs::HardFPAAPCS ? "hard"
                     : *arguments == llvm::ARMBuildAttrs::BaseAAPCS ? "soft"
                                                                    : "";
}

void readMipsAbiFlags(std::string_view section, BinaryFacts &facts) {
  constexpr size_t floatByte = 7;
  constexpr uint8_t anyFloat = 0, softFloat = 3, singleFloat = 2;
  if (section.size() <= floatByte || !facts.architecture.starts_with("mips")) return;
  auto value = static_cast<uint8_t>(section[floatByte]);
  if (value == anyFloat) return;
  facts.floatAbi = value == softFloat ? "soft" : value == singleFloat ? "single" : "hard";
}

namespace {

/// How a vendor's note names the system.
struct SystemNote {
  std::string_view vendor;
  uint32_t type;
  std::string_view system;
};
constexpr SystemNote systemNotes[] = {
    {"FreeBSD", NT_FREEBSD_ABI_TAG, "freebsd"},
    {"NetBSD", 1, "netbsd"},
    {"OpenBSD", 1, "openbsd"},
    {"DragonFly", 1, "dragonfly"},
    {"Android", NT_ANDROID_TYPE_IDENT, "android"},
};

/// A bit of a property note, and the name of the protection that all of the program's code has then.
struct Property {
  uint16_t machine;
  uint32_t type, bit;
  std::string_view name;
};
// RISC-V's, which LLVM 19's ELF.h does not have.
constexpr uint32_t riscvFeatures = 0xc0000000, landingPads = 1 << 0, shadowStack = 1 << 1;
constexpr Property properties[] = {
    {EM_X86_64, GNU_PROPERTY_X86_FEATURE_1_AND, GNU_PROPERTY_X86_FEATURE_1_IBT, "ibt"},
    {EM_X86_64, GNU_PROPERTY_X86_FEATURE_1_AND, GNU_PROPERTY_X86_FEATURE_1_SHSTK, "shstk"},
    {EM_386, GNU_PROPERTY_X86_FEATURE_1_AND, GNU_PROPERTY_X86_FEATURE_1_IBT, "ibt"},
    {EM_386, GNU_PROPERTY_X86_FEATURE_1_AND, GNU_PROPERTY_X86_FEATURE_1_SHSTK, "shstk"},
    {EM_AARCH64, GNU_PROPERTY_AARCH64_FEATURE_1_AND, GNU_PROPERTY_AARCH64_FEATURE_1_BTI, "bti"},
    {EM_AARCH64, GNU_PROPERTY_AARCH64_FEATURE_1_AND, GNU_PROPERTY_AARCH64_FEATURE_1_PAC, "pac"},
    {EM_AARCH64, GNU_PROPERTY_AARCH64_FEATURE_1_AND, GNU_PROPERTY_AARCH64_FEATURE_1_GCS, "gcs"},
    {EM_RISCV, riscvFeatures, landingPads, "cfi-lp"},
    {EM_RISCV, riscvFeatures, shadowStack, "cfi-ss"},
};

uint32_t word(std::string_view bytes, size_t at, bool big) {
  if (bytes.size() < 4 || at > bytes.size() - 4) return 0;
  return big ? llvm::support::endian::read32be(bytes.data() + at)
             : llvm::support::endian::read32le(bytes.data() + at);
}

void readProperties(const ElfNote &note, uint16_t machine, BinaryFacts &facts) {
  constexpr size_t head = 8;
  size_t align = note.is64 ? 8 : 4;
  std::string_view rest = note.contents;
  while (rest.size() >= head) {
    uint32_t type = word(rest, 0, note.big), size = word(rest, 4, note.big),
             bits = word(rest, head, note.big);
    for (const Property &row : properties) {
      bool known =
          std::find(facts.protections.begin(), facts.protections.end(), row.name) != facts.protections.end();
      if (row.machine == machine && row.type == type && (bits & row.bit) && size == 4 && !known)
        facts.protections.emplace_back(row.name);
    }
    rest.remove_prefix(std::min<uint64_t>(rest.size(), llvm::alignTo(head + uint64_t{size}, align)));
  }
}

} // namespace

void readElfNote(const ElfNote &note, uint16_t machine, BinaryFacts &facts) {
  for (const SystemNote &row : systemNotes)
    if (row.vendor == note.vendor && row.type == note.type) facts.system = row.system;
  constexpr uint32_t allocatorNote = 1; // sysroots/musl/mimalloc.c
  if (note.vendor == "linkshim" && note.type == allocatorNote)
    facts.allocator = note.contents.substr(0, note.contents.find('\0'));
  if (note.vendor != "GNU") return;
  constexpr size_t buildIdLimit = 64;
  if (note.type == NT_GNU_BUILD_ID && facts.buildId.empty())
    for (char c : note.contents.substr(0, buildIdLimit))
      facts.buildId += fmt::format("{:02x}", static_cast<uint8_t>(c));
  if (note.type == NT_GNU_PROPERTY_TYPE_0) readProperties(note, machine, facts);
  if (note.type == NT_GNU_ABI_TAG && note.contents.size() >= 4) {
    constexpr std::string_view systems[] = {"linux", "hurd", "solaris", "freebsd"};
    uint32_t system = word(note.contents, 0, note.big);
    if (system < std::size(systems)) facts.system = systems[system];
    if (system < 2) facts.libc = "glibc"; // only its start files have this note
  }
}

namespace {

/// The target whose programs have this loader, which may also lie below /nix.
const Target *rowOfInterpreter(const ElfHead &head, std::string_view interpreter) {
  const Target *found = nullptr;
  for (const Target &row : allTargets()) {
    bool same = row.format == ObjectFormat::elf && row.machine == head.machine && !row.interpreter.empty() &&
                baseName(row.interpreter) == baseName(interpreter) &&
                (row.interpreter == interpreter || interpreter.starts_with("/nix/"));
    bool customary = row.libc == Libc::glibc || row.libc == Libc::musl;
    if (same && (!found || (customary && found->libc != Libc::glibc && found->libc != Libc::musl)))
      found = &row;
  }
  return found;
}

constexpr std::pair<uint8_t, std::string_view> osAbis[] = {
    {ELFOSABI_FREEBSD, "freebsd"}, {ELFOSABI_NETBSD, "netbsd"}, {ELFOSABI_OPENBSD, "openbsd"},
    {ELFOSABI_SOLARIS, "solaris"}, {ELFOSABI_LINUX, "linux"},
};

} // namespace

void describeElfSystem(const ElfHead &head, BinaryFacts &facts) {
  if (const Target *row = facts.interpreter.empty() ? nullptr : rowOfInterpreter(head, facts.interpreter)) {
    if (facts.system.empty()) facts.system = row->system;
    if (row->libc != Libc::none && row->libc != Libc::other) facts.libc = toString(row->libc);
  }
  for (const auto &[osAbi, system] : osAbis)
    if (facts.system.empty() && head.osAbi == osAbi) facts.system = system;
  std::string_view loader = baseName(facts.interpreter);
  auto needs = [&](auto test) { return std::any_of(facts.needed.begin(), facts.needed.end(), test); };
  // GCC's own library has versions of that name as well, on musl too.
  bool glibc =
      std::any_of(facts.versions.begin(), facts.versions.end(),
                  [](const WantedVersion &version) {
                    return version.name.starts_with("GLIBC_") && !version.library.starts_with("libgcc_s.");
                  }) ||
      needs([](const NeededLibrary &library) { return library.name == "libc.so.6"; });
  bool linux = facts.system.empty() || facts.system == "linux";
  bool musl = loader.starts_with("ld-musl-") ||
              needs([](const NeededLibrary &library) { return library.name.starts_with("libc.musl-"); }) ||
              (linux && facts.libc.empty() &&
               needs([](const NeededLibrary &library) { return library.name == "libc.so"; }));
  if (!glibc && !musl) return;
  facts.libc = musl ? "musl" : "glibc";
  if (facts.system.empty()) facts.system = "linux";
}

} // namespace linkshim
