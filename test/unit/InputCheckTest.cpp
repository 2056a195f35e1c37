#include "shim/InputCheck.h"
#include "FakeFileSystem.h"
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
    {"Mach-O", "aarch64-unknown-linux-gnu", "\xcf\xfa\xed\xfe" + std::string(40, '\0'), "Mach-O"},
    {"WebAssembly", "thumbv7em-none-eabihf", std::string("\0asm\1\0\0\0", 8), "WebAssembly"},
    {"COFF", "x86_64-unknown-linux-musl", "\x64\x86" + std::string(40, '\0'), "COFF (Windows)"},
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
    Failure failure;
    bool good = checkInputs(*findTarget(c.target), {"/missing", "/in"}, files, failure);
    EXPECT_EQ(good, c.found[0] == '\0') << c.name;
    if (!good) {
      EXPECT_EQ(failure.facts[0].second, "/in") << c.name;
      EXPECT_EQ(failure.facts[1].second, c.found) << c.name;
    }
  }
}

TEST(InputCheck, NamesTheFileAndBoth) {
  test::FakeFileSystem files;
  files.file("/a b.o", elf(64, false, x86_64));
  Failure failure;
  ASSERT_FALSE(checkInputs(*findTarget("aarch64-unknown-linux-gnu"), {"/a b.o"}, files, failure));
  EXPECT_EQ(failure.text(),
            "linkshim: error: an input file was made for another architecture than the target's\n"
            "  file      /a b.o\n"
            "  made for  x86_64 ELF, 64-bit little-endian\n"
            "  target    aarch64-unknown-linux-gnu: aarch64 ELF, 64-bit little-endian\n"
            "  try: cargo clean --target aarch64-unknown-linux-gnu, and build it again for that target\n");
}

} // namespace
} // namespace linkshim
