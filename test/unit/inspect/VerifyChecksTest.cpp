#include "shim/inspect/Checks.h"
#include "shim/inspect/Report.h"
#include <functional>
#include <gmock/gmock.h>

namespace linkshim {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// A dynamic program for x86-64 with glibc, as a distribution builds it.
BinaryFacts program() {
  BinaryFacts facts;
  facts.kind = BinaryKind::executable;
  facts.size = 1000;
  facts.system = "linux";
  facts.libc = "glibc";
  facts.architecture = "x86_64";
  facts.bits = 64;
  facts.machine = 62;
  facts.linkage = Linkage::dynamic;
  facts.interpreter = "/lib64/ld-linux-x86-64.so.2";
  facts.needed = {{"libssl.so.3"}, {"libc.so.6"}};
  facts.versions = {{"libc.so.6", "GLIBC_2.4", {"a"}},
                    {"libc.so.6", "GLIBC_2.34", {"b", "c", "d", "e", "f"}},
                    {"libc.so.6", "GLIBC_2.39", {"g"}, true}};
  facts.pie = true;
  facts.nx = true;
  facts.relro = Relro::full;
  facts.textRelocations = false;
  facts.stripped = true;
  facts.debugInfo = false;
  facts.buildId = "00";
  return facts;
}

/// A program for Windows that Visual C++ built, and that asks for some of Windows 10.
void windowsProgram(BinaryFacts &facts) {
  facts = BinaryFacts();
  facts.format = BinaryFormat::pe;
  facts.kind = BinaryKind::executable;
  facts.system = "windows";
  facts.architecture = "x86_64";
  facts.bits = 64;
  facts.linkage = Linkage::dynamic;
  facts.needed = {{"KERNEL32.dll"}, {"VCRUNTIME140.dll"}};
  facts.versions = {{"KERNEL32.dll", "Windows_6.2", {"CreateFile2"}},
                    {"KERNEL32.dll", "Windows_10.0.14393", {"a", "b", "c", "d"}},
                    {"late.dll", "Windows_10.0.22000", {"e"}, true}};
  facts.oldestWindows = Version{10, 0, 14393};
  facts.runtimeDlls = {"VCRUNTIME140.dll"};
}

struct Row {
  const char *name;
  std::function<void(BinaryFacts &)> change;
  std::function<void(Requirements &)> wants;
  std::vector<std::string> faults;
};

Requirements requiring(const char *name) {
  Requirements out;
  for (const Property &property : allProperties())
    if (property.name == name) out.properties = {&property};
  EXPECT_EQ(out.properties.size(), 1U) << name;
  return out;
}
std::function<void(Requirements &)> require(const char *name) {
  return [name](Requirements &wants) { wants = requiring(name); };
}
std::function<void(Requirements &)> target(const char *name) {
  return [name](Requirements &wants) { wants.target = findTarget(name); };
}
void nothing(BinaryFacts &) {}

const Row rows[] = {
    {"nothing asked", nothing, [](Requirements &) {}, {}},
    {"dynamic",
     nothing,
     [](Requirements &w) { w.isStatic = true; },
     {"is not static: it needs libssl.so.3, libc.so.6"}},
    {"a loader alone",
     [](BinaryFacts &f) { f.needed.clear(); },
     [](Requirements &w) { w.isStatic = true; },
     {"is not static: it needs the loader /lib64/ld-linux-x86-64.so.2"}},
    {"static-pie",
     [](BinaryFacts &f) {
       f.needed.clear();
       f.interpreter.clear();
       f.linkage = Linkage::staticPie;
     },
     [](Requirements &w) { w.isStatic = true; },
     {}},
    {"an object is no program",
     [](BinaryFacts &f) {
       f = BinaryFacts();
       f.kind = BinaryKind::object;
     },
     [](Requirements &w) { w.isStatic = true; },
     {"is no program that could be static: it is object"}},
    {"glibc at the floor", nothing, [](Requirements &w) { w.maxGlibc = Version{2, 34, 0}; }, {}},
    {"glibc below",
     nothing,
     [](Requirements &w) { w.maxGlibc = Version{2, 33, 0}; },
     {"wants GLIBC_2.34 of libc.so.6, newer than glibc 2.33: b, c, d and 2 more"}},
    {"every version below",
     nothing,
     [](Requirements &w) { w.maxGlibc = Version{2, 3, 0}; },
     {"wants GLIBC_2.4 of libc.so.6, newer than glibc 2.3: a",
      "wants GLIBC_2.34 of libc.so.6, newer than glibc 2.3: b, c, d and 2 more"}},
    {"a version without a number",
     [](BinaryFacts &f) { f.versions = {{"libc.so.6", "GLIBC_ABI_DT_RELR", {}}}; },
     [](Requirements &w) { w.maxGlibc = Version{2, 35, 0}; },
     {"wants GLIBC_ABI_DT_RELR of libc.so.6, newer than glibc 2.35"}},
    {"DT_RELR that no version tells of",
     [](BinaryFacts &f) { f.relr = true; },
     [](Requirements &w) { w.maxGlibc = Version{2, 35, 0}; },
     {"has packed relative relocations (DT_RELR), which glibc knows since 2.36 and not in 2.35"}},
    {"private symbols",
     [](BinaryFacts &f) { f.versions = {{"libc.so.6", "GLIBC_PRIVATE", {"x"}}}; },
     [](Requirements &w) { w.maxGlibc = Version{2, 40, 0}; },
     {"wants private symbols of libc.so.6, which any other glibc may lack: x"}},
    {"the size",
     nothing,
     [](Requirements &w) { w.maxSize = 999; },
     {"has 1000 bytes, 1 more than the 999 that are allowed"}},
    {"just the size", nothing, [](Requirements &w) { w.maxSize = 1000; }, {}},
    {"forbidden",
     nothing,
     [](Requirements &w) { w.forbidNeeded = {"libssl.so*", "libz.so.1"}; },
     {"needs libssl.so.3, which is forbidden"}},
    {"forbidden in no part of a name",
     nothing,
     [](Requirements &w) { w.forbidNeeded = {"ssl", "libc.so"}; },
     {}},
    {"not allowed",
     nothing,
     [](Requirements &w) { w.neededOnly = {"libc.so.6", "libm.so.6"}; },
     {"needs libssl.so.3, which is not among what is allowed"}},
    {"nothing is allowed",
     nothing,
     [](Requirements &w) { w.neededOnly.emplace(); },
     {"needs libssl.so.3, which is not among what is allowed",
      "needs libc.so.6, which is not among what is allowed"}},
    {"forbidden DLL",
     [](BinaryFacts &f) {
       f.format = BinaryFormat::pe;
       f.needed = {{"KERNEL32.dll"}, {"VCRUNTIME140.dll"}};
     },
     [](Requirements &w) { w.forbidNeeded = {"vcruntime*"}; },
     {"needs VCRUNTIME140.dll, which is forbidden"}},
    {"forbidden in a path",
     [](BinaryFacts &f) {
       f.format = BinaryFormat::machO;
       f.needed = {{"/usr/lib/libiconv.2.dylib"}};
     },
     [](Requirements &w) { w.forbidNeeded = {"libiconv.*"}; },
     {"needs /usr/lib/libiconv.2.dylib, which is forbidden"}},
    {"pie", [](BinaryFacts &f) { f.pie = false; }, require("pie"), {"is not position independent"}},
    {"partial relro",
     [](BinaryFacts &f) { f.relro = Relro::partial; },
     require("relro"),
     {"has partial RELRO: its table of functions stays writable"}},
    {"no relro",
     [](BinaryFacts &f) { f.relro = Relro::none; },
     require("relro"),
     {"has no RELRO: its relocated data stays writable"}},
    {"executable stack",
     [](BinaryFacts &f) { f.nx = false; },
     require("nx"),
     {"asks for an executable stack"}},
    {"unmarked stack",
     [](BinaryFacts &f) { f.nx.reset(); },
     require("nx"),
     {"does not say whether its stack is executable (no PT_GNU_STACK)"}},
    {"text relocations",
     [](BinaryFacts &f) { f.textRelocations = true; },
     require("no-textrel"),
     {"has relocations in its code (TEXTREL)"}},
    {"rpath",
     [](BinaryFacts &f) { f.runpath = {"/home/me/lib"}; },
     require("no-rpath"),
     {"has a search path for libraries: /home/me/lib"}},
    {"not stripped", [](BinaryFacts &f) { f.stripped = false; }, require("stripped"), {"is not stripped"}},
    {"debug information",
     [](BinaryFacts &f) { f.debugInfo = true; },
     require("stripped"),
     {"has debug information"}},
    {"build id", [](BinaryFacts &f) { f.buildId.clear(); }, require("build-id"), {"has no build id"}},
    {"unsigned", nothing, require("signed"), {"has no signature"}},
    {"signed", [](BinaryFacts &f) { f.signature = Signature::adHoc; }, require("signed"), {}},
    {"all at once",
     [](BinaryFacts &f) {
       f.pie = false;
       f.stripped = false;
     },
     [](Requirements &w) {
       w.isStatic = true;
       w.maxSize = 1;
       for (const Property &property : allProperties())
         w.properties.push_back(&property);
     },
     {"is not static: it needs libssl.so.3, libc.so.6", "is not position independent", "is not stripped",
      "has no signature", "has 1000 bytes, 999 more than the 1 that are allowed"}},
    {"of the target", nothing, target("x86_64-unknown-linux-gnu"), {}},
    {"another C library",
     nothing,
     target("x86_64-unknown-linux-musl"),
     {"asks for the loader /lib64/ld-linux-x86-64.so.2, and x86_64-unknown-linux-musl has "
      "/lib/ld-musl-x86_64.so.1",
      "is of glibc, and x86_64-unknown-linux-musl has musl"}},
    {"another processor",
     nothing,
     target("aarch64-unknown-linux-gnu"),
     {"is for x86_64, 64-bit little-endian, and aarch64-unknown-linux-gnu is aarch64, 64-bit little-endian"}},
    {"another width",
     [](BinaryFacts &f) { f.bits = 32; },
     target("x86_64-unknown-linux-gnu"),
     {"is for x86_64, 32-bit little-endian, and x86_64-unknown-linux-gnu is x86_64, 64-bit little-endian"}},
    {"another system",
     [](BinaryFacts &f) { f.system = "freebsd"; },
     target("x86_64-unknown-linux-gnu"),
     {"is for the system freebsd, and x86_64-unknown-linux-gnu is for linux"}},
    {"another format",
     nothing,
     target("x86_64-pc-windows-gnu"),
     {"is ELF, and x86_64-pc-windows-gnu has COFF"}},
    {"soft float",
     [](BinaryFacts &f) {
       f = BinaryFacts();
       f.architecture = "arm";
       f.bits = 32;
       f.machine = 40;
       f.floatAbi = "soft";
     },
     target("armv7-unknown-linux-gnueabihf"),
     {"has the float ABI soft, and armv7-unknown-linux-gnueabihf has hard"}},
    {"RISC-V float ABI",
     [](BinaryFacts &f) {
       f = BinaryFacts();
       f.architecture = "riscv64";
       f.bits = 64;
       f.machine = 243;
       f.abi = "lp64";
     },
     target("riscv64gc-unknown-linux-gnu"),
     {"has the ABI lp64, and riscv64gc-unknown-linux-gnu has lp64d"}},
    {"ELFv1 on a musl of POWER",
     [](BinaryFacts &f) {
       f = BinaryFacts();
       f.architecture = "powerpc64";
       f.bits = 64;
       f.machine = 21;
       f.endian = Endian::big;
       f.abi = "elfv1";
     },
     target("powerpc64-unknown-linux-musl"),
     {"has the ABI elfv1, and powerpc64-unknown-linux-musl has elfv2"}},
    {"release 6 of MIPS",
     [](BinaryFacts &f) {
       f = BinaryFacts();
       f.architecture = "mips";
       f.bits = 32;
       f.machine = 8;
       f.abi = "o32";
       f.abiFlags = {"mips32r6", "nan2008"};
     },
     target("mipsel-unknown-linux-gnu"),
     {"is for mips32r6, and mipsel-unknown-linux-gnu is for an earlier release"}},
    {"an earlier MIPS",
     [](BinaryFacts &f) {
       f = BinaryFacts();
       f.architecture = "mips";
       f.bits = 32;
       f.machine = 8;
       f.abi = "o32";
       f.abiFlags = {"mips32r2"};
     },
     target("mipsisa32r6el-unknown-linux-gnu"),
     {"is for an earlier release of MIPS, and mipsisa32r6el-unknown-linux-gnu is for release 6"}},
    {"of a simulator",
     [](BinaryFacts &f) {
       f = BinaryFacts();
       f.format = BinaryFormat::machO;
       f.architecture = "aarch64";
       f.bits = 64;
       f.machine = 12;
       f.abi = "arm64";
       f.system = "ios";
       f.platform = "ios-simulator";
     },
     target("aarch64-apple-ios"),
     {"is for the platform ios-simulator, and aarch64-apple-ios has ios"}},
    {"refused by every loader",
     [](BinaryFacts &f) { f.contradictions = {"has a damaged signature"}; },
     [](Requirements &) {},
     {"has a damaged signature"}},
    {"a universal file with the target's part",
     [](BinaryFacts &f) {
       f = BinaryFacts();
       f.format = BinaryFormat::universal;
       for (const char *name : {"x86_64", "arm64"}) {
         BinaryFacts part;
         part.format = BinaryFormat::machO;
         part.name = part.abi = name;
         part.bits = 64;
         part.machine = part.name == "arm64" ? 12 : 7;
         part.platform = "macos";
         part.kind = BinaryKind::executable;
         part.stripped = part.name == "arm64";
         f.parts.push_back(part);
       }
     },
     [](Requirements &w) {
       w = requiring("stripped");
       w.target = findTarget("aarch64-apple-darwin");
     },
     {"has a part for x86_64 that is not stripped"}},
    {"a newer Windows, by what is imported and not loaded late",
     windowsProgram,
     [](Requirements &w) { w.maxWindows = Version{6, 1, 0}; },
     {"wants Windows 8 of KERNEL32.dll, newer than Windows 7: CreateFile2",
      "wants Windows 10 1607 of KERNEL32.dll, newer than Windows 7: a, b, c and 1 more"}},
    {"a Windows that has it all",
     windowsProgram,
     [](Requirements &w) { w.maxWindows = Version{10, 0, 14393}; },
     {}},
    {"a floor is of Windows alone",
     [](BinaryFacts &) {},
     [](Requirements &w) { w.maxWindows = Version{6, 1, 0}; },
     {}},
    {"a Windows by the header",
     [](BinaryFacts &f) {
       windowsProgram(f);
       f.versions.clear();
       f.oldestWindows = Version{6, 2, 0};
     },
     [](Requirements &w) { w.maxWindows = Version{6, 1, 0}; },
     {"is for Windows 8 and newer, by its header"}},
    {"Windows 10 begins with 1709 for aarch64",
     [](BinaryFacts &f) {
       windowsProgram(f);
       f.versions.clear();
       f.architecture = "aarch64";
       f.oldestWindows = Version{10, 0, 16299};
     },
     [](Requirements &w) { w.maxWindows = Version{10, 0, 10240}; },
     {}},
    {"an API set that Windows 10 lacks",
     [](BinaryFacts &f) {
       windowsProgram(f);
       f.needed = {{"api-ms-win-kernel32-file-l1-1-0.dll"}, {"api-ms-win-gdi-dc-l1-1-0.dll", "delayed"}};
     },
     [](Requirements &w) { w.maxWindows = Version{11, 0, 0}; },
     {"needs api-ms-win-kernel32-file-l1-1-0.dll, which Windows 10 and newer lack"}},
    {"runtimes",
     windowsProgram,
     require("no-runtime-dlls"),
     {"needs VCRUNTIME140.dll of Visual C++, which is no part of Windows"}},
    {"no guard", windowsProgram, require("cfg"), {"has no control flow guard"}},
    {"low addresses",
     windowsProgram,
     require("high-entropy"),
     {"is loaded in the lowest 4 GiB alone (no high-entropy ASLR)"}},
    {"handlers matter on x86", windowsProgram, require("safe-seh"), {}},
    {"handlers on x86",
     [](BinaryFacts &f) {
       windowsProgram(f);
       f.architecture = "x86";
       f.bits = 32;
     },
     require("safe-seh"),
     {"has no table of its exception handlers (SafeSEH)"}},
    {"without handlers",
     [](BinaryFacts &f) {
       windowsProgram(f);
       f.architecture = "x86";
       f.protections = {"no-seh"};
     },
     require("safe-seh"),
     {}},
    {"no PDB is named", windowsProgram, require("pdb"), {"names no file with its debug information"}},
    {"another PDB",
     [](BinaryFacts &f) {
       windowsProgram(f);
       f.debugLink = "app.pdb";
       f.debugFile = DebugFile::other;
     },
     require("pdb"),
     {"has debug information in app.pdb, where there is one of another build"}},
    {"a PDB that is away",
     [](BinaryFacts &f) {
       windowsProgram(f);
       f.debugLink = "app.pdb";
       f.debugFile = DebugFile::missing;
     },
     require("pdb"),
     {"has debug information in app.pdb, which is not there"}},
    {"an archive says a fault once",
     [](BinaryFacts &f) {
       f = BinaryFacts();
       f.format = BinaryFormat::archive;
       f.kind = BinaryKind::archive;
       for (const char *name : {"a.o", "b.o", "c.o", "d.o", "e.o"}) {
         BinaryFacts part;
         part.name = name;
         part.kind = BinaryKind::object;
         part.debugInfo = part.name != "b.o";
         f.parts.push_back(part);
       }
     },
     require("stripped"),
     {"holds a.o, c.o, d.o and 1 more, each of which has debug information"}},
};

TEST(VerifyChecks, Table) {
  for (const Row &row : rows) {
    BinaryFacts facts = program();
    row.change(facts);
    Requirements wants;
    row.wants(wants);
    EXPECT_THAT(check(facts, wants), testing::ElementsAreArray(row.faults)) << row.name;
  }
}

TEST(VerifyChecks, EveryPropertyHasARow) {
  for (const Property &property : allProperties()) {
    BinaryFacts good = program();
    good.signature = Signature::cms;
    EXPECT_THAT(check(good, requiring(std::string(property.name).c_str())), ElementsAre()) << property.name;
  }
}

TEST(VerifyChecks, Sizes) {
  struct {
    const char *text;
    std::optional<uint64_t> bytes;
  } sizes[] = {{"0", 0},
               {"1000", 1000},
               {"10M", 10485760},
               {"10MiB", 10485760},
               {"10MB", 10000000},
               {"2.5k", 2560},
               {"1.25MB", 1250000},
               {"1g", 1073741824},
               {"0.9999G", 1072668082},
               {"18446744073709551615", std::nullopt},
               {"17179869184G", std::nullopt},
               {"99999999999999999999", std::nullopt},
               {"", std::nullopt},
               {"M", std::nullopt},
               {"-1", std::nullopt},
               {"+1", std::nullopt},
               {" 1", std::nullopt},
               {"1 M", std::nullopt},
               {"1.", std::nullopt},
               {".5M", std::nullopt},
               {"1e6", std::nullopt},
               {"1Mi", std::nullopt},
               {"0x10", std::nullopt}};
  for (const auto &row : sizes)
    EXPECT_EQ(parseSize(row.text), row.bytes) << row.text;
}

TEST(VerifyChecks, Versions) {
  BinaryFacts facts;
  facts.versions = {{"libc.so.6", "GLIBC_2.9", {}},           {"libc.so.6", "GLIBC_2.10", {}},
                    {"libc.so.6", "GLIBC_ABI_DT_RELR", {}},   {"libc.so.6", "GLIBC_2.40", {}, true},
                    {"libm.so.6", "GLIBC_2.2.5", {}},         {"libm.so.6", "GLIBC_2.2", {}},
                    {"libgcc_s.so.1", "GCC_4.2.0", {}},       {"libstdc++.so.6", "GLIBCXX_3.4.9", {}},
                    {"libstdc++.so.6", "GLIBCXX_3.4.30", {}}, {"libstdc++.so.6", "CXXABI_1.3", {}}};
  std::vector<std::string> names;
  for (const WantedVersion &version : highestVersions(facts))
    names.push_back(version.library + " " + version.name);
  EXPECT_THAT(names, ElementsAre("libc.so.6 GLIBC_2.10", "libc.so.6 GLIBC_ABI_DT_RELR",
                                 "libm.so.6 GLIBC_2.2.5", "libgcc_s.so.1 GCC_4.2.0",
                                 "libstdc++.so.6 GLIBCXX_3.4.30", "libstdc++.so.6 CXXABI_1.3"));
}

TEST(VerifyReport, ControlCharactersDoNotReachATerminal) {
  EXPECT_EQ(printable("a\x1b[31mb\n\x7f"), "a?[31mb??");
  EXPECT_EQ(printable("gr\xc3\xbc\xc3\x9f"), "gr\xc3\xbc\xc3\x9f");
  EXPECT_TRUE(printable("\xff\xfe").find('\xff') == std::string::npos);
}

} // namespace
} // namespace linkshim
