#include "shim/link/InputCheck.h"
#include "test/unit/FakeFileSystem.h"
#include <gtest/gtest.h>

namespace linkshim {
namespace {

std::string elf(uint8_t bits, bool big, uint16_t machine) {
  std::string bytes("\x7f"
                    "ELF",
                    4);
  bytes += static_cast<char>(bits == 64 ? 2 : 1);
  bytes += static_cast<char>(big ? 2 : 1);
  bytes.resize(18, '\0');
  bytes += static_cast<char>(big ? machine >> 8 : machine & 255);
  bytes += static_cast<char>(big ? machine & 255 : machine >> 8);
  bytes.resize(64, '\0');
  return bytes;
}

std::string member(std::string name, const std::string &bytes) {
  name.resize(48, ' ');
  std::string size = std::to_string(bytes.size());
  size.resize(10, ' ');
  return name + size + "`\n" + bytes + (bytes.size() % 2 ? "\n" : "");
}

std::string archive(const std::string &bytes) {
  return "!<arch>\n" + member("/", "abc") + member("//", "names") + member("x.o/", bytes);
}

Provider lld() {
  return {ProviderKind::lld, "/usr/lib/llvm-19/bin/lld", {"ld.lld"}, false};
}

constexpr uint16_t x86_64 = 62, aarch64 = 183, ppc64 = 21, arm = 40;

struct Case {
  const char *name;
  const char *target;
  std::string bytes;
  const char *found; ///< empty: accepted
};

const Case cases[] = {
    {"the right object", "aarch64-unknown-linux-gnu", elf(64, false, aarch64), ""},
    {"another machine", "aarch64-unknown-linux-gnu", elf(64, false, x86_64),
     "x86_64 ELF, 64-bit little-endian"},
    {"another width", "x86_64-unknown-linux-gnu", elf(32, false, x86_64), "x86_64 ELF, 32-bit little-endian"},
    {"x32 is 32-bit", "x86_64-unknown-linux-gnux32", elf(32, false, x86_64), ""},
    {"another byte order", "powerpc64le-unknown-linux-gnu", elf(64, true, ppc64),
     "powerpc64 ELF, 64-bit big-endian"},
    {"the right byte order", "powerpc64-unknown-linux-gnu", elf(64, true, ppc64), ""},
    {"an archive of the target", "aarch64-unknown-linux-gnu", archive(elf(64, false, aarch64)), ""},
    {"an archive of another", "aarch64-unknown-linux-gnu", archive(elf(32, false, arm)),
     "arm ELF, 32-bit little-endian"},
    {"an archive without objects", "aarch64-unknown-linux-gnu", archive("text"), ""},
    {"an empty archive", "aarch64-unknown-linux-gnu", "!<arch>\n", ""},
    {"a truncated archive", "aarch64-unknown-linux-gnu", "!<arch>\n/   ", ""},
    {"Mach-O", "aarch64-unknown-linux-gnu", "\xcf\xfa\xed\xfe" + std::string(40, '\0'), "Mach-O, cpu 0/0"},
    {"WebAssembly", "thumbv7em-none-eabihf", std::string("\0asm\1\0\0\0", 8), "WebAssembly"},
    {"COFF", "x86_64-unknown-linux-musl", "\x64\x86" + std::string(40, '\0'), "x86_64 COFF (Windows)"},
    {"COFF of the target", "x86_64-pc-windows-gnu", "\x64\x86" + std::string(40, '\0'), ""},
    {"COFF of another", "i686-pc-windows-gnu", "\x64\x86" + std::string(40, '\0'), "x86_64 COFF (Windows)"},
    {"ELF in a link for Windows", "x86_64-pc-windows-gnu", elf(64, false, x86_64),
     "x86_64 ELF, 64-bit little-endian"},
    {"an import library", "x86_64-pc-windows-gnu",
     archive(std::string("\0\0\xff\xff\0\0\x64\x86", 8) + std::string(40, '\0')), ""},
    {"bitcode", "aarch64-unknown-linux-gnu", "BC\xc0\xde....................", ""},
    {"a linker script", "aarch64-unknown-linux-gnu", "GROUP ( libc.so.6 )", ""},
    {"an empty file", "aarch64-unknown-linux-gnu", "", ""},
    {"a head cut off", "aarch64-unknown-linux-gnu",
     std::string("\x7f"
                 "ELF\2\1",
                 6),
     ""},
};

TEST(InputCheck, LooksAtTheHead) {
  for (const Case &c : cases) {
    test::FakeFileSystem files;
    files.file("/in", c.bytes);
    auto checked = checkInputs(*findTarget(c.target), lld(), {"/missing", "/in"}, files);
    EXPECT_EQ(checked.has_value(), c.found[0] == '\0') << c.name;
    if (!checked) {
      EXPECT_EQ(checked.error().facts[0].second, "/in") << c.name;
      EXPECT_EQ(checked.error().facts[1].second, c.found) << c.name;
    }
  }
}

TEST(InputCheck, NamesTheFileAndBoth) {
  test::FakeFileSystem files;
  files.file("/a b.o", elf(64, false, x86_64));
  auto checked = checkInputs(*findTarget("aarch64-unknown-linux-gnu"), lld(), {"/a b.o"}, files);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().text(),
            "linkshim: error: an input file was made for another architecture than the target's\n"
            "  file      /a b.o\n"
            "  made for  x86_64 ELF, 64-bit little-endian\n"
            "  target    aarch64-unknown-linux-gnu: aarch64 ELF, 64-bit little-endian\n"
            "  try: cargo clean --target aarch64-unknown-linux-gnu, and build it again for that target\n");
}

/// The start of what clang 22, clang 14 and rustc's LLVM 22 write.
std::string fromHex(std::string_view digits) {
  std::string bytes;
  for (size_t i = 0; i + 1 < digits.size(); i += 2)
    bytes += static_cast<char>(std::stoi(std::string(digits.substr(i, 2)), nullptr, 16));
  return bytes;
}
const std::string clang22 =
    fromHex("4243c0de3514000005000000620c30244a59bea66dfbb5cf0b51804c01000000210c0000450200000b02"
            "210002000000");
const std::string clang14 =
    fromHex("4243c0de3514000005000000620c30244a59be668dfbb4af0b51804c01000000210c0000cd0100000b02"
            "210002000000");
const std::string rust22 =
    fromHex("4243c0de351400000e000000620c301c41c70aac600bad200772e00671e00672d006f2500ff3400f6d10"
            "076e900775e00670d006f3400fe1200eec500e421420");

/// A program that needs a shared library of that name: its segments and its dynamic section.
std::string programThatNeeds(const std::string &library) {
  std::string bytes(320, '\0');
  auto put = [&](size_t at, uint64_t value, int size) {
    for (int i = 0; i < size; ++i)
      bytes[at + static_cast<size_t>(i)] = static_cast<char>(value >> (8 * i) & 255);
  };
  bytes.replace(0, 6,
                std::string("\x7f"
                            "ELF\2\1",
                            6));
  put(32, 64, 8), put(54, 56, 2), put(56, 2, 2);                                        // two segments
  put(64, 1, 4), put(64 + 8, 0, 8), put(64 + 16, 0x1000, 8), put(64 + 32, 320 + 64, 8); // loaded
  put(120, 2, 4), put(120 + 8, 200, 8), put(120 + 32, 32, 8);                           // dynamic
  put(200, 1, 8), put(208, 1, 8), put(216, 5, 8), put(224, 0x1000 + 320, 8);
  return bytes + std::string("\0", 1) + library + std::string(64, '\0');
}

TEST(InputCheck, BitcodeOfANewerLlvm) {
  const struct {
    const char *name;
    std::string linker, library;
    std::vector<std::string> inputs;
    int madeBy; ///< 0: accepted
  } rows[] = {
      {"newer", "/usr/lib/llvm-14/bin/lld", "", {clang22}, 22},
      {"the same", "/usr/lib/llvm-22/bin/lld", "", {clang22, rust22}, 0},
      {"older", "/usr/lib/llvm-22/bin/lld", "", {clang14}, 0},
      {"rustc's", "/usr/lib/llvm-21/bin/lld", "", {rust22}, 22},
      {"an unknown linker", "/opt/lld", "", {clang22}, 0},
      {"by the library that it needs",
       "/r/bin/rust-lld",
       "libLLVM.so.21.1-rust-1.91.0-stable",
       {clang22},
       22},
      {"by that of old", "/opt/lld", "libLLVM-14.so.1", {clang22}, 22},
      {"new enough", "/r/bin/rust-lld", "libLLVM.so.22.1-rust-1.95.0-stable", {clang22}, 0},
      {"first of an archive", "/usr/lib/llvm-14/bin/lld", "", {archive(clang22)}, 22},
      {"anywhere in an archive, once there is bitcode",
       "/usr/lib/llvm-14/bin/lld",
       "",
       {clang14, "!<arch>\n" + member("a.o/", elf(64, false, aarch64)) + member("b.o/", clang22)},
       22},
      {"damaged", "/usr/lib/llvm-14/bin/lld", "", {clang22.substr(0, 20)}, 0},
  };
  for (const auto &row : rows) {
    test::FakeFileSystem files;
    files.program(row.linker, row.library.empty() ? "" : programThatNeeds(row.library));
    std::vector<std::string> paths;
    for (const std::string &bytes : row.inputs) {
      paths.push_back("/in" + std::to_string(paths.size()));
      files.file(paths.back(), bytes);
    }
    Provider linker{ProviderKind::lld, row.linker, {"ld.lld"}, false};
    auto checked = checkInputs(*findTarget("aarch64-unknown-linux-gnu"), linker, paths, files);
    EXPECT_EQ(checked.has_value(), row.madeBy == 0) << row.name;
    if (!checked)
      EXPECT_EQ(checked.error().facts[1].second, "LLVM " + std::to_string(row.madeBy)) << row.name;
  }
}

TEST(InputCheck, BitcodeSaysWhatToDo) {
  test::FakeFileSystem files;
  files.file("/in.o", clang22);
  auto checked = checkInputs(*findTarget("aarch64-unknown-linux-gnu"), lld(), {"/in.o"}, files);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().text(),
            "linkshim: error: an input file is bitcode of a newer LLVM than the linker's\n"
            "  file     /in.o\n"
            "  made by  LLVM 22\n"
            "  linker   /usr/lib/llvm-19/bin/lld, of LLVM 19\n"
            "  try: compile it with LINKSHIM_CLANG=clang-19 or without -flto, or set LINKSHIM_LLD to an "
            "lld of LLVM 22\n");
  files.file("/target/main.x.rcgu.o", clang22);
  checked = checkInputs(*findTarget("aarch64-unknown-linux-gnu"), lld(), {"/target/main.x.rcgu.o"}, files);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().action,
            "leave -C linker-plugin-lto out, or set LINKSHIM_LLD to the rust-lld of that "
            "rustc, or another lld of LLVM 22");
}

TEST(InputCheck, LibrariesOfTheHost) {
  const struct {
    const char *target, *path, *remedy;
  } rows[] = {
      {"aarch64-unknown-linux-gnu", "/usr/lib/x86_64-linux-gnu/libz.so",
       "linkshim sysroot add aarch64-unknown-linux-gnu PACKAGE, and leave /usr/lib/x86_64-linux-gnu out"},
      {"aarch64-unknown-linux-musl", "/lib/libz.so",
       "build that library for aarch64-unknown-linux-musl, and leave /lib out"},
  };
  for (const auto &row : rows) {
    test::FakeFileSystem files;
    files.file(row.path, elf(64, false, x86_64));
    auto checked = checkInputs(*findTarget(row.target), lld(), {row.path}, files);
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().what,
              "a library of this machine was given, and the target's architecture is another");
    EXPECT_EQ(checked.error().action, row.remedy);
  }
}

} // namespace
} // namespace linkshim
