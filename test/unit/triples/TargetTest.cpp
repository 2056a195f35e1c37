#include "triples/Target.h"
#include "triples/Version.h"
#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <set>

using namespace linkshim;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {

std::string_view tripleOf(std::string_view name) {
  const Target *t = findTarget(name);
  return t ? t->triple : "";
}

/// The triples of the rows that `wrong` is true of.
template <typename Predicate> std::vector<std::string_view> rowsWhere(Predicate wrong) {
  std::vector<std::string_view> triples;
  for (const Target &t : allTargets())
    if (wrong(t)) triples.push_back(t.triple);
  return triples;
}

TEST(TargetTable, HoldsEveryTargetOnceInOrder) {
  EXPECT_EQ(allTargets().size(), 334u);
  EXPECT_TRUE(
      std::ranges::is_sorted(allTargets(), std::ranges::less_equal{}, &Target::triple)); // no two alike
  EXPECT_TRUE(std::ranges::is_sorted(allAliases(), std::ranges::less_equal{}, &TargetAlias::name));
}

TEST(TargetTable, RustupHasSomeOfThem) {
  EXPECT_EQ(findTarget("aarch64-unknown-linux-musl")->rustupFirst, "1.95");
  EXPECT_EQ(findTarget("mips-unknown-linux-gnu")->rustupFirst, "");
  EXPECT_GT(findTarget("x86_64-unknown-linux-gnutsan")->rustupFirst, "1.95");
}

TEST(TargetTable, RowsSayWhichReleasesOfRustHaveThem) {
  const Target *old = findTarget("aarch64-unknown-nto-qnx800"), *renamed = findTarget("aarch64-unknown-qnx");
  EXPECT_EQ(old->rustFirst, "1.95");
  EXPECT_NE(old->rustLast, "");
  EXPECT_GT(renamed->rustFirst, "1.95");
  EXPECT_EQ(renamed->rustLast, "");
  EXPECT_EQ(findTarget("x86_64-unknown-linux-gnu")->rustLast, "");
}

TEST(TargetTable, APackIsOfARowThatHasTheSameLibraries) {
  EXPECT_THAT(rowsWhere([](const Target &t) {
                const Target *owner = findTarget(t.pack);
                return !owner || owner->triple != t.pack || owner->pack != t.pack || owner->arch != t.arch ||
                       owner->libc != t.libc || owner->glibcAbi != t.glibcAbi || owner->cxx != t.cxx ||
                       owner->fileAbi != t.fileAbi || owner->floatAbi != t.floatAbi ||
                       owner->multiarch != t.multiarch;
              }),
              IsEmpty());
  EXPECT_EQ(findTarget("armv7-oe-linux-gnueabihf")->pack, "armv7-unknown-linux-gnueabihf");
  EXPECT_TRUE(findTarget("x86_64-unknown-linux-gnumsan")->cxx);
}

TEST(TargetTable, NothingNecessaryIsEmpty) {
  EXPECT_THAT(rowsWhere([](const Target &t) {
                return t.triple.empty() || t.llvm.empty() || t.arch.empty() || t.system.empty() ||
                       t.cmakeSystem.empty() || t.cmakeProcessor.empty() || t.mesonFamily.empty() ||
                       t.pointerBits == 0;
              }),
              IsEmpty());
}

TEST(TargetTable, EveryElfRowOfGnuStyleHasAnEmulation) {
  EXPECT_THAT(rowsWhere([](const Target &t) {
                return t.format == ObjectFormat::elf &&
                       (t.dialect == Dialect::gnuCc || t.dialect == Dialect::gnuLd) && t.emulation.empty();
              }),
              ElementsAre("avr-none")); // lld has no name for it and goes by the objects
}

TEST(TargetTable, LldFlavorFollowsFromTheDialect) {
  const std::map<Dialect, std::string_view> flavors = {{Dialect::gnuCc, "gnu"},       {Dialect::gnuLd, "gnu"},
                                                       {Dialect::darwinCc, "darwin"}, {Dialect::link, "link"},
                                                       {Dialect::wasmLd, "wasm"},     {Dialect::emCc, "wasm"},
                                                       {Dialect::foreign, ""}};
  EXPECT_THAT(rowsWhere([&](const Target &t) { return t.lldFlavor != flavors.at(t.dialect); }), IsEmpty());
  EXPECT_THAT(rowsWhere([](const Target &t) { return t.dialect == Dialect::foreign && t.lld; }), IsEmpty());
}

TEST(TargetTable, GlibcRowsAreComplete) {
  EXPECT_THAT(rowsWhere([](const Target &t) {
                const bool glibc = t.libc == Libc::glibc;
                return glibc != !t.glibcAbi.empty() || glibc != !t.glibcFirst.empty() ||
                       glibc != (t.startFiles == StartFiles::glibc) || (glibc && t.interpreter.empty());
              }),
              IsEmpty());
  EXPECT_THAT(rowsWhere([](const Target &t) {
                if (t.glibcFirst.empty()) return false;
                const auto first = Version::parse(t.glibcFirst);
                return !first || *first < Version{2, 17, 0};
              }),
              IsEmpty());
}

TEST(TargetTable, OneGlibcAbiHasOneLoaderAndOneShape) {
  using Shape = std::tuple<std::string_view, std::string_view, uint16_t, uint8_t, Endian>;
  std::map<std::string_view, std::set<Shape>> abis;
  for (const Target &t : allTargets())
    if (!t.glibcAbi.empty())
      abis[t.glibcAbi].insert({t.interpreter, t.glibcFirst, t.machine, t.pointerBits, t.endian});
  EXPECT_EQ(abis.size(), 29u);
  for (const auto &[abi, shapes] : abis)
    EXPECT_EQ(shapes.size(), 1u) << abi;
}

TEST(TargetTable, MuslRowsAreComplete) {
  EXPECT_THAT(rowsWhere([](const Target &t) {
                const bool ours = t.startFiles == StartFiles::musl;
                return ours != !t.muslArch.empty() || (ours && t.libc != Libc::musl);
              }),
              IsEmpty());
  EXPECT_THAT(rowsWhere([](const Target &t) {
                return !t.muslArch.empty() &&
                       t.interpreter != "/lib/ld-musl-" + std::string(t.muslArch) + ".so.1";
              }),
              IsEmpty());
}

TEST(TargetTable, MachineFollowsFromTheFormatAndTheArchitecture) {
  using Key = std::pair<ObjectFormat, std::string_view>;
  constexpr auto elf = ObjectFormat::elf, coff = ObjectFormat::coff, machO = ObjectFormat::machO;
  const std::map<Key, std::set<int>> machines = {
      {{elf, "x86"}, {3}},
      {{elf, "x86_64"}, {62}},
      {{elf, "arm"}, {40}},
      {{elf, "aarch64"}, {183}},
      {{elf, "riscv32"}, {243}},
      {{elf, "riscv64"}, {243}},
      {{elf, "loongarch32"}, {258}},
      {{elf, "loongarch64"}, {258}},
      {{elf, "powerpc"}, {20}},
      {{elf, "powerpc64"}, {21}},
      {{elf, "mips"}, {8}},
      {{elf, "mips64"}, {8}},
      {{elf, "mips32r6"}, {8}},
      {{elf, "mips64r6"}, {8}},
      {{elf, "s390x"}, {22}},
      {{elf, "sparc"}, {2, 18}},
      {{elf, "sparc64"}, {43}},
      {{elf, "m68k"}, {4}},
      {{elf, "csky"}, {252}},
      {{elf, "hexagon"}, {164}},
      {{elf, "xtensa"}, {94}},
      {{elf, "avr"}, {83}},
      {{elf, "msp430"}, {105}},
      {{elf, "amdgpu"}, {224}},
      {{elf, "bpf"}, {247}},
      {{coff, "x86"}, {0x14c}},
      {{coff, "x86_64"}, {0x8664}},
      {{coff, "aarch64"}, {0xaa64}},
      {{coff, "arm64ec"}, {0xa641}},
      {{coff, "arm"}, {0x1c4}},
      {{machO, "x86"}, {7}},
      {{machO, "x86_64"}, {7}},
      {{machO, "arm"}, {12}},
      {{machO, "aarch64"}, {12}},
      {{ObjectFormat::wasm, "wasm32"}, {0}},
      {{ObjectFormat::wasm, "wasm64"}, {0}},
      {{ObjectFormat::xcoff, "powerpc64"}, {0x1f7}},
      {{ObjectFormat::none, "nvptx64"}, {0}},
  };
  EXPECT_THAT(rowsWhere([&](const Target &t) {
                const auto known = machines.find({t.format, t.arch});
                return known == machines.end() || !known->second.contains(t.machine);
              }),
              IsEmpty());
}

TEST(TargetTable, AppleRowsAloneHaveAPlatformAndAndroidsAndWindows7AVersionToo) {
  EXPECT_THAT(rowsWhere([](const Target &t) {
                const bool apple = t.dialect == Dialect::darwinCc;
                const bool windows7 = t.triple.find("-win7-") != std::string_view::npos;
                const bool versioned = apple || t.libc == Libc::bionic || windows7;
                return apple != !t.platform.empty() || versioned != !t.osFloor.empty() ||
                       apple != (t.format == ObjectFormat::machO);
              }),
              IsEmpty());
}

TEST(TargetTable, WhatTheUserBringsHasAVariableAndWords) {
  EXPECT_THAT(rowsWhere([](const Target &t) { return t.needs.empty() != t.needsText.empty(); }), IsEmpty());
  EXPECT_THAT(rowsWhere([](const Target &t) { return t.startFiles == StartFiles::user && t.needs.empty(); }),
              IsEmpty());
}

TEST(TargetTable, FlagsAreWordsBetweenSingleSpaces) {
  const auto untidy = [](std::string_view flags) {
    return flags.starts_with(' ') || flags.ends_with(' ') || flags.find("  ") != std::string_view::npos ||
           flags.find_first_of("\"'\\\t") != std::string_view::npos;
  };
  EXPECT_THAT(rowsWhere([&](const Target &t) { return untidy(t.linkFlags) || untidy(t.clangFlags); }),
              IsEmpty());
}

TEST(TargetTable, EveryGnuSpellingMeansOneRow) {
  std::map<std::string_view, std::vector<std::string_view>> preferred;
  for (const Target &t : allTargets()) {
    if (t.gnu.empty()) {
      EXPECT_FALSE(t.preferredGnu) << t.triple;
      continue;
    }
    auto &rows = preferred[t.gnu];
    if (t.preferredGnu) rows.push_back(t.triple);
  }
  for (const auto &[gnu, triples] : preferred) {
    ASSERT_EQ(triples.size(), 1u) << gnu;
    EXPECT_EQ(tripleOf(gnu), triples[0]); // no triple has the same name
  }
}

TEST(FindTarget, EveryTripleAndEveryAliasIsFound) {
  for (const Target &t : allTargets())
    EXPECT_EQ(findTarget(t.triple), &t);
  for (const TargetAlias &a : allAliases())
    EXPECT_EQ(tripleOf(a.name), a.triple) << a.name;
}

TEST(FindTarget, Names) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"aarch64-linux-gnu", "aarch64-unknown-linux-gnu"},
      {"aarch64-none-linux-gnu", "aarch64-unknown-linux-gnu"},
      {"aarch64-linux-musl", "aarch64-unknown-linux-musl"},
      {"aarch64-none-elf", "aarch64-unknown-none"},
      {"aarch64-w64-mingw32", "aarch64-pc-windows-gnullvm"},
      {"arm-linux-gnueabihf", "armv7-unknown-linux-gnueabihf"},
      {"arm-linux-gnueabi", "arm-unknown-linux-gnueabi"},
      {"arm-linux-musleabihf", "arm-unknown-linux-musleabihf"},
      {"armv7l-linux-musleabihf", "armv7-unknown-linux-musleabihf"},
      {"arm-none-eabi", "armv4t-none-eabi"},
      {"arm-linux-androideabi", "arm-linux-androideabi"},
      {"armv7a-linux-androideabi", "armv7-linux-androideabi"},
      {"i686-linux-gnu", "i686-unknown-linux-gnu"},
      {"i686-w64-mingw32", "i686-pc-windows-gnu"},
      {"loongarch64-linux-gnu", "loongarch64-unknown-linux-gnu"},
      {"mips64el-linux-gnuabi64", "mips64el-unknown-linux-gnuabi64"},
      {"powerpc64le-linux-gnu", "powerpc64le-unknown-linux-gnu"},
      {"riscv64-linux-gnu", "riscv64gc-unknown-linux-gnu"},
      {"riscv64-unknown-elf", "riscv64gc-unknown-none-elf"},
      {"s390x-linux-gnu", "s390x-unknown-linux-gnu"},
      {"x86_64-linux-gnu", "x86_64-unknown-linux-gnu"},
      {"x86_64-pc-linux-gnu", "x86_64-unknown-linux-gnu"},
      {"x86_64-linux-gnux32", "x86_64-unknown-linux-gnux32"},
      {"x86_64-linux-musl", "x86_64-unknown-linux-musl"},
      {"x86_64-w64-mingw32", "x86_64-pc-windows-gnu"},
      {"", ""},
      {"x86_64", ""},
      {"x86_64-unknown-linux", ""},
      {"x86_64-unknown-linux-gnu ", ""},
      {"X86_64-unknown-linux-gnu", ""},
      {"aarch64-unknown-linux-gnu.2.17", ""}, // the floor is the caller's to cut off
      {"universal2-apple-darwin", ""},
  };
  for (const auto &[name, triple] : cases)
    EXPECT_EQ(tripleOf(name), triple) << name;
}

