#include "shim/sysroot/Pack.h"
#include "shim/sysroot/Places.h"
#include "test/unit/FakeFileSystem.h"
#include "test/unit/InSources.h"
#include "test/unit/PackBytes.h"
#include <gmock/gmock.h>

namespace linkshim {
namespace {

constexpr const char *file = "/share/sysroots/s390x-unknown-linux-musl.pack";

const Target &target() {
  return *findTarget("s390x-unknown-linux-musl");
}

using test::compressed, test::packOf;

constexpr const char *lines = "recipe 12ab\n3 libc.a\n0 libempty.a\n5 libx.a\nlink liby.a libx.a\n";
const std::string good = packOf(lines, "abcDEFGH");

test::FakeFileSystem machine(const std::string &pack = good) {
  test::FakeFileSystem files;
  files.directory("/c").file(file, pack);
  return files;
}

/// What usePack says: the folder's name below /c, or the failure.
std::string used(test::FakeFileSystem &files) {
  auto places = usePack(target(), {"/c", "/share"}, files);
  if (places) return places->pack;
  return places.error().damage ? places.error().damage->text() : places.error().reason;
}

/// The pieces in the cache, without what tells of them.
std::map<std::string, std::string> cache(const test::FakeFileSystem &files) {
  auto tree = files.tree("/c");
  std::erase_if(tree, [](const auto &entry) {
    return entry.first.ends_with("/stamps") || entry.first.ends_with("/manifest");
  });
  return tree;
}

const std::string place = "/c/pack-s390x-unknown-linux-musl-" + good.substr(16, 16);
const std::map<std::string, std::string> whole = {
    {place, "/"},
    {place + "/lib", "/"},
    {place + "/lib/libc.a", "abc"},
    {place + "/lib/libempty.a", ""},
    {place + "/lib/libx.a", "DEFGH"},
    {place + "/lib/liby.a", "-> libx.a"},
};

TEST(Pack, UnpacksOnceAndLeavesAlone) {
  test::FakeFileSystem files = machine();
  EXPECT_EQ(used(files), place);
  EXPECT_EQ(cache(files), whole);
  auto first = files.tree("/c");
  files.readOnly("/c"); // so a second making would fail
  EXPECT_EQ(used(files), place);
  EXPECT_EQ(files.tree("/c"), first);
}

TEST(Pack, ListsWhatIsInIt) {
  auto listed = [](const std::string &bytes) {
    std::string text;
    for (const PackedFile &each : listPack(file, machine(bytes)).all)
      text += each.name + " " + std::to_string(each.size) + " " + each.linkTo + ";";
    return text;
  };
  EXPECT_EQ(listed(good), "libc.a 3 ;libempty.a 0 ;libx.a 5 ;liby.a 0 libx.a;");
  EXPECT_EQ(listed(good.substr(0, good.size() - 1)), listed(good)); // the head alone is read
  EXPECT_EQ(listed("linkshim-pack 2"), "");
}

TEST(Pack, NoneIsNoFailure) {
  test::FakeFileSystem files;
  files.directory("/c").directory("/share/sysroots");
  EXPECT_EQ(used(files), "");
  EXPECT_TRUE(files.tree("/c").empty());
}

TEST(Pack, RemakesWhatChanged) {
  const struct {
    const char *name;
    void (*change)(test::FakeFileSystem &files);
  } changes[] = {
      {"other bytes of the same size",
       [](test::FakeFileSystem &files) { files.file(place + "/lib/libx.a", "defgh"); }},
      {"cut", [](test::FakeFileSystem &files) { files.file(place + "/lib/libx.a", "DE"); }},
      {"gone", [](test::FakeFileSystem &files) { files.removeAll(place + "/lib/libc.a"); }},
      {"a link gone", [](test::FakeFileSystem &files) { files.removeAll(place + "/lib/liby.a"); }},
      {"all gone", [](test::FakeFileSystem &files) { files.removeAll(place + "/lib"); }},
      {"stamps gone", [](test::FakeFileSystem &files) { files.removeAll(place + "/stamps"); }},
      {"stamps and manifest gone",
       [](test::FakeFileSystem &files) {
         files.removeAll(place + "/stamps");
         files.removeAll(place + "/manifest");
       }},
      {"a folder in a file's place",
       [](test::FakeFileSystem &files) {
         files.removeAll(place + "/lib/libempty.a");
         files.directory(place + "/lib/libempty.a");
       }},
  };
  for (const auto &c : changes) {
    test::FakeFileSystem files = machine();
    EXPECT_EQ(used(files), place);
    c.change(files);
    EXPECT_EQ(used(files), place) << c.name;
    EXPECT_EQ(cache(files), whole) << c.name;
  }
}

TEST(Pack, SaysWhatIsWrong) {
  std::string flipped = good;
  flipped.back() = static_cast<char>(flipped.back() ^ 1);
  const std::string digest = "its bytes do not have the digest that its first line names",
                    list = "its list of files cannot be understood", unpacked = "it cannot be unpacked",
                    version = "it is no pack of this version of linkshim";
  const struct {
    const char *name;
    std::string bytes, reason;
  } cases[] = {
      {"one bit", flipped, digest},
      {"cut", good.substr(0, good.size() - 9), digest},
      {"cut in the head", good.substr(0, 100), digest},
      {"cut in the first line", good.substr(0, 40), version},
      {"empty", "", version},
      {"another version", "linkshim-pack 2" + good.substr(15), version},
      {"a page of words", "<html>\n", version},
      {"more bytes than it says", packOf(lines, "abcDEFGHi"), unpacked},
      {"fewer bytes", packOf(lines, "abcDEFG"), unpacked},
      {"a size that is no number", packOf("recipe 1\nx libc.a\n", ""), list},
      {"too large", packOf("recipe 1\n99999999999 libc.a\n", ""), list},
      {"a name above the folder", packOf("recipe 1\n3 ../libc.a\n", "abc"), list},
      {"a link to above the folder", packOf("recipe 1\n3 libc.a\nlink libd.a /etc/passwd\n", "abc"), list},
      {"a link to nothing", packOf("recipe 1\n3 libc.a\nlink libd.a libe.a\n", "abc"), list},
      {"a link to itself", packOf("recipe 1\n3 libc.a\nlink libd.a libd.a\n", "abc"), list},
      {"a link before its file", packOf("recipe 1\nlink libd.a libc.a\n3 libc.a\n", "abc"), list},
      {"a name twice", packOf("recipe 1\n3 libc.a\n0 libc.a\n", "abc"), list},
      {"a name with a zero", packOf(std::string("recipe 1\n3 lib\0c.a\n", 18), "abc"), list},
      {"no name", packOf("recipe 1\n3\n", "abc"), list},
  };
  for (const auto &c : cases) {
    test::FakeFileSystem files = machine(c.bytes);
    EXPECT_EQ(used(files), "linkshim: error: the pack of s390x-unknown-linux-musl is damaged\n"
                           "  pack    /share/sysroots/s390x-unknown-linux-musl.pack\n"
                           "  reason  " +
                               c.reason + "\n  try: " + test::inSources("s390x-unknown-linux-musl") + "\n")
        << c.name;
    EXPECT_TRUE(files.tree("/c").empty()) << c.name;
  }
}

TEST(Pack, ADamagedOneDoesNotMatterOnceItIsUnpacked) {
  test::FakeFileSystem files = machine();
  EXPECT_EQ(used(files), place);
  files.file(file, good.substr(0, good.size() - 1));
  EXPECT_EQ(used(files), place);
}

TEST(Pack, SaysWhyItCannotWrite) {
  test::FakeFileSystem files = machine();
  files.readOnly("/c");
  EXPECT_EQ(used(files), "Read-only file system");
  EXPECT_TRUE(files.tree("/c").empty());
}

TEST(Pack, TheNextCacheFolderServes) {
  test::FakeFileSystem files = machine();
  files.directory("/h").readOnly("/h").directory("/tmp");
  Environment environment({{"HOME", "/h"}});
  Result<SysrootPlaces> places = findPlaces(target(), environment, "/share", files);
  ASSERT_TRUE(places) << places.error().text();
  EXPECT_THAT(places->pack, testing::StartsWith("/tmp/linkshim-1000/pack-s390x-unknown-linux-musl-"));
  files.removeAll(places->pack);
  files.readOnly("/tmp");
  places = findPlaces(target(), environment, "/share", files);
  ASSERT_FALSE(places);
  EXPECT_EQ(places.error().text(), "linkshim: error: the cache folder cannot be written\n"
                                   "  tried   /h/.cache/linkshim\n"
                                   "  tried   /tmp/linkshim-1000\n"
                                   "  reason  Read-only file system\n"
                                   "  try: export LINKSHIM_CACHE_DIR=a folder that you may write\n");
}

/// Bytes that nothing can make short.
std::string noise(size_t size) {
  std::string bytes;
  for (uint32_t seed = 1; bytes.size() < size; seed = seed * 1664525 + 1013904223)
    bytes += static_cast<char>(seed >> 24);
  return bytes;
}

TEST(Pack, BuildsOnAnother) {
  const std::string shared = noise(4000), changed = shared + "more";
  const std::string lower = packOf("recipe 1\n4000 libc.a\n", shared);
  const std::string upper = packOf("recipe 2\nbase lower\n4004 libc.a\n", changed, shared);
  EXPECT_LT(upper.size(), 300);
  test::FakeFileSystem files = machine(upper);
  files.file("/share/sysroots/lower.pack", lower);
  std::string made = used(files);
  EXPECT_EQ(files.read(made + "/lib/libc.a"), changed);
  ASSERT_EQ(listPack(file, files).all.size(), 1u);

  const std::string path = "/share/sysroots/lower.pack", on = "it builds on " + path + ", and of that: ";
  const struct {
    const char *name;
    std::string lower, upper, reason;
  } cases[] = {
      {"a damaged base", lower.substr(0, 900), upper,
       on + "its bytes do not have the digest that its first line names"},
      {"another base", packOf("recipe 1\n4000 libc.a\n", std::string(4000, 'x')), upper,
       "it cannot be unpacked"},
      {"the base of a base", packOf("recipe 1\nbase ../../etc/passwd\n4 libc.a\n", "abcd"), upper,
       on + "its list of files cannot be understood"},
      {"two bases", lower, packOf("base lower\nbase lower\n3 libc.a\n", "abc"),
       "its list of files cannot be understood"},
  };
  for (const auto &c : cases) {
    test::FakeFileSystem other = machine(c.upper);
    other.file(path, c.lower);
    EXPECT_THAT(used(other), testing::HasSubstr("  reason  " + c.reason + "\n")) << c.name;
    EXPECT_TRUE(other.tree("/c").empty()) << c.name;
  }
  test::FakeFileSystem without = machine(upper);
  EXPECT_THAT(used(without), testing::HasSubstr(on + "it cannot be read"));
  test::FakeFileSystem circle = machine(upper);
  circle.file(path, packOf("base lower\n3 libc.a\n", "abc"));
  EXPECT_THAT(used(circle), testing::HasSubstr("it builds on too many others"));
}

} // namespace
} // namespace linkshim
