#include "sysroots/glibc/Glibc.h"
#include "sysroots/glibc/Tables.h"
#include "test/unit/sysroots/ElfStubReader.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace linkshim {
namespace {

using test::ReadLibrary;
using test::ReadSymbol;

const std::string *findPiece(const Pieces &pieces, std::string_view name) {
  for (const Piece &piece : pieces)
    if (piece.name == name) return &piece.bytes;
  return nullptr;
}

/// What a symbol is in a stub: `absent`, or `@@`/`@`, type, size.
std::string describe(const ReadLibrary &library, std::string_view symbol) {
  const ReadSymbol *s = library.find(symbol);
  if (!s) return "absent";
  constexpr const char *types[] = {"none", "object", "func", "", "", "", "tls", "", "", "", "ifunc"};
  std::string text = std::string(s->isDefault ? "@@ " : "@ ") + types[s->type];
  return s->size ? text + " " + std::to_string(s->size) : text;
}

struct SymbolCase {
  const char *abi;
  Version floor;
  const char *library;
  const char *symbol;
  const char *expected;
};

constexpr SymbolCase symbolCases[] = {
    {"x86_64", {2, 17}, "libc.so.6", "memcpy@GLIBC_2.2.5", "@ func"},
    {"x86_64", {2, 17}, "libc.so.6", "memcpy@GLIBC_2.14", "@@ ifunc"},
    {"x86_64", {2, 17}, "libc.so.6", "__libc_start_main@GLIBC_2.2.5", "@@ func"},
    {"x86_64", {2, 33}, "libc.so.6", "__libc_start_main@GLIBC_2.2.5", "@@ func"},
    {"x86_64", {2, 34}, "libc.so.6", "__libc_start_main@GLIBC_2.2.5", "@ func"},
    {"x86_64", {2, 33}, "libc.so.6", "__libc_start_main@GLIBC_2.34", "absent"},
    {"x86_64", {2, 34}, "libc.so.6", "__libc_start_main@GLIBC_2.34", "@@ func"},
    {"x86_64", {2, 33}, "libpthread.so.0", "pthread_create@GLIBC_2.2.5", "@@ func"},
    {"x86_64", {2, 33}, "libc.so.6", "pthread_create@GLIBC_2.2.5", "absent"},
    {"x86_64", {2, 34}, "libpthread.so.0", "pthread_create@GLIBC_2.2.5", "absent"},
    {"x86_64", {2, 34}, "libc.so.6", "pthread_create@GLIBC_2.2.5", "@ func"},
    {"x86_64", {2, 34}, "libc.so.6", "pthread_create@GLIBC_2.34", "@@ func"},
    {"x86_64", {2, 33}, "libc.so.6", "__malloc_hook@GLIBC_2.2.5", "@@ object 8"},
    {"x86_64", {2, 34}, "libc.so.6", "__malloc_hook@GLIBC_2.2.5", "@ object 8"},
    {"x86_64", {2, 17}, "libc.so.6", "sys_errlist@GLIBC_2.2.5", "@ object 1000"},
    {"x86_64", {2, 17}, "libc.so.6", "sys_errlist@GLIBC_2.3", "@ object 1008"},
    {"x86_64", {2, 17}, "libc.so.6", "sys_errlist@GLIBC_2.4", "@ object 1056"},
    {"x86_64", {2, 31}, "libc.so.6", "sys_errlist@GLIBC_2.12", "@@ object 1080"},
    {"x86_64", {2, 32}, "libc.so.6", "sys_errlist@GLIBC_2.12", "@ object 1080"},
    {"x86_64", {2, 27}, "libc.so.6", "fcntl64@GLIBC_2.28", "absent"},
    {"x86_64", {2, 28}, "libc.so.6", "fcntl64@GLIBC_2.28", "@@ func"},
    {"x86_64", {2, 26}, "libm.so.6", "pow10@GLIBC_2.2.5", "@@ func"},
    {"x86_64", {2, 27}, "libm.so.6", "pow10@GLIBC_2.2.5", "@ func"},
    {"x86_64", {2, 37}, "libc.so.6", "__isoc23_strtol@GLIBC_2.38", "absent"},
    {"x86_64", {2, 38}, "libc.so.6", "__isoc23_strtol@GLIBC_2.38", "@@ func"},
    {"x86_64", {2, 31}, "libc.so.6", "xdr_void@GLIBC_2.2.5", "@@ func"},
    {"x86_64", {2, 32}, "libc.so.6", "xdr_void@GLIBC_2.2.5", "@ func"},
    {"x86_64", {2, 17}, "ld-linux-x86-64.so.2", "__tls_get_addr@GLIBC_2.3", "@@ func"},
    {"x86_64", {2, 17}, "libgcc_s.so.1", "_Unwind_Backtrace@GCC_3.3", "@@ func"},
    {"x86_64", {2, 17}, "libgcc_s.so.1", "_Unwind_GetIPInfo@GCC_4.2.0", "@@ func"},
    {"aarch64", {2, 17}, "libc.so.6", "memcpy@GLIBC_2.17", "@@ ifunc"},
    {"aarch64", {2, 17}, "ld-linux-aarch64.so.1", "__stack_chk_guard@GLIBC_2.17", "@@ object 8"},
};

TEST(GlibcStubs, SymbolAtFloor) {
  for (const SymbolCase &c : symbolCases) {
    SCOPED_TRACE(std::string(c.abi) + " " + c.floor.str() + " " + c.library + " " + c.symbol);
    Pieces pieces = glibc::makePieces(c.abi, c.floor);
    const std::string *bytes = findPiece(pieces, c.library);
    ASSERT_NE(bytes, nullptr);
    EXPECT_EQ(describe(ReadLibrary(*bytes), c.symbol), c.expected);
  }
}

TEST(GlibcStubs, AliasesShareTheirAddress) {
  constexpr const char *groups[][3] = {
      {"environ", "_environ", "__environ"},
      {"tzname", "__tzname", "tzname"},
      {"daylight", "__daylight", "daylight"},
      {"timezone", "__timezone", "timezone"},
      {"program_invocation_name", "__progname_full", "program_invocation_name"},
      {"program_invocation_short_name", "__progname", "__progname"},
  };
  for (std::string_view abi : glibc::allAbis()) {
    Version newest = *glibc::newestFloor(abi);
    Pieces pieces = glibc::makePieces(abi, newest);
    const std::string *bytes = findPiece(pieces, "libc.so.6");
    ASSERT_NE(bytes, nullptr) << abi;
    ReadLibrary library(*bytes);
    std::map<std::string, const ReadSymbol *> byName;
    for (const auto &[name, symbol] : library.symbols)
      if (symbol.isDefault) byName[name.substr(0, name.find('@'))] = &symbol;
    for (const auto &group : groups)
      for (const char *member : group) {
        ASSERT_NE(byName[member], nullptr) << abi << " " << member;
        EXPECT_EQ(byName[member]->value, byName[group[0]]->value) << abi << " " << member;
      }
    EXPECT_NE(byName["environ"]->value, byName["timezone"]->value) << abi;
  }
}

/// The ends of a table, and both sides of each release that moved or removed much.
std::vector<Version> tellingFloors(const glibc::Table &table) {
  auto versionOf = [](glibc::Release r) { return Version{2, static_cast<uint16_t>(r / 100 % 1000)}; };
  Version first = versionOf(table.first), newest = versionOf(table.newest);
  std::vector<Version> floors{first};
  for (uint16_t minor : {27, 28, 31, 32, 33, 34, 36})
    if (Version v{2, minor}; v > first && v < newest) floors.push_back(v);
  if (newest != first) floors.push_back(newest);
  return floors;
}

TEST(GlibcStubs, TellingFloorsOfEveryAbiAreWellFormed) {
  for (std::string_view abi : glibc::allAbis()) {
    std::optional<glibc::Table> table = glibc::readTable(abi);
    for (Version version : tellingFloors(*table)) {
      SCOPED_TRACE(std::string(abi) + " " + version.str());
      Pieces pieces = glibc::makePieces(abi, version);
      size_t total = 0;
      for (const Piece &piece : pieces)
        total += piece.bytes.size();
      EXPECT_LT(total, 400'000u);
      const std::string *bytes = findPiece(pieces, "libc.so.6");
      ASSERT_NE(bytes, nullptr);
      ReadLibrary library(*bytes);
      std::map<std::string, int> defaults;
      for (const auto &[name, symbol] : library.symbols)
        if (symbol.isDefault) ++defaults[name.substr(0, name.find('@'))];
      for (const auto &[name, count] : defaults)
        EXPECT_EQ(count, 1) << name;
      EXPECT_EQ(defaults.count("__libc_start_main"), 1u);
    }
  }
}

TEST(GlibcPieces, NamesAtTheOldestFloor) {
  std::vector<std::string> names;
  for (const Piece &piece : glibc::makePieces("aarch64", {2, 17}))
    names.push_back(piece.name);
  std::vector<std::string> expected = {"Scrt1.o",
                                       "crt1.o",
                                       "crtbegin.o",
                                       "crtbeginS.o",
                                       "crtbeginT.o",
                                       "crtend.o",
                                       "crtendS.o",
                                       "crti.o",
                                       "crtn.o",
                                       "gcrt1.o",
                                       "ld-linux-aarch64.so.1",
                                       "libBrokenLocale.so",
                                       "libBrokenLocale.so.1",
                                       "libanl.so",
                                       "libanl.so.1",
                                       "libatomic.so",
                                       "libatomic.so.1",
                                       "libc.so",
                                       "libc.so.6",
                                       "libc_nonshared.a",
                                       "libcrypt.so",
                                       "libcrypt.so.1",
                                       "libdl.so",
                                       "libdl.so.2",
                                       "libgcc_s.so",
                                       "libgcc_s.so.1",
                                       "libm.so",
                                       "libm.so.6",
                                       "libnsl.so",
                                       "libnsl.so.1",
                                       "libpthread.so",
                                       "libpthread.so.0",
                                       "libresolv.so",
                                       "libresolv.so.2",
                                       "librt.so",
                                       "librt.so.1",
                                       "libthread_db.so",
                                       "libthread_db.so.1",
                                       "libutil.so",
                                       "libutil.so.1"};
  EXPECT_EQ(names, expected);
}

TEST(GlibcPieces, MergedLibrariesBecomeEmptyArchives) {
  for (const char *name : {"anl", "dl", "pthread", "rt", "util"}) {
    SCOPED_TRACE(name);
    std::string file = std::string("lib") + name;
    Pieces before = glibc::makePieces("x86_64", {2, 33}), after = glibc::makePieces("x86_64", {2, 34});
    EXPECT_NE(findPiece(before, file + ".so"), nullptr);
    EXPECT_EQ(findPiece(before, file + ".a"), nullptr);
    EXPECT_EQ(findPiece(after, file + ".so"), nullptr);
    EXPECT_NE(findPiece(after, file + ".a"), nullptr);
  }
}

TEST(GlibcPieces, Scripts) {
  Pieces pieces = glibc::makePieces("x86_64", {2, 31});
  EXPECT_EQ(*findPiece(pieces, "libc.so"),
            "/* GNU ld script */\nGROUP ( libc.so.6 libc_nonshared.a AS_NEEDED ( ld-linux-x86-64.so.2 ) )\n");
  EXPECT_EQ(*findPiece(pieces, "libm.so"),
            "/* GNU ld script */\nGROUP ( libm.so.6 AS_NEEDED ( libmvec.so.1 ) )\n");
}

struct NonsharedCase {
  Version floor;
  const char *present;
  const char *absent;
};

TEST(GlibcPieces, NonsharedMembersAtFloor) {
  constexpr NonsharedCase cases[] = {{{2, 17}, "fcntl64.o/", "none"},
                                     {{2, 28}, "fstatat64.o/", "fcntl64.o/"},
                                     {{2, 32}, "mknodat.o/", "fcntl64.o/"},
                                     {{2, 33}, "atexit.o/", "mknodat.o/"},
                                     {{2, 43}, "pthread_atfork", "mknod.o/"}};
  for (const NonsharedCase &c : cases) {
    SCOPED_TRACE(c.floor.str());
    Pieces pieces = glibc::makePieces("x86_64", c.floor);
    const std::string &archive = *findPiece(pieces, "libc_nonshared.a");
    EXPECT_NE(archive.find(c.present), std::string::npos);
    EXPECT_EQ(archive.find(c.absent), std::string::npos);
  }
}

TEST(GlibcPieces, ThreadPointerOfArm) {
  for (const char *abi : {"armhf", "armel", "aarch64"}) {
    SCOPED_TRACE(abi);
    Pieces pieces = glibc::makePieces(abi, {2, 31});
    const std::string &archive = *findPiece(pieces, "libc_nonshared.a");
    EXPECT_EQ(archive.find("__aeabi_read_tp.o") != std::string::npos, std::string_view(abi) != "aarch64");
  }
}

TEST(GlibcPieces, SameInputSameBytes) {
  Pieces first = glibc::makePieces("x86_64", {2, 28}), second = glibc::makePieces("x86_64", {2, 28});
  ASSERT_EQ(first.size(), second.size());
  for (size_t i = 0; i < first.size(); ++i) {
    EXPECT_EQ(first[i].name, second[i].name);
    EXPECT_EQ(first[i].bytes, second[i].bytes) << first[i].name;
  }
}

TEST(GlibcTables, UnknownAbi) {
  EXPECT_EQ(glibc::newestFloor("pdp11"), std::nullopt);
  EXPECT_TRUE(glibc::makePieces("pdp11", {2, 31}).empty());
  EXPECT_TRUE(glibc::libraryNames("pdp11", {2, 31}).empty());
}

TEST(GlibcTables, SymbolOrigins) {
  struct Case {
    const char *symbol;
    Version floor;
    const char *library;
    Version since;
    bool atFloor;
  };
  constexpr Case cases[] = {{"memcpy", {2, 17}, "libc.so.6", {2, 2, 5}, true},
                            {"pthread_create", {2, 17}, "libpthread.so.0", {2, 2, 5}, true},
                            {"pthread_create", {2, 34}, "libc.so.6", {2, 2, 5}, true},
                            {"fcntl64", {2, 17}, "libc.so.6", {2, 28}, false},
                            {"sin", {2, 17}, "libm.so.6", {2, 2, 5}, true},
                            {"xdr_void", {2, 41}, "libc.so.6", {2, 2, 5}, false},
                            {"__isoc23_strtol", {2, 17}, "libc.so.6", {2, 38}, false}};
  for (const Case &c : cases) {
    std::optional<glibc::SymbolOrigin> origin = glibc::findSymbol("x86_64", c.symbol, c.floor);
    ASSERT_TRUE(origin.has_value()) << c.symbol;
    EXPECT_EQ(origin->library, c.library) << c.symbol;
    EXPECT_EQ(origin->since, c.since) << c.symbol;
    EXPECT_EQ(origin->atFloor, c.atFloor) << c.symbol;
  }
  EXPECT_FALSE(glibc::findSymbol("x86_64", "no_such_symbol", {2, 17}).has_value());
}

TEST(GlibcTables, LibraryNames) {
  std::vector<std::string> expected = {"BrokenLocale", "anl",   "atomic",    "c",   "crypt",
                                       "dl",           "gcc_s", "m",         "nsl", "pthread",
                                       "resolv",       "rt",    "thread_db", "util"};
  EXPECT_EQ(glibc::libraryNames("aarch64", {2, 17}), expected);
}

} // namespace
} // namespace linkshim
