#include "shim/objects/CutInput.h"
#include "shim/system/PosixFileSystem.h"
#include "test/unit/FakeFileSystem.h"
#include <gmock/gmock.h>

namespace linkshim {
namespace {

std::string seed(const char *name) {
  return realFileSystem().read(std::string(LINKSHIM_SOURCE_DIR "/test/fuzz/seeds/Object/") + name).value();
}

std::string_view why(const std::string &bytes) {
  test::FakeFileSystem files;
  files.file("/f", bytes);
  return whyCut("/f", files);
}

TEST(CutInput, WholeFiles) {
  for (const char *name : {"macho.o", "bsd.a", "universal", "elf64.o", "gnu.a", "thin.a", "wasm.o"})
    EXPECT_EQ(why(seed(name)), "") << name;
  EXPECT_EQ(why(""), "");
  EXPECT_EQ(why("!<arch>\n"), "");
}

TEST(CutInput, EveryCutOfAnObject) {
  const std::string whole = seed("macho.o");
  for (size_t size = 4; size < whole.size(); ++size)
    EXPECT_EQ(why(whole.substr(0, size)), "it ends before what its load commands describe") << size;
}

/// Cuts a file at every size from `first` on. What is said is one of `wanted`, and nothing at most at
/// `boundaries` sizes: a file that ends with a part of it is whole.
void checkCuts(const char *name, size_t first, const std::vector<std::string_view> &wanted,
               size_t boundaries) {
  const std::string whole = seed(name);
  size_t silent = 0;
  for (size_t size = first; size < whole.size(); ++size) {
    std::string_view said = why(whole.substr(0, size));
    silent += said.empty();
    if (!said.empty()) EXPECT_THAT(wanted, testing::Contains(said)) << name << " " << size;
  }
  EXPECT_LE(silent, boundaries);
}

TEST(CutInput, EveryCutOfAnArchive) {
  checkCuts("bsd.a", 9, {"it ends inside of a member's header", "it ends inside of a member"}, 4);
}

TEST(CutInput, EveryCutOfAModule) {
  checkCuts("wasm.o", 4, {"it ends inside of a section"}, 9);
}

TEST(CutInput, CutUniversalFile) {
  const std::string whole = seed("universal");
  for (size_t size : {100ul, 5000ul, whole.size() - 1})
    EXPECT_EQ(why(whole.substr(0, size)), "it ends before one of its architectures does") << size;
}

} // namespace
} // namespace linkshim
