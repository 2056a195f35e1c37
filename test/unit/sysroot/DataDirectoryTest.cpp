#include "shim/sysroot/DataDirectory.h"
#include "test/unit/FakeFileSystem.h"
#include "test/unit/PackBytes.h"
#include <gmock/gmock.h>

namespace linkshim {
namespace {

const std::string share = "/venv/share/linkshim",
                  user = "/home/u/.local/share/linkshim/packs/" LINKSHIM_VERSION;
const std::string part =
    test::packOf("recipe 1\ntop mingw\n3 mingw/include/stdio.h\n2 mingw/COPYING\n", "abcde");
const Target &windows = *findTarget("x86_64-pc-windows-gnu");

const Environment &environment() {
  static const Environment all({{"LINKSHIM_CACHE_DIR", "/c"}, {"HOME", "/home/u"}});
  return all;
}

test::FakeFileSystem wheel() {
  test::FakeFileSystem files;
  files.directory("/c", 0700).file(share + "/parts/mingw.pack", part).file(share + "/sysroots/a.pack", "a");
  files.file(share + "/packages", "wheel\n").directory("/home/u");
  return files;
}

TEST(DataDirectory, APlainOneIsUsedAsItIs) {
  test::FakeFileSystem files;
  files.directory("/c").file(share + "/headers/linux/all/include/x.h").file(share + "/sysroots/a.pack");
  EXPECT_EQ(openShare(share, environment(), files), share);
  EXPECT_TRUE(files.tree("/c").empty());
  EXPECT_EQ(openShare("", environment(), files), "");
  EXPECT_EQ(installedShare(share, files), share);
}

TEST(DataDirectory, LinksToAllThatIsInstalled) {
  test::FakeFileSystem files = wheel();
  std::string folder = openShare(share, environment(), files);
  EXPECT_THAT(folder, testing::StartsWith("/c/share-"));
  EXPECT_EQ(files.readLink(folder + "/sysroots/a.pack"), share + "/sysroots/a.pack");
  EXPECT_EQ(files.readLink(folder + "/packages"), share + "/packages");
  EXPECT_EQ(installedShare(folder, files), share);
  EXPECT_EQ(openShare(folder, environment(), files), folder); // of a call that linkshim started
  auto before = files.tree("/c");
  files.readOnly("/c"); // so a second making would fail
  EXPECT_EQ(openShare(share, environment(), files), folder);
  EXPECT_EQ(files.tree("/c"), before);
}

TEST(DataDirectory, SeesWhatWasInstalledAndRemoved) {
  test::FakeFileSystem files = wheel();
  std::string folder = openShare(share, environment(), files);
  std::string more = user + "/bsd", shared = share + "/packs/" LINKSHIM_VERSION "/windows";
  files.file(more + "/sysroots/b.pack", "b").file(more + "/sysroots/a.pack", "the user's");
  files.file(shared + "/sysroots/c.pack", "c")
      .file("/home/u/.local/share/linkshim/packs/0/old/sysroots/d.pack");
  EXPECT_EQ(openShare(share, environment(), files), folder);
  EXPECT_EQ(files.readLink(folder + "/sysroots/a.pack"), more + "/sysroots/a.pack");
  EXPECT_EQ(files.read(folder + "/sysroots/b.pack"), "b");
  EXPECT_EQ(files.read(folder + "/sysroots/c.pack"), "c");
  EXPECT_EQ(files.list(folder + "/sysroots").size(), 3u); // none that was for another version
  files.removeAll(user);
  EXPECT_EQ(openShare(share, environment(), files), folder);
  EXPECT_EQ(files.readLink(folder + "/sysroots/a.pack"), share + "/sysroots/a.pack");
  EXPECT_FALSE(files.readLink(folder + "/sysroots/b.pack"));
}

TEST(DataDirectory, UnpacksHeadersOnce) {
  test::FakeFileSystem files = wheel();
  std::string folder = openShare(share, environment(), files), header = folder + "/mingw/include/stdio.h";
  EXPECT_FALSE(files.status(header).isFile());
  ASSERT_TRUE(unpackHeaders(*findTarget("wasm32-wasip1"), true, folder, files)); // which has no part here
  EXPECT_FALSE(files.status(header).isFile());
  ASSERT_TRUE(unpackHeaders(windows, true, folder, files));
  EXPECT_EQ(files.read(header), "abc");
  files.readOnly("/c");
  EXPECT_TRUE(unpackHeaders(windows, true, folder, files));

  files = wheel(); // an upgrade: the cache is warm
  folder = openShare(share, environment(), files);
  ASSERT_TRUE(unpackHeaders(windows, false, folder, files));
  files.removeAll(share + "/parts");
  files.file(share + "/parts/mingw.pack", test::packOf("top mingw\n3 mingw/include/stdio.h\n", "new"));
  EXPECT_EQ(openShare(share, environment(), files), folder);
  ASSERT_TRUE(unpackHeaders(windows, false, folder, files));
  EXPECT_EQ(files.read(header), "new");
}

TEST(DataDirectory, SaysWhatIsDamaged) {
  test::FakeFileSystem files = wheel();
  files.file(share + "/parts/mingw.pack", part.substr(0, part.size() - 1));
  std::string folder = openShare(share, environment(), files);
  auto done = unpackHeaders(windows, false, folder, files);
  ASSERT_TRUE(!done && done.error().damage);
  EXPECT_EQ(done.error().damage->text(),
            "linkshim: error: linkshim's pack of mingw is damaged\n"
            "  pack    /venv/share/linkshim/parts/mingw.pack\n"
            "  reason  its bytes do not have the digest that its first line names\n"
            "  try: pip install --force-reinstall linkshim\n");
  for (const char *name : {"../x", "/x", "a//b", "a/../b", "a/./b", "a/..", "a/"}) {
    files.file(share + "/parts/mingw.pack", test::packOf(std::string("top mingw\n3 ") + name + "\n", "abc"));
    EXPECT_FALSE(unpackHeaders(windows, false, openShare(share, environment(), files), files)) << name;
  }
}

TEST(DataDirectory, WithoutACacheItIsWhatWasInstalled) {
  test::FakeFileSystem files = wheel();
  files.readOnly("/c").directory("/tmp").readOnly("/tmp");
  EXPECT_EQ(openShare(share, environment(), files), share); // a link that needs no header goes on
}

} // namespace
} // namespace linkshim
