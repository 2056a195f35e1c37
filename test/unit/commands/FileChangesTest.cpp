#include "shim/commands/init/FileChanges.h"
#include "test/unit/FakeFileSystem.h"
#include <gtest/gtest.h>

namespace linkshim {
namespace {

using test::FakeFileSystem;
using Tree = std::map<std::string, std::string>;

struct ListingCase {
  const char *name;
  std::string old, text, shown;
};

const ListingCase listingCases[] = {
    {"a new file", "", "a\nb", "+ a\n+ b\n"},
    {"the same", "a\n", "a\n", ""},
    {"at the end", "a\nb", "a\nb\n\nc\n", "@@ 3\n+ \n+ c\n"},
    {"two places", "a\nb\nc\n", "x\na\nb\ny\nz\nc\n", "+ x\n@@ 4\n+ y\n+ z\n"},
    {"a line that became longer", "a\nl = [1]\nb\n", "a\nl = [1, 2]\nb\n", "@@ 2\n- l = [1]\n+ l = [1, 2]\n"},
    {"a line like the one before", "a\na\n", "a\na\na\n", "@@ 3\n+ a\n"},
    {"carriage returns", "a\r\n", "a\r\nb\r\n", "@@ 2\n+ b\n"},
};

TEST(FileChanges, Listing) {
  for (const ListingCase &c : listingCases)
    EXPECT_EQ(listing(c.old, c.text), c.shown) << c.name;
}

FakeFileSystem project() {
  FakeFileSystem files;
  files.file("/p/Cargo.toml", "old").file("/p/.cargo/config.toml", "old too").file("/q/other", "elsewhere");
  return files;
}

/// New files, one in folders that are not there, and longer ones.
const FileChange changes[] = {
    {"/p/Cargo.toml", "Cargo.toml", "old", "old and new"},
    {"/p/.github/workflows/release.yml", "release.yml", std::nullopt, "jobs"},
    {"/p/.cargo/config.toml", "config.toml", "old too", "old too, and new"},
    {"/p/run.sh", "run.sh", std::nullopt, "#!", true},
    {"/q/other", "other", "elsewhere", "elsewhere, longer"},
};

TEST(FileChanges, AllAreMade) {
  FakeFileSystem files = project();
  Result<void> done = applyChanges(changes, files);
  ASSERT_TRUE(done) << done.error().text();
  Tree tree{{"/p/.cargo", "/"},
            {"/p/.cargo/config.toml", "old too, and new"},
            {"/p/.github", "/"},
            {"/p/.github/workflows", "/"},
            {"/p/.github/workflows/release.yml", "jobs"},
            {"/p/Cargo.toml", "old and new"},
            {"/p/run.sh", "#!"}};
  EXPECT_EQ(files.tree("/p"), tree);
  EXPECT_EQ(files.read("/q/other"), "elsewhere, longer");
  EXPECT_TRUE(files.status("/p/run.sh").executable);
  EXPECT_FALSE(files.status("/p/Cargo.toml").executable);
}

/// Whichever change of the disk fails: every old file has its bytes, and nothing new is left.
TEST(FileChanges, NothingIsLeftAfterAnyFailure) {
  int number = 1;
  for (;; ++number) {
    ASSERT_LT(number, 100);
    FakeFileSystem files = project().fullAt(number);
    Result<void> done = applyChanges(changes, files);
    if (files.changes() < number) {
      EXPECT_TRUE(done);
      break;
    }
    SCOPED_TRACE(number);
    ASSERT_FALSE(done);
    std::string message = done.error().text();
    EXPECT_NE(message.find("No space left on device"), std::string::npos) << message;
    EXPECT_EQ(files.tree("/p"), project().tree("/p"));
    EXPECT_EQ(files.tree("/q"), project().tree("/q"));
  }
  EXPECT_GT(number, 20);
}

TEST(FileChanges, ModesStay) {
  FakeFileSystem files = project();
  files.program("/p/Cargo.toml", "old");
  ASSERT_TRUE(applyChanges(std::span(changes).first(1), files));
  EXPECT_EQ(files.status("/p/Cargo.toml").mode, 0755U);
}

struct RefusedCase {
  const char *name;
  void (*spoil)(FakeFileSystem &files);
  std::string what;
};

const RefusedCase refusedCases[] = {
    {"changed while the question was open", [](FakeFileSystem &files) { files.file("/p/Cargo.toml", "x"); },
     "Cargo.toml was changed meanwhile"},
    {"gone", [](FakeFileSystem &files) { files.removeAll("/q/other"); }, "other was changed meanwhile"},
    {"made meanwhile", [](FakeFileSystem &files) { files.file("/p/run.sh", "mine"); },
     "run.sh was changed meanwhile"},
    {"a link to nothing", [](FakeFileSystem &files) { files.symlink("/p/run.sh", "nothing"); },
     "run.sh was changed meanwhile"},
    {"a folder that takes nothing", [](FakeFileSystem &files) { files.readOnly("/p/.cargo"); },
     "config.toml cannot be written; nothing was changed"},
};

TEST(FileChanges, Refused) {
  for (const RefusedCase &c : refusedCases) {
    SCOPED_TRACE(c.name);
    FakeFileSystem files = project();
    c.spoil(files);
    Tree before = files.tree("/");
    Result<void> done = applyChanges(changes, files);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().what, c.what);
    EXPECT_EQ(files.tree("/"), before);
  }
}

} // namespace
} // namespace linkshim
