#include "shim/objects/Archive.h"
#include "shim/tools/Ar.h"
#include "test/unit/FakeFileSystem.h"
#include <cstdlib>
#include <gmock/gmock.h>

namespace linkshim {
namespace {

using Strings = std::vector<std::string>;
using Members = std::vector<ArchiveMember>;

std::string little(uint64_t value, unsigned width) {
  std::string text;
  for (unsigned i = 0; i < width; ++i)
    text += static_cast<char>(i < sizeof value ? value >> 8 * i : 0);
  return text;
}

/// A 64-bit object with a symbol table: a local symbol, an undefined one, and two that are defined.
std::string object() {
  const std::string strings("\0one\0two\0here\0away\0", 20);
  auto symbol = [](uint32_t name, unsigned bind, unsigned section) {
    return little(name, 4) + little(bind << 4, 1) + little(0, 1) + little(section, 2) + little(0, 16);
  };
  std::string symbols =
      symbol(0, 0, 0) + symbol(9, 0, 1) + symbol(14, 1, 0) + symbol(1, 1, 1) + symbol(5, 2, 0xfff2);
  auto section = [](uint32_t type, uint64_t offset, uint64_t size, uint32_t link) {
    return little(0, 4) + little(type, 4) + little(0, 16) + little(offset, 8) + little(size, 8) +
           little(link, 4) + little(1, 4) + little(8, 8) + little(type == 2 ? 24 : 0, 8);
  };
  constexpr size_t headerSize = 64;
  size_t table = headerSize + strings.size() + symbols.size();
  std::string head("\x7f"
                   "ELF\2\1\1",
                   7);
  head.resize(16, '\0');
  head += little(1, 2) + little(183, 2) + little(1, 4) + little(0, 16) + little(table, 8) + little(0, 4) +
          little(headerSize, 2) + little(0, 4) + little(64, 2) + little(3, 2) + little(0, 2);
  return head + strings + symbols + section(0, 0, 0, 0) + section(3, headerSize, strings.size(), 0) +
         section(2, headerSize + strings.size(), symbols.size(), 1);
}

constexpr elf::ArIndex indexed = elf::ArIndex::symbols, plain = elf::ArIndex::none;

/// The bytes of an archive that can be written.
std::string archiveOf(const Members &members, elf::ArIndex index) {
  return writeArchive(members, index).value();
}

TEST(Archive, Symbols) {
  EXPECT_EQ(elf::definedSymbols(object()), (Strings{"one", "two"}));
  EXPECT_EQ(elf::definedSymbols("text"), Strings());
  EXPECT_EQ(elf::definedSymbols("BC\xc0\xde"), Strings());
  EXPECT_FALSE(elf::definedSymbols(object().substr(0, 100)));
  std::string damaged = object(); // sections of no size, and as many as the first one's size says
  damaged.replace(0x3a, 2, 2, '\0').replace(0x3c, 2, 2, '\0').replace(0x28, 8, little(0x48, 8));
  damaged.replace(0x48 + 0x20, 8, 8, '\xff');
  EXPECT_FALSE(elf::definedSymbols(damaged));
  EXPECT_EQ(writeArchive(Members{{"good.o", object()}, {"bad.o", damaged}}, indexed).error().substr(0, 7),
            "bad.o: ");
  EXPECT_EQ(readArchive(archiveOf({{"bad.o", damaged}}, plain)), (Members{{"bad.o", damaged}}));
}

TEST(Archive, Bytes) {
  EXPECT_EQ(archiveOf({}, indexed), "!<arch>\n");
  EXPECT_EQ(archiveOf({{"a.o", "odd"}, {"a-name-of-more-than-15.o", "even"}}, indexed),
            "!<arch>\n"
            "//                                              26        `\n"
            "a-name-of-more-than-15.o/\n"
            "a.o/            0           0     0     644     3         `\nodd\n"
            "/0              0           0     0     644     4         `\neven");
}

TEST(Archive, Index) {
  std::string archive = archiveOf({{"t", "text"}, {"o.o", object()}}, indexed);
  const std::string index("\0\0\0\2\0\0\0\x98\0\0\0\x98one\0two\0", 20);
  EXPECT_EQ(archive.substr(8, 60 + 20),
            "/               0           0     0     0       20        `\n" + index);
  EXPECT_EQ(archive.substr(0x98, 4), "o.o/");
  EXPECT_EQ(archiveOf({{"o.o", object()}}, plain).substr(8, 4), "o.o/");
  // Bitcode is not read: it is a member like others, without symbols in the index.
  const Members bitcode = {{"b.o", "BC\xc0\xde bits"}, {"o.o", object()}};
  EXPECT_EQ(archiveOf(bitcode, indexed).substr(8 + 60, 4), std::string("\0\0\0\2", 4));
  EXPECT_EQ(readArchive(archiveOf(bitcode, indexed)), bitcode);
}

TEST(Archive, WideIndex) {
  // LLVM's own tests make the limit of 4 GB smaller so.
  setenv("SYM64_THRESHOLD", "1", 1);
  std::string archive = archiveOf({{"o.o", object()}}, indexed);
  unsetenv("SYM64_THRESHOLD");
  EXPECT_EQ(archive.substr(8, 8), "/SYM64/ ");
  EXPECT_EQ(readArchive(archive), (Members{{"o.o", object()}}));
}

TEST(Archive, OddNames) {
  const Members odd = {{"a/b c", "1"},
                       {"#1/9", "2"},
                       {"a rather long/name", "3"},
                       {"//", "4"},
                       {"\xc3\xa4\xff\xe6\x97\xa5.o", "5"}};
  EXPECT_EQ(readArchive(archiveOf(odd, indexed)), odd);
  std::string nameless = archiveOf({{"x", "1"}}, plain);
  nameless.replace(8, 2, "  ");
  EXPECT_FALSE(readArchive(nameless));
}

TEST(Archive, ReadsBack) {
  const Members members{{"a.o", "odd"}, {"a-name-of-more-than-15.o", object()}, {"b.o", ""}};
  EXPECT_EQ(readArchive(archiveOf(members, indexed)), members);
  const std::string name("long.o\0\0", 8);
  const std::string head = "!<arch>\n#1/8            0           0     0     644     11        `\n";
  EXPECT_EQ(readArchive(head + name + "abc\n"), (Members{{"long.o", "abc"}}));
  EXPECT_EQ(readArchive("no archive").error(), "it is no archive");
  auto cut = readArchive(archiveOf(members, indexed).substr(0, 300));
  ASSERT_FALSE(cut);
  EXPECT_TRUE(cut.error().starts_with("it is damaged")) << cut.error();
}

TEST(Archive, Calls) {
  test::FakeFileSystem files;
  files.workIn("/w").file("/w/a.o", "A").file("/w/d/b.o", "B").file("/w/new/a.o", "AA");
  const struct {
    Strings args;
    int status;
    const char *output, *messages;
  } calls[] = {
      {{"rcs", "x.a", "a.o", "d/b.o"}, 0, "", ""},
      {{"t", "x.a"}, 0, "a.o\nb.o\n", ""},
      {{"-crv", "x.a", "new/a.o"}, 0, "r - new/a.o\n", ""},
      {{"p", "x.a", "a.o"}, 0, "AA", ""},
      {{"d", "x.a", "a.o"}, 0, "", ""},
      {{"tv", "x.a"}, 0, "b.o\n", ""},
      {{"q", "y.a", "a.o"}, 0, "", "ar: creating y.a\n"},
      {{"x", "x.a"}, 0, "", ""},
      {{"-M"},
       1,
       "",
       "linkshim: error: linkshim's own ar does not know an option\n  name    M\n  reason  no llvm-ar was "
       "found\n"
       "  try: apt-get install llvm, or rustup component add llvm-tools\n"},
      {{"t", "no.a"},
       1,
       "",
       "linkshim: error: an archive cannot be read\n  name    no.a\n  reason  it is missing\n  try: ls -l "
       "no.a\n"},
      {{"rc", "z.a", "no.o"},
       1,
       "",
       "linkshim: error: a file for an archive cannot be read\n  name    no.o\n"
       "  reason  it is missing, or not readable\n  try: ls -l no.o\n"},
  };
  for (const auto &c : calls) {
    ArchiveResult result = runAr(c.args, files);
    EXPECT_EQ(result.status, c.status) << ::testing::PrintToString(c.args);
    EXPECT_EQ(result.output, c.output) << ::testing::PrintToString(c.args);
    EXPECT_EQ(result.messages, c.messages) << ::testing::PrintToString(c.args);
  }
  EXPECT_EQ(files.read("/w/b.o"), "B");
  EXPECT_EQ(files.status("/w/z.a").kind, FileStatus::Kind::missing);
  EXPECT_EQ(runRanlib({"-D", "x.a"}, files).status, 0);
}

} // namespace
} // namespace linkshim