TEST(NearestTarget, Names) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"x86_64-unknown-linux-gnu", "x86_64-unknown-linux-gnu"},
      {"x86-64-unknown-linux-gnu", "x86_64-unknown-linux-gnu"},
      {"aarch64-unkown-linux-gnu", "aarch64-unknown-linux-gnu"},
      {"aarch64-unknown-linux-mulsl", "aarch64-unknown-linux-musl"},
      {"armv7-unknown-linux-gnueabhf", "armv7-unknown-linux-gnueabihf"},
      {"x86_64-w64-mingw", "x86_64-w64-mingw32"},
      {"powerpc64le-linux-gnuu", "powerpc64le-linux-gnu"},
      {"wasm32-unknown-unkown", "wasm32-unknown-unknown"},
      {"", ""},
      {"a", ""},
      {"frobnicator", ""},
      {"this-is-no-target-at-all", ""},
  };
  for (const auto &[name, spelling] : cases)
    EXPECT_EQ(nearestTarget(name), spelling) << name;
}

TEST(TargetWords, EveryValueHasWords) {
  EXPECT_EQ(toString(Libc::glibc), "glibc");
  EXPECT_EQ(toString(ObjectFormat::machO), "Mach-O");
  EXPECT_THAT(
      rowsWhere([](const Target &t) { return toString(t.libc).empty() || toString(t.format).empty(); }),
      IsEmpty());
}

