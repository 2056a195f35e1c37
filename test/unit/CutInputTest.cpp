#include "shim/CutInput.h"
#include "FakeFileSystem.h"
#include "shim/system/PosixFileSystem.h"
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

TEST(CutInput, EveryCutOfAnArchive) {
  const std::string whole = seed("bsd.a");
  size_t boundaries = 0; // a file that ends with a member is an archive
  for (size_t size = 9; size < whole.size(); ++size) {
    std::string_view said = why(whole.substr(0, size));
    boundaries += said.empty();
    if (!said.empty())
      EXPECT_THAT(said, testing::AnyOf("it ends inside of a member's header", "it ends inside of a member"));
  }
  EXPECT_LE(boundaries, 4u);
}

TEST(CutInput, EveryCutOfAModule) {
  const std::string whole = seed("wasm.o");
  size_t boundaries = 0; // a file that ends with a section is a module
  for (size_t size = 4; size < whole.size(); ++size) {
    std::string_view said = why(whole.substr(0, size));
    boundaries += said.empty();
    if (!said.empty()) EXPECT_EQ(said, "it ends inside of a section") << size;
  }
  EXPECT_LE(boundaries, 9u);
}

TEST(CutInput, CutUniversalFile) {
  const std::string whole = seed("universal");
  for (size_t size : {100ul, 5000ul, whole.size() - 1})
    EXPECT_EQ(why(whole.substr(0, size)), "it ends before one of its architectures does") << size;
}

} // namespace
} // namespace linkshim
