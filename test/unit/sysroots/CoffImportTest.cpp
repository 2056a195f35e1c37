#include "shim/objects/Archive.h"
#include "shim/tools/Dlltool.h"
#include "sysroots/coff/ImportLibrary.h"
#include "test/unit/FakeFileSystem.h"
#include "llvm/BinaryFormat/COFF.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Object/COFFImportFile.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/MemoryBuffer.h"
#include <gmock/gmock.h>

namespace linkshim {
namespace {

using coff::Export;
using Exports = std::vector<Export>;
using Strings = std::vector<std::string>;

TEST(ModuleDefinition, Reads) {
  struct {
    const char *name, *text, *library;
    Exports exports;
  } files[] = {
      {"empty", "", "", {}},
      {"rustc's of a DLL",
       "EXPORTS\n  \"exported\"\n  \"_x\" DATA\n",
       "",
       {{"exported"}, {.name = "_x", .data = true}}},
      {"rustc's of a raw-dylib",
       "LIBRARY a.dll\nEXPORTS\n    f\n    g @7 NONAME\n",
       "a.dll",
       {{"f"}, {.name = "g", .ordinal = 7, .noName = true}}},
      {"comments and quotes",
       "; text\nLIBRARY \"my lib.dll\" BASE=0x1000 ; more\nEXPORTS ; x\nLIBRARY2\n",
       "my lib.dll",
       {{"LIBRARY2"}}},
      {"other statements",
       "NAME a.exe\nHEAPSIZE 100,20\nDESCRIPTION 'x'\nEXPORTS f\nSTACKSIZE 5\n",
       "a.exe",
       {{"f"}}},
      {"what a line may say",
       "EXPORTS\nf = inner.f\ng@4 @ 2 PRIVATE\n@h@8 @3 CONSTANT\n a == b\n",
       "",
       {{"f"},
        {.name = "g@4", .ordinal = 2, .priv = true},
        {.name = "@h@8", .ordinal = 3, .constant = true},
        {.name = "a", .alias = "b"}}},
      {"a byte order mark and Windows' line ends", "\xef\xbb\xbfLIBRARY a\r\nEXPORTS\r\nf\r\n", "a", {{"f"}}},
  };
  for (const auto &file : files) {
    auto definition = coff::readDefinition(file.text);
    ASSERT_TRUE(definition) << file.name << definition.error().what;
    EXPECT_EQ(definition->library, file.library) << file.name;
    EXPECT_EQ(definition->exports, file.exports) << file.name;
  }
}

TEST(ModuleDefinition, Refuses) {
  struct {
    const char *text;
    size_t line;
    const char *what;
  } files[] = {
      {"LIBRARY a b c\nEXPORTS\nf\n", 1, "`b` behind the name of the library"},
      {"EXPORT\nf\n", 1, "`EXPORT` begins no statement"},
      {"LIBRARY a\nEXPORTS\n\"f\n", 3, "a quoted name without its end"},
      {"EXPORTS\nf @x\n", 2, "`@x` is no ordinal: @1 to @65535"},
      {"EXPORTS\nf @65536\n", 2, "`@65536` is no ordinal: @1 to @65535"},
      {"EXPORTS\nf =\n", 2, "no name after `f =`"},
      {"EXPORTS\n= f\n", 2, "`=` where a name should be"},
      {"EXPORTS\nf NONAME\n", 2, "NONAME without an ordinal"},
  };
  for (const auto &file : files) {
    auto definition = coff::readDefinition(file.text);
    ASSERT_FALSE(definition) << file.text;
    EXPECT_EQ(definition.error().what, file.what);
    EXPECT_EQ(definition.error().line, file.line) << file.text;
  }
}

/// The short imports of a library, as `symbol dll exported-as machine ordinal type name-type`.
Strings imports(const std::string &archive) {
  auto members = readArchive(archive);
  if (!members) return {members.error()};
  Strings all;
  for (const ArchiveMember &member : *members) {
    const std::string &b = member.bytes;
    if (!b.starts_with(std::string("\0\0\xff\xff", 4))) continue;
    auto word = [&](size_t at) { return static_cast<uint8_t>(b[at]) | static_cast<uint8_t>(b[at + 1]) << 8; };
    std::string text = b.substr(20);
    for (char &c : text)
      if (c == '\0') c = ' ';
    all.push_back(text + std::to_string(word(6)) + " " + std::to_string(word(16)) + " " +
                  std::to_string(word(18) & 3) + " " + std::to_string(word(18) >> 2));
  }
  return all;
}

Strings imports(const std::string &dll, const Exports &exports, const coff::ImportOptions &options) {
  auto archive = coff::writeImportLibrary(dll, exports, options);
  return archive ? imports(*archive) : Strings{archive.error()};
}

TEST(ImportLibrary, NamesAndTypes) {
  const Exports exports = {{"f"},
                           {.name = "o", .ordinal = 7, .noName = true},
                           {.name = "v", .data = true},
                           {.name = "k", .constant = true},
                           {.name = "s@8"},
                           {.name = "@q@8"},
                           {.name = "?cxx@@YAXXZ"},
                           {.name = "a", .alias = "b"},
                           {.name = "p", .priv = true}};
  EXPECT_EQ(imports("x.dll", exports, {llvm::COFF::IMAGE_FILE_MACHINE_AMD64}),
            (Strings{"f x.dll 34404 0 0 1", "o x.dll 34404 7 0 0", "v x.dll 34404 0 1 1",
                     "k x.dll 34404 0 2 1", "s@8 x.dll 34404 0 0 1", "@q@8 x.dll 34404 0 0 1",
                     "?cxx@@YAXXZ x.dll 34404 0 0 1", "a x.dll b 34404 0 0 4"}));
  EXPECT_EQ(imports("x.dll", exports, {llvm::COFF::IMAGE_FILE_MACHINE_I386, true, true}),
            (Strings{"_f x.dll 332 0 0 2", "_o x.dll 332 7 0 0", "_v x.dll 332 0 1 2", "_k x.dll 332 0 2 2",
                     "_s@8 x.dll 332 0 0 3", "@q@8 x.dll 332 0 0 3", "?cxx@@YAXXZ x.dll 332 0 0 1",
                     "_a x.dll b 332 0 0 4"}));
  EXPECT_EQ(
      imports("x.dll", {{"_f"}, {"_s@8"}, {"@q@8"}}, {llvm::COFF::IMAGE_FILE_MACHINE_I386, false, false}),
      (Strings{"_f x.dll 332 0 0 2", "_s@8 x.dll 332 0 0 2", "@q@8 x.dll 332 0 0 1"}));
}

/// What LLVM's writer makes, called as LLVM's dlltool calls it with -k.
std::string byLlvm(const std::string &dll, const Exports &exports, llvm::COFF::MachineTypes machine) {
  bool x86 = machine == llvm::COFF::IMAGE_FILE_MACHINE_I386;
  std::vector<llvm::object::COFFShortExport> all;
  for (const Export &entry : exports) {
    bool decorated = std::string_view("@?").contains(entry.name[0]);
    llvm::object::COFFShortExport &out = all.emplace_back();
    out.Name = x86 && !decorated ? "_" + entry.name : entry.name;
    out.ImportName = entry.alias;
    if (x86 && entry.name[0] != '?' && entry.alias.empty()) {
      out.SymbolName = out.Name;
      out.Name.resize(std::min(out.Name.find('@', 1), out.Name.size()));
    }
    out.Ordinal = entry.ordinal;
    out.Noname = entry.noName;
    out.Data = entry.data;
    out.Constant = entry.constant;
    out.Private = entry.priv;
  }
  llvm::SmallString<128> path;
  llvm::sys::fs::createTemporaryFile("linkshim-test", "a", path);
  llvm::FileRemover remover(path);
  llvm::consumeError(llvm::object::writeImportLibrary(dll, path, all, machine, /*MinGW=*/true));
  return (*llvm::MemoryBuffer::getFile(path))->getBuffer().str();
}

/// Aliases by a short import, by an object, of a variable, of what the DLL's list has not, and of two names.
TEST(ImportLibrary, BytesAreThoseOfLlvm) {
  if (LLVM_VERSION_MAJOR != 22) GTEST_SKIP() << "aliases differ between LLVM's versions";
  const Exports exports = {{"f"},
                           {.name = "o", .ordinal = 7, .noName = true},
                           {.name = "n", .ordinal = 8},
                           {.name = "v", .data = true},
                           {.name = "k", .constant = true},
                           {.name = "s@8"},
                           {.name = "@q@8"},
                           {.name = "?cxx@@YAXXZ"},
                           {.name = "_stricmp"},
                           {.name = "stricmp", .alias = "_stricmp"},
                           {.name = "strcasecmp", .alias = "_stricmp"},
                           {.name = "other", .alias = "v", .data = true},
                           {.name = "a", .alias = "nowhere"},
                           {.name = "f"},
                           {.name = "odd"},
                           {.name = "p", .priv = true}};
  for (std::string dll : {"x.dll", "api-ms-win-core-path-l1-1-0.dll", "15-characters.d", "16-characters.drv"})
    for (auto machine : {llvm::COFF::IMAGE_FILE_MACHINE_AMD64, llvm::COFF::IMAGE_FILE_MACHINE_I386,
                         llvm::COFF::IMAGE_FILE_MACHINE_ARM64, llvm::COFF::IMAGE_FILE_MACHINE_ARMNT})
      for (const Exports &list : {exports, Exports()})
        EXPECT_TRUE(coff::writeImportLibrary(dll, list, {static_cast<uint16_t>(machine), true, true}) ==
                    byLlvm(dll, list, machine))
            << dll << " " << machine << " " << list.size();
}

/// As `ar -M` with ADDLIB: the members of both, one index of all.
TEST(ImportLibrary, JoinsArchives) {
  coff::ImportOptions options{llvm::COFF::IMAGE_FILE_MACHINE_AMD64};
  std::string first = *coff::writeImportLibrary("a-name-of-more-than-15-bytes.dll", {{"f"}, {"g"}}, options);
  std::string second = *coff::writeImportLibrary("b.dll", {{"g"}, {"h"}}, options);
  coff::ArchiveWriter out;
  ASSERT_TRUE(out.addArchive(first) && out.addArchive(second) && out.addArchive("!<arch>\n"));
  std::string both = out.finish();
  EXPECT_EQ(imports(both).size(), 4u);
  auto members = readArchive(both);
  ASSERT_TRUE(members);
  EXPECT_EQ(members->front().name, "a-name-of-more-than-15-bytes.dll");
  EXPECT_EQ(members->back().name, "b.dll");
  coff::ArchiveWriter again;
  ASSERT_TRUE(again.addArchive(both));
  EXPECT_TRUE(again.finish() == both);
  for (size_t size : {size_t(0), size_t(7), size_t(50), size_t(70), first.size() / 2})
    EXPECT_FALSE(coff::ArchiveWriter().addArchive(first.substr(0, size))) << size;
}

TEST(ImportLibrary, TablesOfTheDll) {
  for (const std::string name : {"a.b", "a-name-of-more-than-15-bytes"}) {
    std::string dll = name + ".dll";
    auto archive = coff::writeImportLibrary(dll, {{"f"}}, {llvm::COFF::IMAGE_FILE_MACHINE_ARM64});
    ASSERT_TRUE(archive) << archive.error();
    EXPECT_EQ(archive, coff::writeImportLibrary(dll, {{"f"}}, {llvm::COFF::IMAGE_FILE_MACHINE_ARM64}));
    auto members = readArchive(*archive);
    ASSERT_TRUE(members) << members.error();
    std::vector<Strings> symbols;
    for (const ArchiveMember &member : *members) {
      EXPECT_EQ(member.name, dll);
      symbols.push_back(elf::definedSymbols(member.bytes).value_or(Strings{"damaged"}));
    }
    EXPECT_EQ(symbols, (std::vector<Strings>{{"__IMPORT_DESCRIPTOR_" + name},
                                             {"__NULL_IMPORT_DESCRIPTOR"},
                                             {"\x7f" + name + "_NULL_THUNK_DATA"},
                                             {"__imp_f", "f"}}));
  }
  EXPECT_FALSE(coff::writeImportLibrary("a.dll", {{"f"}}, {llvm::COFF::IMAGE_FILE_MACHINE_ARM64EC}));
}

TEST(Dlltool, Runs) {
  struct {
    const char *name;
    Strings args;
    int status;
    const char *says; ///< the first line of the message
    Strings made;     ///< in /w/l.a
  } calls[] = {
      {"rustc's call",
       {"-d", "x.def", "-D", "y.dll", "-l", "l.a", "-m", "i386:x86-64", "-f", "--64",
        "--no-leading-underscore", "--temp-prefix", "/t/y"},
       0,
       "",
       {"f y.dll 34404 0 0 1"}},
      {"long words", {"--input-def=x.def", "--output-lib=l.a", "--kill-at"}, 0, "", {"f x.dll 34404 0 0 1"}},
      {"joined letters", {"-dx.def", "-ll.a"}, 0, "", {"f x.dll 34404 0 0 1"}},
      {"no .def", {"-l", "l.a"}, 1, "dlltool needs a .def file and the name of the import library", {}},
      {"none there", {"-d", "no.def", "-l", "l.a"}, 1, "the .def file cannot be read", {}},
      {"a wrong one", {"-d", "bad.def", "-l", "l.a"}, 1, "the .def file breaks the rules", {}},
      {"without a DLL", {"-d", "bare.def", "-l", "l.a"}, 1, "the .def file does not name its DLL", {}},
      {"another machine",
       {"-d", "x.def", "-l", "l.a", "-m", "mips"},
       1,
       "dlltool does not know the machine",
       {}},
      {"an option",
       {"-d", "x.def", "-l", "l.a", "--output-exp", "e"},
       1,
       "linkshim's own dlltool does not know an option",
       {}},
  };
  for (const auto &call : calls) {
    test::FakeFileSystem files;
    files.workIn("/w").file("/w/x.def", "LIBRARY x\nEXPORTS\nf\n").file("/w/bad.def", "EXPORTS\n=\n");
    files.file("/w/bare.def", "EXPORTS\nf\n");
    ArchiveResult result =
        runDlltool(Arguments(call.args, OptionSet::dlltool), *findTarget("x86_64-pc-windows-gnu"), files);
    EXPECT_EQ(result.status, call.status) << call.name << result.messages;
    std::string first = result.messages.substr(0, result.messages.find('\n'));
    EXPECT_EQ(first, *call.says ? "linkshim: error: " + std::string(call.says) : "") << call.name;
    SystemResult<std::string> made = files.read("/w/l.a");
    EXPECT_EQ(made ? imports(*made) : Strings(), call.made) << call.name;
  }
}

TEST(Dlltool, ChecksTheFileForAnother) {
  struct {
    Strings args;
    const char *what; ///< empty: it passes
  } calls[] = {
      {{"-d", "x.def", "-l", "l.a"}, ""},
      {{"-d", "bad.def", "-l", "l.a"}, "the .def file breaks the rules"},
      {{"--input-def=no.def"}, "the .def file cannot be read"},
      {{"-d", "bad.def", "--output-exp", "e"}, ""},
      {{"--help"}, ""},
  };
  for (const auto &call : calls) {
    test::FakeFileSystem files;
    files.workIn("/w").file("/w/x.def", "EXPORTS\nf\n").file("/w/bad.def", "EXPORTS\n=\n");
    Result<void> checked = checkDefinition(Arguments(call.args, OptionSet::dlltool), files);
    EXPECT_EQ(checked ? "" : checked.error().what, call.what);
  }
}

} // namespace
} // namespace linkshim