/// What a linker has to know of a row, written down by hand from the platforms' documents.
struct LinkFacts {
  std::string_view triple, emulation;
  uint16_t machine;
  std::string_view interpreter, glibcAbi, glibcFirst, muslArch, runner, debian;
};

const LinkFacts linkFacts[] = {
    {"x86_64-unknown-linux-gnu", "elf_x86_64", 62, "/lib64/ld-linux-x86-64.so.2", "x86_64", "2.17", "",
     "qemu-x86_64", "amd64"},
    {"x86_64-unknown-linux-gnux32", "elf32_x86_64", 62, "/libx32/ld-linux-x32.so.2", "x32", "2.17", "", "",
     "x32"},
    {"i686-unknown-linux-gnu", "elf_i386", 3, "/lib/ld-linux.so.2", "i386", "2.17", "", "qemu-i386", "i386"},
    {"aarch64-unknown-linux-gnu", "aarch64linux", 183, "/lib/ld-linux-aarch64.so.1", "aarch64", "2.17", "",
     "qemu-aarch64", "arm64"},
    {"aarch64_be-unknown-linux-gnu", "aarch64linuxb", 183, "/lib/ld-linux-aarch64_be.so.1", "aarch64_be",
     "2.17", "", "qemu-aarch64_be", ""},
    {"armv7-unknown-linux-gnueabihf", "armelf_linux_eabi", 40, "/lib/ld-linux-armhf.so.3", "armhf", "2.17",
     "", "qemu-arm", "armhf"},
    {"arm-unknown-linux-gnueabi", "armelf_linux_eabi", 40, "/lib/ld-linux.so.3", "armel", "2.17", "",
     "qemu-arm", "armel"},
    {"riscv64gc-unknown-linux-gnu", "elf64lriscv", 243, "/lib/ld-linux-riscv64-lp64d.so.1", "riscv64", "2.27",
     "", "qemu-riscv64", "riscv64"},
    {"riscv32gc-unknown-linux-gnu", "elf32lriscv", 243, "/lib/ld-linux-riscv32-ilp32d.so.1", "riscv32",
     "2.33", "", "qemu-riscv32", ""},
    {"loongarch64-unknown-linux-gnu", "elf64loongarch", 258, "/lib64/ld-linux-loongarch-lp64d.so.1",
     "loongarch64", "2.36", "", "qemu-loongarch64", "loong64"},
    {"powerpc64le-unknown-linux-gnu", "elf64lppc", 21, "/lib64/ld64.so.2", "powerpc64le", "2.17", "",
     "qemu-ppc64le", "ppc64el"},
    {"powerpc64-unknown-linux-gnu", "elf64ppc", 21, "/lib64/ld64.so.1", "powerpc64", "2.17", "", "qemu-ppc64",
     "ppc64"},
    {"s390x-unknown-linux-gnu", "elf64_s390", 22, "/lib/ld64.so.1", "s390x", "2.17", "", "qemu-s390x",
     "s390x"},
    {"mips64el-unknown-linux-gnuabi64", "elf64ltsmip", 8, "/lib64/ld.so.1", "mips64el", "2.17", "",
     "qemu-mips64el", "mips64el"},
    {"sparc64-unknown-linux-gnu", "elf64_sparc", 43, "/lib64/ld-linux.so.2", "sparc64", "2.17", "",
     "qemu-sparc64", "sparc64"},
    {"m68k-unknown-linux-gnu", "m68kelf", 4, "/lib/ld.so.1", "m68k", "2.17", "", "qemu-m68k", "m68k"},
    {"csky-unknown-linux-gnuabiv2hf", "cskyelf_linux", 252, "/lib/ld-linux-cskyv2-hf.so.1", "cskyhf", "2.29",
     "", "", ""},
    {"x86_64-unknown-linux-musl", "elf_x86_64", 62, "/lib/ld-musl-x86_64.so.1", "", "", "x86_64",
     "qemu-x86_64", ""},
    {"armv7-unknown-linux-musleabihf", "armelf_linux_eabi", 40, "/lib/ld-musl-armhf.so.1", "", "", "armhf",
     "qemu-arm", ""},
    {"mipsel-unknown-linux-musl", "elf32ltsmip", 8, "/lib/ld-musl-mipsel-sf.so.1", "", "", "mipsel-sf",
     "qemu-mipsel", ""},
    {"aarch64-linux-android", "aarch64linux", 183, "/system/bin/linker64", "", "", "", "", ""},
    {"x86_64-unknown-freebsd", "elf_x86_64_fbsd", 62, "/libexec/ld-elf.so.1", "", "", "", "", ""},
    {"x86_64-unknown-openbsd", "elf_x86_64", 62, "/usr/libexec/ld.so", "", "", "", "", ""},
    {"x86_64-pc-windows-gnu", "i386pep", 0x8664, "", "", "", "", "wine64", ""},
    {"i686-pc-windows-msvc", "x86", 0x14c, "", "", "", "", "wine", ""},
    {"aarch64-apple-ios-sim", "arm64", 12, "", "", "", "", "", ""},
    {"wasm32-wasip1", "wasm32", 0, "", "", "", "", "node", ""},
    {"thumbv7em-none-eabihf", "armelf", 40, "", "", "", "", "", ""},
    {"riscv32imac-unknown-none-elf", "elf32lriscv", 243, "", "", "", "", "", ""},
};

