#include "sysroots/elf/StubWriter.h"
#include "test/unit/sysroots/ElfStubReader.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace linkshim {
namespace {

using elf::StubLibrary;
using elf::SymbolKind;
using test::ReadLibrary;
using test::ReadSymbol;
using testing::ElementsAre;
using testing::IsEmpty;

struct MachineCase {
  const char *name;
  elf::Machine machine;
};

constexpr MachineCase machines[] = {
    {"x86_64", {62, 64, false, 0}},      {"armhf", {40, 32, false, 0x5000400}}, {"s390x", {22, 64, true, 0}},
    {"mips", {8, 32, true, 0x70001007}}, {"powerpc64", {21, 64, true, 1}},
};

StubLibrary sample(const elf::Machine &machine) {
  StubLibrary library;
  library.machine = machine;
  library.soname = "libx.so.1";
  library.needed = {"ld.so.2"};
  library.versions = {{"V_1", {}}, {"V_2", {0}}, {"V_3", {1, 0}}};
  library.symbols = {
      {.name = "copy", .version = 0, .isDefault = false},
      {.name = "copy", .version = 1, .kind = SymbolKind::indirect},
      {.name = "one", .version = 0, .kind = SymbolKind::object, .size = 24, .aliasGroup = 5},
      {.name = "other", .version = 2, .weak = true, .kind = SymbolKind::object, .size = 8},
      {.name = "two", .version = 0, .weak = true, .kind = SymbolKind::object, .size = 8, .aliasGroup = 5},
      {.name = "table", .version = 0, .kind = SymbolKind::constantData, .size = 4},
      {.name = "local", .version = 0, .kind = SymbolKind::threadLocal, .size = 4},
      {.name = "bare", .version = -1},
  };
  library.weakUndefined = {"hook"};
  return library;
}

class ElfStub : public testing::TestWithParam<MachineCase> {};

TEST_P(ElfStub, ReadsBackWhole) {
  const elf::Machine &machine = GetParam().machine;
  ReadLibrary read(elf::writeStub(sample(machine)));
  EXPECT_EQ(read.bits, machine.bits);
  EXPECT_EQ(read.bigEndian, machine.bigEndian);
  EXPECT_EQ(read.machine, machine.number);
  EXPECT_EQ(read.flags, machine.flags);
  EXPECT_EQ(read.soname, "libx.so.1");
  EXPECT_THAT(read.needed, ElementsAre("ld.so.2"));
  EXPECT_THAT(read.versions, ElementsAre("libx.so.1", "V_1", "V_2 < V_1", "V_3 < V_2 V_1"));
  EXPECT_THAT(read.undefined, ElementsAre("hook"));

  std::map<std::string, std::string> facts;
  for (const auto &[name, s] : read.symbols)
    facts[name] = std::string(s.isDefault ? "@@" : "@") + " type " + std::to_string(s.type) + " bind " +
                  std::to_string(s.bind) + " size " + std::to_string(s.size);
  std::map<std::string, std::string> expected = {
      {"bare@", "@@ type 2 bind 1 size 0"},     {"copy@V_1", "@ type 2 bind 1 size 0"},
      {"copy@V_2", "@@ type 10 bind 1 size 0"}, {"local@V_1", "@@ type 6 bind 1 size 4"},
      {"one@V_1", "@@ type 1 bind 1 size 24"},  {"other@V_3", "@@ type 1 bind 2 size 8"},
      {"table@V_1", "@@ type 1 bind 1 size 4"}, {"two@V_1", "@@ type 1 bind 2 size 8"},
  };
  EXPECT_EQ(facts, expected);
}

TEST_P(ElfStub, AliasesShareOneAddressAndOthersDoNot) {
  ReadLibrary read(elf::writeStub(sample(GetParam().machine)));
  const ReadSymbol *one = read.find("one@V_1"), *two = read.find("two@V_1"), *other = read.find("other@V_3");
  EXPECT_EQ(one->value, two->value);
  EXPECT_EQ(one->section, two->section);
  EXPECT_EQ(one->section, other->section);
  bool apart = other->value >= one->value + one->size || other->value + other->size <= one->value;
  EXPECT_TRUE(apart);
  EXPECT_EQ(one->value % 16, 0u);
  EXPECT_NE(read.find("copy@V_1")->value, read.find("copy@V_2")->value);
  EXPECT_NE(read.find("table@V_1")->section, one->section);
}

TEST_P(ElfStub, SameInputSameBytes) {
  EXPECT_EQ(elf::writeStub(sample(GetParam().machine)), elf::writeStub(sample(GetParam().machine)));
}

INSTANTIATE_TEST_SUITE_P(Machines, ElfStub, testing::ValuesIn(machines),
                         [](const auto &info) { return std::string(info.param.name); });

TEST(ElfStubUnversioned, HasNoVersionSections) {
  StubLibrary library;
  library.machine = {62, 64, false, 0};
  library.soname = "libc.so";
  library.symbols = {{.name = "puts"}, {.name = "environ", .kind = SymbolKind::object, .size = 8}};
  ReadLibrary read(elf::writeStub(library));
  EXPECT_EQ(read.soname, "libc.so");
  EXPECT_THAT(read.versions, IsEmpty());
  EXPECT_NE(read.find("puts@"), nullptr);
  EXPECT_EQ(read.find("environ@")->size, 8u);
}

} // namespace
} // namespace linkshim
