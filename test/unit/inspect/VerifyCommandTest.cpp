#include "shim/commands/Command.h"
#include "test/unit/FakeFileSystem.h"
#include "test/unit/commands/Outcome.h"
#include <fstream>
#include <gmock/gmock.h>

namespace linkshim {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class VerifyCommand : public testing::Test {
protected:
  bool run(std::vector<std::string> args) {
    Environment environment;
    test::Outcome outcome =
        test::outcomeOf(findCommand("verify")->run({std::move(args), environment, files, "/bin/linkshim"}));
    failure = outcome.failure;
    output = outcome.output;
    return outcome.done;
  }
  test::FakeFileSystem files;
  Failure failure;
  std::string output;
};

TEST_F(VerifyCommand, EveryFileIsSpokenOf) {
  files.file("/empty")
      .file("/text", "hello")
      .directory("/folder")
      .file("/cut", "\x7f"
                    "ELF\2\1\1");
  EXPECT_FALSE(run({"/empty", "/text", "/folder", "/missing", "/cut"}));
  EXPECT_EQ(failure.what, "5 of 5 files are not what was asked for: 5 things do not hold");
  EXPECT_THAT(failure.facts,
              ElementsAre(std::pair("/empty", "is empty"),
                          std::pair("/text", "is no program, library or object of a known format"),
                          std::pair("/folder", "is a folder"), std::pair("/missing", "is not there"),
                          std::pair("/cut", "ends too early: in the middle of its ELF header")));
}

TEST_F(VerifyCommand, WrongOptionsAreRefusedBeforeAnyFileIsRead) {
  struct {
    std::vector<std::string> args;
    const char *what;
  } refused[] = {
      {{}, "linkshim verify needs a file"},
      {{"--max-glibc", "two", "f"},
       "--max-glibc takes a version of glibc or a release of a distribution, and two is neither"},
      {{"--max-glibc=2", "f"},
       "--max-glibc takes a version of glibc or a release of a distribution, and 2 is neither"},
      {{"--max-windows", "XP", "f"},
       "--max-windows takes a Windows by its name or its version, and XP is neither"},
      {{"--max-size", "big", "f"}, "--max-size takes a number of bytes, and big is none"},
      {{"--require", "pie,shiny", "f"}, "--require does not know shiny"},
      {{"--target", "x86_64-unknown-linux-gnus", "f"}, "there is no target named x86_64-unknown-linux-gnus"},
      {{"--bogus", "f"}, "linkshim verify has no option --bogus"}};
  for (const auto &row : refused) {
    EXPECT_FALSE(run(row.args));
    EXPECT_EQ(failure.what, row.what);
    EXPECT_EQ(output, "");
  }
}

/// A PDB of blocks of 512 bytes: the head, a map, the streams' table, an old stream, two streams that are
/// read, and the one between them.
std::string pdb(const std::string &guid, char age) {
  constexpr size_t block = 512;
  std::string out = "Microsoft C/C++ MSF 7.00\r\n\x1a"
                    "DS";
  out.resize(32);
  auto words = [&](std::initializer_list<uint32_t> numbers) {
    for (uint32_t number : numbers)
      for (int shift = 0; shift < 32; shift += 8)
        out += static_cast<char>(number >> shift & 0xff);
  };
  words({block, 1, 7, 4 + 4 * 4 + 4 * 4, 0, 2});
  out.resize(2 * block);
  words({3}); // where the table is
  out.resize(3 * block);
  words({4, 600, 28, 0xffffffff, 64, 4, 4, 5, 6}); // a stream of two blocks, one that was deleted
  out.resize(5 * block);
  words({20000404, 0, 7}); // an age that debuggers do not look at
  out += guid;
  out.resize(6 * block);
  words({0xffffffff, 19990903});
  out += age;
  out.resize(7 * block);
  return out;
}

TEST_F(VerifyCommand, ThePdbBesideAProgramIsLookedFor) {
  std::ifstream seed(LINKSHIM_SOURCE_DIR "/test/fuzz/seeds/Inspect/pe-x86.exe", std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(seed), {}};
  std::string guid = bytes.substr(bytes.find("RSDS") + 4, 16), other(16, 'x');
  files.file("/app.exe", bytes);
  struct {
    std::string pdb;
    const char *fault;
  } pdbs[] = {
      {pdb(guid, 1), ""},
      {pdb(guid, 2), "has debug information in app.pdb, where there is one of another build"},
      {pdb(other, 1), "has debug information in app.pdb, where there is one of another build"},
      {pdb(guid, 1).substr(0, 2600), "has debug information in app.pdb, where there is one of another build"},
      {"", "has debug information in app.pdb, where there is one of another build"},
  };
  EXPECT_FALSE(run({"--require", "pdb", "/app.exe"}));
  EXPECT_EQ(failure.facts.front().second, "has debug information in app.pdb, which is not there");
  for (const auto &row : pdbs) {
    files.file("/app.pdb", row.pdb);
    EXPECT_EQ(run({"--require", "pdb", "/app.exe"}), *row.fault == 0) << row.fault;
    if (*row.fault) EXPECT_EQ(failure.facts.front().second, row.fault);
  }
}

TEST_F(VerifyCommand, TargetsOfWindows7HaveItsFloor) {
  std::ifstream seed(LINKSHIM_SOURCE_DIR "/test/fuzz/seeds/Inspect/pe-x86.exe", std::ios::binary);
  files.file("/app.exe", std::string{std::istreambuf_iterator<char>(seed), {}});
  EXPECT_TRUE(run({"--target", "i686-pc-windows-msvc", "/app.exe"}));
  for (const char *target : {"i686-win7-windows-msvc", "i686-win7-windows-gnu"}) {
    EXPECT_FALSE(run({"--target", target, "/app.exe"})) << target;
    EXPECT_THAT(
        failure.facts.front().second,
        testing::StartsWith("wants Windows 8 of api-ms-win-core-synch-l1-2-0.dll, newer than Windows 7"));
    EXPECT_TRUE(run({"--target", target, "--max-windows", "11", "/app.exe"})) << target;
  }
}

TEST_F(VerifyCommand, JsonSpeaksOfUnreadableFilesToo) {
  files.file("/empty");
  EXPECT_FALSE(run({"--json", "/empty"}));
  EXPECT_THAT(output, HasSubstr(R"("file": "/empty")"));
  EXPECT_THAT(output, HasSubstr(R"("ok": false)"));
  EXPECT_THAT(output, HasSubstr(R"("is empty")"));
}

} // namespace
} // namespace linkshim