TEST(TargetTable, LinkFacts) {
  for (const LinkFacts &c : linkFacts) {
    const Target *t = findTarget(c.triple);
    ASSERT_TRUE(t) << c.triple;
    EXPECT_EQ(std::tie(t->emulation, t->machine, t->interpreter, t->glibcAbi, t->glibcFirst, t->muslArch,
                       t->runner, t->debian),
              std::tie(c.emulation, c.machine, c.interpreter, c.glibcAbi, c.glibcFirst, c.muslArch, c.runner,
                       c.debian))
        << c.triple;
  }
}

/// How a row is compiled for, and built by cmake.
struct BuildFacts {
  std::string_view triple, clangFlags, cmakeSystem, cmakeProcessor, needs;
  bool crtStatic, pie;
};

const BuildFacts buildFacts[] = {
    {"x86_64-unknown-linux-gnu", "", "Linux", "x86_64", "", false, true},
    {"x86_64-unknown-linux-musl", "", "Linux", "x86_64", "", true, true},
    {"riscv64gc-unknown-linux-musl", "-march=rv64gc -mabi=lp64d", "Linux", "riscv64", "", false, true},
    {"i586-unknown-linux-gnu", "-march=pentium", "Linux", "i586", "", false, true},
    {"armv7-unknown-linux-gnueabihf", "-march=armv7-a -mfloat-abi=hard -mfpu=vfpv3-d16", "Linux", "armv7l",
     "", false, true},
    {"thumbv7em-none-eabihf", "-march=armv7e-m -mfloat-abi=hard -mfpu=fpv4-sp-d16 -mthumb", "Generic", "arm",
     "", false, false},
    {"riscv32imac-unknown-none-elf", "-march=rv32imac -mabi=ilp32", "Generic", "riscv32", "", false, false},
    {"aarch64-unknown-none-softfloat", "-mabi=aapcs-soft -mgeneral-regs-only -mstrict-align", "Generic",
     "aarch64", "", false, false},
    {"x86_64-pc-windows-gnu", "", "Windows", "AMD64", "", false, false},
    {"x86_64-pc-windows-msvc", "-mno-incremental-linker-compatible", "Windows", "AMD64", "XWIN_DIR", false,
     false},
    {"aarch64-apple-darwin", "", "Darwin", "arm64", "", false, false},
    {"wasm32-wasip1", "", "WASI", "wasm32", "", true, false},
    {"wasm32-unknown-emscripten", "", "Emscripten", "wasm32", "EMSDK", true, false},
    {"x86_64-linux-android", "", "Android", "x86_64", "ANDROID_NDK_HOME", false, true},
};

TEST(TargetTable, BuildFacts) {
  for (const BuildFacts &c : buildFacts) {
    const Target *t = findTarget(c.triple);
    ASSERT_TRUE(t) << c.triple;
    EXPECT_EQ(std::tie(t->clangFlags, t->cmakeSystem, t->cmakeProcessor, t->needs, t->crtStatic, t->pie),
              std::tie(c.clangFlags, c.cmakeSystem, c.cmakeProcessor, c.needs, c.crtStatic, c.pie))
        << c.triple;
  }
}

} // namespace
