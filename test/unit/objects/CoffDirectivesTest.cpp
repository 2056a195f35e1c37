#include "shim/objects/CoffDirectives.h"
#include "test/unit/CoffBytes.h"
#include "test/unit/FakeFileSystem.h"
#include <gmock/gmock.h>

namespace linkshim {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> askedFor(const std::string &bytes, const std::string &path = "/a") {
  test::FakeFileSystem files;
  files.file(path, bytes);
  return librariesAskedFor(path, files);
}

TEST(CoffDirectives, OfAnObject) {
  EXPECT_THAT(
      askedFor(test::coffObject("/DEFAULTLIB:\"User32.lib\" -defaultlib:ole32 /EXPORT:f /defaultlib:ole32 ")),
      ElementsAre("User32.lib", "ole32"));
  EXPECT_THAT(askedFor(test::coffObject("\xef\xbb\xbf \"/defaultlib:a b.lib\"  /defaultlib:\"c d.lib\"")),
              ElementsAre("a b.lib", "c d.lib"));
  EXPECT_THAT(askedFor(test::coffObject("/defaultlib:far", 1000)), ElementsAre("far"));
  EXPECT_THAT(askedFor(test::coffObject("/defaultlib:big", 3, true)), ElementsAre("big"));
  EXPECT_THAT(askedFor(test::coffObject("/include:f /nodefaultlib:x")), IsEmpty());
}

TEST(CoffDirectives, OfDamagedFiles) {
  std::string whole = test::coffObject("/defaultlib:a"), archive = test::coffArchive({{"a.obj", whole}});
  for (size_t size = 0; size < whole.size() - 1; ++size)
    EXPECT_LE(askedFor(whole.substr(0, size)).size(), 1u) << size;
  for (size_t size = 0; size < archive.size(); ++size)
    EXPECT_LE(askedFor(archive.substr(0, size)).size(), 1u) << size;
  EXPECT_THAT(askedFor("BC\xC0\xDE and more of bitcode, which has none that is read here"), IsEmpty());
}

TEST(CoffDirectives, OfAnArchive) {
  std::string object = test::coffObject("/defaultlib:a"), rusts = test::coffObject("/defaultlib:never");
  EXPECT_THAT(
      askedFor(test::coffArchive({{"x.1.rcgu.o", rusts}, {"12ab-c.obj", object}, {"12ab-d.obj", object}})),
      ElementsAre("a"));
  EXPECT_THAT(askedFor(test::coffArchive({{"x.1.rcgu.o", rusts}, {"lib.rmeta", "m"}})), IsEmpty());
  std::string import = test::little(0, 2) + test::little(0xffff, 2) + test::little(0, 40);
  EXPECT_THAT(askedFor(test::coffArchive({{"a.dll", import}, {"b.obj", object}})), IsEmpty());
  EXPECT_THAT(askedFor(rusts, "/x.1.rcgu.o"), IsEmpty());
}

} // namespace
} // namespace linkshim
