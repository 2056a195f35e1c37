#include "shim/objects/MachO.h"
#include "shim/commands/Command.h"
#include "shim/commands/cargo/Universal.h"
#include "test/unit/FakeFileSystem.h"
#include "test/unit/commands/Outcome.h"
#include <gmock/gmock.h>

namespace linkshim {
namespace {

std::string little(std::initializer_list<uint32_t> words) {
  std::string out;
  for (uint32_t word : words)
    for (int shift = 0; shift < 32; shift += 8)
      out += static_cast<char>(word >> shift);
  return out;
}
std::string big(std::initializer_list<uint32_t> words) {
  std::string out;
  for (uint32_t word : words)
    for (int shift = 24; shift >= 0; shift -= 8)
      out += static_cast<char>(word >> shift);
  return out;
}

constexpr uint32_t intel = 0x01000007, arm = 0x0100000c;
std::string machO(uint32_t type, uint32_t subtype, const std::string &tail) {
  return little({0xfeedfacf, type, subtype, 2, 0, 0, 0, 0}) + tail;
}
const std::string intelFile = machO(intel, 3, "intel"), armFile = machO(arm, 0, "arm");

std::string archive(const std::string &member) {
  std::string header(60, ' ');
  header.replace(0, 8, "a.o/    ").replace(48, 2, std::to_string(member.size())).replace(58, 2, "`\n");
  return "!<arch>\n" + header + member;
}

std::string names(const std::string &bytes) {
  std::string all;
  for (const MachOSlice &slice : readMachO(bytes))
    all += archName(slice) + ";";
  return all;
}

TEST(MachO, ReadsWhatAFileIsMadeFor) {
  struct {
    const char *name;
    std::string bytes, expected;
  } cases[] = {
      {"Intel", intelFile, "x86_64;"},
      {"arm", armFile, "arm64;"},
      {"arm64e, with its capability bits", machO(arm, 0x80000002, ""), "arm64e;"},
      {"Haswell", machO(intel, 8, ""), "x86_64h;"},
      {"a watch", machO(0x0200000c, 1, ""), "arm64_32;"},
      {"something new", machO(99, 1, ""), "cpu 99/1;"},
      {"an archive", archive(armFile), "arm64;"},
      {"an archive of something else", archive("text"), ""},
      {"an ELF file", std::string("\x7f") + "ELF" + std::string(60, '\0'), ""},
      {"empty", "", ""},
      {"cut short", armFile.substr(0, 20), ""},
      {"a class file of Java", big({0xcafebabe, 65}) + std::string(40, '\0'), ""},
      {"universal, its part beyond the end", big({0xcafebabe, 1, arm, 0, 4096, 10, 14}), ""},
  };
  for (const auto &c : cases)
    EXPECT_EQ(names(c.bytes), c.expected) << c.name;
}

TEST(MachO, WritesPartsAtPagesOfTheirMachine) {
  std::vector<MachOSlice> slices = readMachO(armFile);
  slices.push_back(readMachO(intelFile).front());
  Result<std::string> written = writeUniversal(slices);
  ASSERT_TRUE(written);
  uint32_t armSize = static_cast<uint32_t>(armFile.size()),
           intelSize = static_cast<uint32_t>(intelFile.size());
  std::string expected = big({0xcafebabe, 2, intel, 3, 4096, intelSize, 12, arm, 0, 16384, armSize, 14});
  expected.resize(4096);
  expected += intelFile;
  expected.resize(16384);
  expected += armFile;
  EXPECT_EQ(*written, expected);
  EXPECT_TRUE(isUniversal(*written));
  std::vector<MachOSlice> read = readMachO(*written);
  ASSERT_EQ(read.size(), 2u);
  EXPECT_EQ(read[0].bytes, intelFile);
  EXPECT_EQ(read[1].bytes, armFile);
}

using test::Outcome;

Outcome lipo(std::vector<std::string> args, test::FakeFileSystem &files) {
  Environment environment;
  return test::outcomeOf(runLipo({std::move(args), environment, files, "/linkshim"}));
}

TEST(Lipo, PutsTogetherAndTakesApart) {
  test::FakeFileSystem files;
  files.program("/x", intelFile).file("/a", armFile);
  ASSERT_TRUE(lipo({"-create", "-output", "/u", "/x", "/a"}, files).done);
  EXPECT_TRUE(files.status("/u").executable);
  EXPECT_EQ(lipo({"-archs", "/u"}, files).output, "x86_64 arm64\n");
  EXPECT_EQ(lipo({"-info", "/u"}, files).output, "Architectures in the fat file: /u are: x86_64 arm64 \n");
  EXPECT_EQ(lipo({"-info", "/a"}, files).output, "Non-fat file: /a is architecture: arm64\n");
  ASSERT_TRUE(lipo({"/u", "-thin", "arm64", "-output", "/t"}, files).done);
  EXPECT_EQ(files.read("/t"), armFile);
  ASSERT_TRUE(lipo({"/u", "-extract", "x86_64", "-output", "/e"}, files).done);
  EXPECT_EQ(lipo({"-archs", "/e"}, files).output, "x86_64\n");
  EXPECT_TRUE(isUniversal(*files.read("/e")));
  EXPECT_TRUE(lipo({"/u", "-verify_arch", "arm64", "x86_64"}, files).done);
}

TEST(Lipo, Refuses) {
  test::FakeFileSystem files;
  files.file("/a", armFile).file("/b", armFile).file("/t", "text");
  struct {
    std::vector<std::string> args;
    const char *what;
  } cases[] = {
      {{"-create", "/a", "/b", "-output", "/u"}, "two of the files have the same architecture"},
      {{"-create", "/a", "/t", "-output", "/u"}, "a file is no Mach-O file, and no archive of such"},
      {{"-create", "/none", "-output", "/u"}, "a file cannot be read"},
      {{"-create", "/a"}, "lipo -create needs -output"},
      {{"/a", "-thin", "x86_64", "-output", "/u"}, "the file has no part for x86_64"},
      {{"/a", "-verify_arch", "x86_64"}, "the file has no part for x86_64"},
      {{"-remove", "/a"}, "lipo does not know -remove"},
      {{"/a", "-thin"}, "lipo -thin needs a value after it"},
      {{"-info", "-archs", "/a"}, "lipo does one thing at a time, not -info and -archs"},
      {{}, "lipo needs to be told what to do, and with which file"},
  };
  for (const auto &c : cases) {
    Outcome outcome = lipo(c.args, files);
    EXPECT_FALSE(outcome.done) << c.what;
    EXPECT_EQ(outcome.failure.what, c.what);
  }
  EXPECT_FALSE(files.status("/u").isFile());
}

TEST(Universal, StandsForTwoTargets) {
  using Strings = std::vector<std::string>;
  auto passed = [](const Strings &args) { return readCargoArgs(args).value_or(CargoArgs()).args; };
  const Strings both = {"build", "--target=x86_64-apple-darwin", "--target=aarch64-apple-darwin", "-r"};
  const Strings none = {"run", "--target", "host-tuple", "--", "--target", "universal2-apple-darwin"};
  EXPECT_EQ(passed({"build", "--target", "universal2-apple-darwin", "-r"}), both);
  EXPECT_EQ(passed({"build", "--target=universal2-apple-darwin", "-r"}), both);
  EXPECT_EQ(passed(none), none);
  EXPECT_FALSE(readCargoArgs(none).value_or(CargoArgs()).universal);
}

TEST(Universal, PutsProgramsAndLibrariesTogether) {
  test::FakeFileSystem files;
  for (const char *folder : {"x86_64-apple-darwin", "aarch64-apple-darwin"}) {
    std::string place = std::string("/t/") + folder + "/release/";
    bool isArm = folder[0] == 'a';
    const std::string &bytes = isArm ? armFile : intelFile;
    files.program(place + "app", bytes)
        .file(place + "liba.a", archive(bytes))
        .file(place + "liba.rlib", bytes);
    files.file(place + "app.d", "text").file(place + "deps/app-1", bytes);
    if (isArm) files.file(place + "old", bytes);
  }
  ASSERT_TRUE(mergeUniversal("/t", "release", files));
  std::vector<std::string> made;
  for (const auto &[path, bytes] : files.tree("/t/universal2-apple-darwin/release"))
    made.push_back(path.substr(path.rfind('/') + 1) + " " + names(bytes));
  EXPECT_EQ(made, (std::vector<std::string>{"app x86_64;arm64;", "liba.a x86_64;arm64;"}));
  EXPECT_TRUE(files.status("/t/universal2-apple-darwin/release/app").executable);
}

} // namespace
} // namespace linkshim
