#include "shim/sysroot/WindowsLibraries.h"
#include "shim/objects/Archive.h"
#include "shim/sysroot/Places.h"
#include "sysroots/coff/ImportLibrary.h"
#include "test/unit/FakeFileSystem.h"
#include "test/unit/PackBytes.h"
#include "llvm/BinaryFormat/COFF.h"
#include <gmock/gmock.h>

namespace linkshim {
namespace {

using Strings = std::vector<std::string>;

const SysrootPlaces places{"/c", "/share"};

const Target &x64() {
  return *findTarget("x86_64-pc-windows-gnu");
}

/// A pack with these files; bytes that begin with -> are the name of the file that it is a link to.
std::string packOf(const std::vector<std::pair<std::string, std::string>> &contents) {
  std::string lines = "recipe 1\n", bytes;
  for (const auto &[name, text] : contents) {
    bool link = text.starts_with("->");
    lines +=
        link ? "link " + name + " " + text.substr(2) + "\n" : std::to_string(text.size()) + " " + name + "\n";
    if (!link) bytes += text;
  }
  return test::packOf(lines, bytes);
}

std::string imports(const std::string &dll, const Strings &names, uint16_t machine) {
  std::vector<coff::Export> exports;
  for (const std::string &name : names)
    exports.push_back({name});
  return *coff::writeImportLibrary(dll, exports, {machine, true, true});
}

const std::string compiled = imports("compiled.dll", {"c"}, llvm::COFF::IMAGE_FILE_MACHINE_AMD64);

test::FakeFileSystem machine() {
  test::FakeFileSystem files;
  files.directory("/c");
  files.file("/share/sysroots/windows-imports.pack",
             packOf({{"kernel32.def.x86_64+aarch64", "LIBRARY KERNEL32.dll\nEXPORTS\nk\n"},
                     {"kernel32.def.x86", "LIBRARY KERNEL32\nEXPORTS\nk@4\n"},
                     {"alike.def.x86_64", "->kernel32.def.x86_64+aarch64"},
                     {"a.b-l1.def.aarch64", "LIBRARY a.dll\nEXPORTS\na\n"}}));
  files.file("/share/sysroots/windows-imports-more.pack",
             packOf({{"Both.list.x86_64", "kernel32\nboth_def\nboth_extra\n"},
                     {"both_def.part.x86_64", "LIBRARY both\nEXPORTS\nb\n"}}));
  files.file("/share/sysroots/windows-x86_64.pack",
             packOf({{"crt2.o", "start"}, {"kernel32.objects", compiled}, {"libuuid.a", "->crt2.o"}}));
  files.file(
      "/share/sysroots/windows-x86_64-more.pack",
      packOf({{"libwhole.a", "whole"}, {"libother.a", "->libwhole.a"}, {"both_extra.objects", compiled}}));
  return files;
}

/// The files of a folder: each with the names of its members and their number, or its bytes.
Strings filesOf(const PieceFolder &folder, const FileReader &files) {
  Result<Pieces> pieces = makeWindowsLibraries(folder, files);
  if (!pieces) return {pieces.error().text()};
  Strings all;
  for (const Piece &piece : *pieces) {
    std::string text = piece.name + ":";
    auto members = readArchive(piece.bytes);
    if (!members) text += " " + piece.bytes + piece.linkTo;
    std::map<std::string, int> names;
    for (const ArchiveMember &member : members.value_or(std::vector<ArchiveMember>()))
      ++names[member.name];
    for (const auto &[name, count] : names)
      text += " " + name + " " + std::to_string(count);
    all.push_back(text);
  }
  return all;
}

TEST(WindowsLibraries, MakesWhatMostProgramsLink) {
  test::FakeFileSystem files = machine();
  std::optional<PieceFolder> folder = commonLibraryFolder(x64(), places, files);
  ASSERT_TRUE(folder);
  EXPECT_THAT(filesOf(*folder, files),
              testing::UnorderedElementsAre("crt2.o: start", "libuuid.a: crt2.o",
                                            "libkernel32.a: KERNEL32.dll 4 compiled.dll 4",
                                            "libalike.a: KERNEL32.dll 4"));
  auto used = usePack(x64(), places, files);
  ASSERT_TRUE(used);
  EXPECT_EQ(used->common, folder->path);
  std::string library = imports("KERNEL32.dll", {"k"}, llvm::COFF::IMAGE_FILE_MACHINE_AMD64);
  EXPECT_TRUE(files.read(folder->path + "/lib/libalike.a") == library);
  EXPECT_FALSE(commonLibraryFolder(*findTarget("i686-pc-windows-gnu"), places, files));
  EXPECT_FALSE(commonLibraryFolder(*findTarget("x86_64-unknown-linux-gnu"), places, files));
}

TEST(WindowsLibraries, MakesOneByItsName) {
  test::FakeFileSystem files = machine();
  EXPECT_THAT(furtherLibraries(x64(), places, files),
              testing::UnorderedElementsAre("libBoth.a", "libwhole.a", "libother.a"));
  const struct {
    const char *file, *made;
  } further[] = {{"libBoth.a", "libBoth.a: KERNEL32.dll 4 both.dll 4 compiled.dll 4"},
                 {"libwhole.a", "libwhole.a: whole"},
                 {"libother.a", "libother.a: whole"}};
  std::set<std::string> paths{commonLibraryFolder(x64(), places, files)->path};
  for (const auto &each : further) {
    PieceFolder folder = furtherLibraryFolder(each.file, x64(), places, files);
    EXPECT_THAT(filesOf(folder, files), testing::ElementsAre(each.made));
    EXPECT_TRUE(paths.insert(folder.path).second) << folder.path;
  }
}

TEST(WindowsLibraries, SaysWhichPackIsDamaged) {
  for (std::string pack : {"windows-imports", "windows-x86_64"}) {
    test::FakeFileSystem files = machine();
    files.file("/share/sysroots/" + pack + ".pack", "linkshim-pack 1 no\n");
    auto used = usePack(x64(), places, files);
    ASSERT_FALSE(used);
    ASSERT_TRUE(used.error().damage);
    EXPECT_THAT(used.error().damage->text(), testing::HasSubstr("/share/sysroots/" + pack + ".pack"));
  }
}

} // namespace
} // namespace linkshim
