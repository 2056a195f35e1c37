#include "shim/inspect/Inspect.h"
#include "shim/inspect/Report.h"
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <fstream>
#include <gmock/gmock.h>
#include <iterator>

namespace linkshim {
namespace {

using namespace std::string_literals;
using testing::HasSubstr;
using testing::StartsWith;

/// One of the small files that the fuzzer begins with: each was linked by linkshim or lld.
std::string seed(const std::string &name) {
  std::ifstream file(LINKSHIM_SOURCE_DIR "/test/fuzz/seeds/Inspect/" + name, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  EXPECT_FALSE(bytes.empty()) << name;
  return bytes;
}

BinaryFacts read(const std::string &bytes) {
  Reading<BinaryFacts> facts = inspect(bytes);
  EXPECT_TRUE(facts) << facts.error();
  return facts.value_or(BinaryFacts());
}

std::string refusal(const std::string &bytes) {
  Reading<BinaryFacts> facts = inspect(bytes);
  EXPECT_FALSE(facts);
  return facts ? std::string() : facts.error();
}

/// The facts that tell most of the files apart, in one line.
std::string summary(const BinaryFacts &facts) {
  std::vector<std::string> libraries;
  for (const NeededLibrary &library : facts.needed)
    libraries.push_back(library.name);
  return fmt::format("{} {}; {} {} {} {}; {}; {}; {}", toString(facts.format), toString(facts.kind),
                     facts.system, facts.architecture, facts.abi, facts.floatAbi, toString(facts.linkage),
                     fmt::join(facts.protections, ","), fmt::join(libraries, ","));
}

TEST(Inspect, SmallFilesOfEveryFormat) {
  struct {
    const char *file, *summary;
  } rows[] = {
      {"elf64", "elf executable; linux aarch64  ; dynamic; ; libm.so.6,libc.so.6"},
      {"elf32be", "elf executable; linux powerpc  ; dynamic; ; libm.so.6,libc.so.6"},
      {"elf32be.o", "elf object;  powerpc  ; ; ; "},
      {"arm.o", "elf object;  arm eabi hard; ; ; "},
      {"mips64", "elf executable; linux mips64 n64 hard; dynamic; ; libm.so.6,libc.so.6"},
      {"pe.exe", "pe executable; windows x86_64  ; dynamic; high-entropy; KERNEL32.dll"},
      {"pe-x86.exe", "pe executable; windows x86  ; dynamic; cfg,safe-seh; "
                     "api-ms-win-core-synch-l1-2-0.dll,KERNEL32.dll,VCRUNTIME140.dll"},
      {"pe.efi", "pe executable; uefi x86_64  ; static; high-entropy; "},
      {"coff.o", "coff object;  x86_64  ; ; ; "},
      {"macho", "mach-o executable; macos x86_64 x86_64 ; dynamic; ; /usr/lib/libSystem.B.dylib"},
      {"macho-signed", "mach-o executable; macos aarch64 arm64 ; dynamic; ; /usr/lib/libSystem.B.dylib"},
      {"macho.o", "mach-o object; macos x86_64 x86_64 ; ; ; "},
      {"universal", "universal object;    ; ; ; "},
      {"module.wasm", "wasm module;  wasm32  ; static; ; "},
      {"imports.wasm", "wasm executable; wasi wasm32  ; static; ; env,wasi_snapshot_preview1"},
      {"component.wasm", "wasm component; wasi wasm32  ; static; ; wasi:cli/stdout@0.2.6"},
      {"mixed.a", "archive archive;    ; ; ; "},
      {"import.a", "archive archive;    ; ; ; "},
  };
  for (const auto &row : rows)
    EXPECT_EQ(summary(read(seed(row.file))), row.summary) << row.file;
}

TEST(Inspect, Parts) {
  BinaryFacts universal = read(seed("universal")), archive = read(seed("mixed.a"));
  ASSERT_EQ(universal.parts.size(), 2U);
  EXPECT_EQ(universal.parts[0].name + " " + universal.parts[1].name, "x86_64 arm64");
  ASSERT_EQ(archive.parts.size(), 2U);
  EXPECT_EQ(archive.parts[0].name, "arm.o");
  EXPECT_EQ(archive.parts[1].format, BinaryFormat::coff);
  BinaryFacts imports = read(seed("import.a"));
  EXPECT_TRUE(std::any_of(imports.parts.begin(), imports.parts.end(), [](const BinaryFacts &part) {
    return part.needed == std::vector<NeededLibrary>{{"KERNEL32.dll", {}, 1}};
  }));
}

TEST(Inspect, WebAssembly) {
  BinaryFacts facts = read(seed("imports.wasm"));
  EXPECT_EQ(facts.needed, (std::vector<NeededLibrary>{{"env", {}, 3}, {"wasi_snapshot_preview1", {}, 1}}));
  EXPECT_EQ(facts.sharedMemory, true);
  EXPECT_EQ(facts.buildId, "abcd");
  EXPECT_EQ(facts.abiFlags, std::vector<std::string>{"atomics"});
  EXPECT_EQ(facts.wasi, "preview1");
  EXPECT_EQ(read(seed("component.wasm")).wasi, "preview2");
  EXPECT_EQ(read("\0asm\1\0\0\0\5\4\1\5\0\0"s).architecture, "wasm64"); // a memory with 64-bit addresses
  EXPECT_THAT(refusal("\0asm\2\0\0\0"s), HasSubstr("version 0x2"));
  EXPECT_THAT(refusal("\0asm\1\0\0\0\1\x85"s), StartsWith("ends too early"));
  EXPECT_THAT(refusal("\0asm\1\0\0\0\x63\1\0"s), StartsWith("is damaged: its section 99"));
  EXPECT_EQ(refusal("\0asm\1\0\0\0\3\2\1\0"s), "is damaged: it declares 1 functions and has 0");
}

TEST(Inspect, SignatureHasToFitTheBytes) {
  std::string bytes = seed("macho-signed");
  EXPECT_EQ(read(bytes).signature, Signature::linkerSigned);
  EXPECT_TRUE(read(bytes).contradictions.empty());
  constexpr size_t inSecondPage = 0x1800;
  bytes[inSecondPage] ^= 1;
  EXPECT_EQ(read(bytes).contradictions,
            std::vector<std::string>{
                "was changed after it was signed: page 1 has another digest than the signature says"});
}

TEST(Inspect, AuthenticodeLiesBehindTheSections) {
  std::string bytes = seed("pe.exe");
  constexpr size_t headerAt = 60, certificates = 24 + 112 + 4 * 8, signatureSize = 64;
  size_t entry = static_cast<uint8_t>(bytes[headerAt]) + certificates, end = bytes.size();
  EXPECT_EQ(read(bytes).signature, Signature::none);
  bytes[entry + 1] = static_cast<char>(end >> 8); // the file's size has no lower byte
  bytes[entry + 4] = signatureSize;
  EXPECT_EQ(refusal(bytes), "ends too early: its signature lies beyond its 3072 bytes");
  EXPECT_EQ(read(bytes + std::string(signatureSize, 'x')).signature, Signature::authenticode);
}

TEST(Inspect, ImportsTellWhichWindows) {
  BinaryFacts facts = read(seed("pe-x86.exe"));
  EXPECT_EQ(facts.oldestWindows->str(), "10.0.14393");
  EXPECT_EQ(facts.runtimeDlls, std::vector<std::string>{"VCRUNTIME140.dll"});
  EXPECT_EQ(facts.needed[1].names, (std::vector<std::string>{"ExitProcess", "SetThreadDescription"}));
  EXPECT_EQ(facts.debugLink, "app.pdb");
  EXPECT_EQ(read(seed("pe.exe")).oldestWindows->str(), "6.1");
  EXPECT_FALSE(read(seed("pe.efi")).oldestWindows);
}

TEST(Inspect, StrangersAreNamed) {
  struct {
    std::string bytes;
    const char *problem;
  } rows[] = {
      {"", "is empty"},
      {"hello", "is no program, library or object of a known format"},
      {"#!/bin/sh\n", "it is a script"},
      {"PK\3\4", "it is a zip archive"},
      {"\xca\xfe\xba\xbe\0\0\0\x37"s, "it is a class file of Java"},
      {"\x7f"
       "ELF",
       "in the middle of its ELF header"},
      {"\x7f"
       "ELF\7\1\1" +
           std::string(60, '\0'),
       "no ELF file has class 7"},
      {"MZ" + std::string(200, '\0'), "it has no PE header"},
      {"MZ", "ends too early"},
      {"!<thin>\n", "is a thin archive"},
      {"!<arch>\nx", "is no whole archive"},
      {"\0\0\xff\xff\0\0"s, ""},
      {"\xcf\xfa\xed\xfe", "is damaged"},
      {"\xca\xfe\xba\xbe\0\0\0\1"s, "is damaged"},
  };
  for (const auto &row : rows)
    EXPECT_THAT(refusal(row.bytes), HasSubstr(row.problem)) << row.bytes;
}

TEST(Inspect, TheDynamicSectionMayLieOutside) { // llvm::object::ELFFile::dynamicEntries() crashed
  std::string bytes = seed("elf64");
  constexpr size_t programHeaders = 64, entry = 56, offsetAt = 8;
  for (size_t at = programHeaders; at + entry < bytes.size() && at < programHeaders + 12 * entry; at += entry)
    if (bytes[at] == 2 && bytes[at + 1] == 0) bytes[at + offsetAt + 6] = 0x40; // PT_DYNAMIC
  EXPECT_EQ(refusal(bytes), "is damaged: its dynamic section is not in the file");
}

TEST(Inspect, ASectionOfAnImageMayLieOutside) { // llvm::object::COFFObjectFile::create() crashed
  std::string bytes = seed("pe.exe");
  constexpr size_t placeAt = 20;
  size_t section = bytes.find(".text");
  ASSERT_NE(section, std::string::npos);
  bytes[section + placeAt + 3] = 0x7f;
  EXPECT_EQ(refusal(bytes), "ends too early: a section lies beyond its 3072 bytes");
}

TEST(Inspect, NumbersOfWebAssemblyHaveAnEnd) { // llvm::decodeULEB128 has none where zeros follow
  EXPECT_THAT(refusal("\0asm\1\0\0\0\0"s + std::string(20, '\x80') + "\0"s), StartsWith("ends too early"));
}

TEST(Inspect, EveryCutOfASmallFileIsNoticed) {
  for (const char *name :
       {"elf64", "elf32be.o", "mips64", "pe.exe", "coff.o", "macho", "macho.o", "universal", "mixed.a"}) {
    std::string bytes = seed(name);
    for (size_t cut = 0; cut < bytes.size(); ++cut) {
      std::string part = bytes.substr(0, cut);
      Reading<BinaryFacts> facts = inspect(part);
      if (!facts) {
        EXPECT_FALSE(facts.error().empty());
        continue;
      }
      // An archive may end behind any member, and lack the byte that fills up the last.
      bool atMember = name == "mixed.a"s && (facts->parts.size() < 2 || cut + 1 == bytes.size());
      if (!atMember) ADD_FAILURE() << name << " cut at " << cut;
    }
  }
}

TEST(Report, TextOfAProgram) {
  FileReport report{"app", read(seed("mips64")), {}};
  EXPECT_EQ(reportText(report), R"(app: ELF
  kind       executable, dynamic
  machine    mips64, 64-bit little-endian, ABI n64, hard float, mips64r2
  system     linux, glibc
  size       4.9 KiB (5056 bytes)
  loader     /lib64/ld.so.1
  hardening  PIE, full RELRO, NX stack
  symbols    stripped, no debug information
  build id   513f8256ed8083d6f133487c6329913756d1a02f
  needs      libm.so.6
             libc.so.6
  wants      GLIBC_2.0 of libm.so.6, for sqrt
             GLIBC_2.2 of libc.so.6, for __cxa_finalize
)");
}

} // namespace
} // namespace linkshim
