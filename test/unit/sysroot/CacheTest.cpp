#include "shim/sysroot/Cache.h"
#include "shim/sysroot/Places.h"
#include "shim/sysroot/Sysroot.h"
#include "test/unit/FakeFileSystem.h"
#include <functional>
#include <gmock/gmock.h>

namespace linkshim {
namespace {

PieceFolder folderOf(const char *cache) {
  return glibcFolder(*findTarget("x86_64-unknown-linux-gnu"), Version{2, 17}, {cache, ""});
}

/// Without the stamps, whose times differ.
std::map<std::string, std::string> pieces(const test::FakeFileSystem &files) {
  auto tree = files.tree("/c");
  std::erase_if(tree, [](const auto &entry) { return entry.first.ends_with("/stamps"); });
  return tree;
}

TEST(Cache, MakesOnceAndLeavesAlone) {
  test::FakeFileSystem files;
  files.directory("/c");
  PieceFolder folder = folderOf("/c");
  ASSERT_TRUE(materialise(folder, files));
  auto first = files.tree("/c");
  EXPECT_GT(first.size(), 20u);
  for (const char *name : {"/libc.so", "/libc.so.6", "/Scrt1.o", "/manifest", "/stamps"})
    EXPECT_TRUE(first.contains(folder.path + name)) << name;
  files.readOnly("/c"); // so a second making would fail
  ASSERT_TRUE(materialise(folder, files));
  EXPECT_EQ(files.tree("/c"), first);
}

TEST(Cache, RemakesWhatIsDamaged) {
  PieceFolder folder = folderOf("/c");
  test::FakeFileSystem whole;
  ASSERT_TRUE(materialise(folder, whole));
  const auto good = pieces(whole);
  std::string libc = good.at(folder.path + "/libc.so.6"), flipped = libc,
              manifest = good.at(folder.path + "/manifest"),
              stamps = whole.tree("/c").at(folder.path + "/stamps");
  flipped[libc.size() / 2] = static_cast<char>(flipped[libc.size() / 2] ^ 1);
  struct {
    const char *name;
    std::string file;
    std::string bytes;
  } damages[] = {
      {"one bit", "/libc.so.6", flipped},
      {"truncated", "/libc.so.6", libc.substr(0, 100)},
      {"empty", "/Scrt1.o", ""},
      {"manifest cut", "/manifest", manifest.substr(0, manifest.size() / 2)},
      {"manifest cut at a line", "/manifest", manifest.substr(0, manifest.find('\n') + 1)},
      {"manifest empty", "/manifest", ""},
      {"manifest is something else", "/manifest", "x\n"},
      {"stamps cut", "/stamps", stamps.substr(0, stamps.size() / 2)},
      {"stamps cut at a line", "/stamps", stamps.substr(0, stamps.find('\n') + 1)},
      {"stamps empty", "/stamps", ""},
  };
  for (const auto &damage : damages) {
    test::FakeFileSystem files;
    ASSERT_TRUE(materialise(folder, files));
    files.file(folder.path + damage.file, damage.bytes);
    // The stamps may hold without the manifest, which another damage then asks for.
    if (std::string_view(damage.file) == "/manifest") files.file(folder.path + "/stamps", "");
    ASSERT_TRUE(materialise(folder, files)) << damage.name;
    EXPECT_EQ(pieces(files), good) << damage.name;
  }
}

/// A copy has other times: its contents are read once, and stamped.
TEST(Cache, StampsACopy) {
  PieceFolder folder = folderOf("/c");
  test::FakeFileSystem files;
  ASSERT_TRUE(materialise(folder, files));
  const auto good = files.tree("/c");
  for (const auto &[path, bytes] : good)
    if (bytes != "/") files.file(path, bytes);
  const std::string stamps = folder.path + "/stamps";
  ASSERT_TRUE(materialise(folder, files));
  const auto copy = files.tree("/c");
  EXPECT_NE(copy.at(stamps), good.at(stamps));
  auto before = good, after = copy;
  before.erase(stamps);
  after.erase(stamps);
  EXPECT_EQ(after, before);
  ASSERT_TRUE(materialise(folder, files));
  EXPECT_EQ(files.tree("/c"), copy);
  files.readOnly("/c"); // so nothing can be stamped: whole all the same
  files.file(folder.path + "/libm.so.6", good.at(folder.path + "/libm.so.6"));
  EXPECT_TRUE(materialise(folder, files));
}

TEST(Cache, RemakesWhatIsMissing) {
  PieceFolder folder = folderOf("/c");
  test::FakeFileSystem files;
  ASSERT_TRUE(materialise(folder, files));
  const auto good = pieces(files);
  files.removeAll(folder.path + "/libm.so.6");
  ASSERT_TRUE(materialise(folder, files));
  EXPECT_EQ(pieces(files), good);
}

TEST(Cache, SaysWhyItCannotWrite) {
  test::FakeFileSystem files;
  files.directory("/c").readOnly("/c");
  auto made = materialise(folderOf("/c/deeper"), files);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().reason, "Read-only file system");
  EXPECT_FALSE(made.error().damage);
  EXPECT_TRUE(files.tree("/c").empty());
}

TEST(Cache, Candidates) {
  using Strings = std::vector<std::string>;
  struct {
    std::vector<std::pair<std::string, std::string>> environment;
    Strings expected;
  } cases[] = {
      {{{"LINKSHIM_CACHE_DIR", "/c"}, {"XDG_CACHE_HOME", "/x"}, {"HOME", "/h"}},
       {"/c", "/tmp/linkshim-1000"}},
      {{{"LINKSHIM_CACHE_DIR", "rel"}}, {"/w/rel", "/tmp/linkshim-1000"}},
      {{{"XDG_CACHE_HOME", "/x"}, {"HOME", "/h"}}, {"/x/linkshim", "/tmp/linkshim-1000"}},
      {{{"XDG_CACHE_HOME", "rel"}, {"HOME", "/h"}}, {"/h/.cache/linkshim", "/tmp/linkshim-1000"}},
      {{{"TMPDIR", "/t"}}, {"/t/linkshim-1000"}},
      {{{"LINKSHIM_CACHE_DIR", "/open"}}, {"/tmp/linkshim-1000"}},
      {{{"LINKSHIM_CACHE_DIR", "/group"}}, {"/tmp/linkshim-1000"}},
      {{{"LINKSHIM_CACHE_DIR", "/open/mine"}}, {"/tmp/linkshim-1000"}},
      {{{"LINKSHIM_CACHE_DIR", "/sticky/mine"}}, {"/sticky/mine", "/tmp/linkshim-1000"}},
      {{{"LINKSHIM_CACHE_DIR", "/file"}}, {"/tmp/linkshim-1000"}},
      {{{"LINKSHIM_CACHE_DIR", "/open/deep/below/mine"}}, {"/tmp/linkshim-1000"}},
      {{{"LINKSHIM_CACHE_DIR", "/others"}}, {"/tmp/linkshim-1000"}},
      {{{"LINKSHIM_CACHE_DIR", "/link/mine"}}, {"/target/mine", "/tmp/linkshim-1000"}},
      {{{"LINKSHIM_CACHE_DIR", "/tolink"}}, {"/target", "/tmp/linkshim-1000"}},
      {{{"LINKSHIM_CACHE_DIR", "/toopen"}}, {"/tmp/linkshim-1000"}},
      {{{"TMPDIR", "/trap"}}, {}},
      {{{"TMPDIR", "/link"}}, {"/target/linkshim-1000"}},
  };
  for (const auto &c : cases) {
    test::FakeFileSystem files;
    files.workIn("/w")
        .directory("/open", 0777)
        .directory("/group", 0770)
        .directory("/sticky", 01777)
        .file("/file")
        .directory("/open/deep/below")
        .directory("/others")
        .ownedByOther("/others")
        .directory("/target")
        .symlink("/link", "/target")
        .symlink("/tolink", "target")
        .symlink("/toopen", "/open/deep/below")
        .directory("/trap", 01777)
        .symlink("/trap/linkshim-1000", "/target");
    EXPECT_EQ(cacheCandidates(Environment(c.environment), files), c.expected);
  }
}

TEST(Cache, SaysWhyAFolderIsNotUsed) {
  test::FakeFileSystem files;
  files.directory("/good").directory("/open", 0777).directory("/group", 0775).directory("/others");
  files.ownedByOther("/others").directory("/open/below").file("/file");
  const std::pair<const char *, const char *> cases[] = {
      {"/good", ""},
      {"/missing/below", ""},
      {"/open", "/open is not used as the cache: everybody may write it"},
      {"/group", "/group is not used as the cache: its group may write it"},
      {"/others", "/others is not used as the cache: user 1001 owns it"},
      {"/open/below", "/open/below is not used as the cache: everybody may write /open"},
      {"/file", "/file is not used as the cache: it is no folder"},
  };
  for (const auto &[folder, why] : cases)
    EXPECT_EQ(cacheRefused(Environment({{"LINKSHIM_CACHE_DIR", folder}}), files), why) << folder;
}

/// Between the choice of a folder and its use another user may have made something of its name.
TEST(Cache, IsNotMadeInAFolderOfOthers) {
  const PieceFolder folder = folderOf("/tmp/linkshim-1000");
  test::FakeFileSystem good;
  ASSERT_TRUE(materialise(folder, good));
  struct {
    const char *what;
    std::function<void(test::FakeFileSystem &)> change;
  } cases[] = {
      {"a link", [](auto &files) { files.directory("/mine").symlink("/tmp/linkshim-1000", "/mine"); }},
      {"a link to nothing", [](auto &files) { files.symlink("/tmp/linkshim-1000", "/mine"); }},
      {"their folder",
       [](auto &files) { files.directory("/tmp/linkshim-1000").ownedByOther("/tmp/linkshim-1000"); }},
      {"an open folder", [](auto &files) { files.directory("/tmp/linkshim-1000", 0777); }},
      {"an open folder with the right pieces",
       [&](auto &files) {
         for (const auto &[path, bytes] : good.tree("/tmp"))
           if (bytes != "/") files.file(path, bytes);
         files.directory("/tmp/linkshim-1000", 0777);
       }},
  };
  for (const auto &c : cases) {
    test::FakeFileSystem files;
    c.change(files);
    const auto before = files.tree("/");
    EXPECT_FALSE(materialise(folder, files)) << c.what;
    EXPECT_EQ(files.tree("/"), before) << c.what;
  }
}

TEST(Cache, RemovesWhatKilledProcessesLeft) {
  test::FakeFileSystem files;
  files.file("/c/.new-old/libc.so", "half").file("/c/other", "");
  constexpr uint64_t hour = 3600ull * 1'000'000'000;
  files.later(hour - 10).file("/c/.new-filling/libc.so", "half").later(1000);
  ASSERT_TRUE(materialise(folderOf("/c"), files));
  auto tree = files.tree("/c");
  EXPECT_FALSE(tree.contains("/c/.new-old"));
  EXPECT_TRUE(tree.contains("/c/.new-filling/libc.so") && tree.contains("/c/other"));
}

TEST(Cache, NameChangesWithTheFloor) {
  SysrootPlaces places{"/c", ""};
  const Target &target = *findTarget("x86_64-unknown-linux-gnu");
  EXPECT_NE(glibcFolder(target, {2, 17}, places).path, glibcFolder(target, {2, 28}, places).path);
  EXPECT_THAT(glibcFolder(target, {2, 17}, places).path, testing::StartsWith("/c/glibc-x86_64-2.17-"));
}

} // namespace
} // namespace linkshim
