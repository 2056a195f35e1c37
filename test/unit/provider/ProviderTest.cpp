#include "shim/provider/Provider.h"
#include "test/unit/FakeFileSystem.h"
#include <gmock/gmock.h>

namespace linkshim {
namespace {

using Variables = std::vector<std::pair<std::string, std::string>>;
using Strings = std::vector<std::string>;

struct Case {
  const char *name;
  Variables environment;
  Strings programs;
  const char *fuseLd;
  Strings prefixes;
  const char *flavor;
  Strings expected; ///< path, then the leading arguments; empty: not found
};

const Case cases[] = {
    {"nothing", {{"PATH", "/bin"}}, {}, "", {}, "gnu", {}},
    {"rust-lld on PATH first",
     {{"PATH", "/rust/bin:/bin"}},
     {"/rust/bin/rust-lld", "/bin/ld.lld"},
     "",
     {},
     "gnu",
     {"/rust/bin/rust-lld", "rust-lld", "-flavor", "gnu"}},
    {"beside the folder that -B names",
     {{"PATH", "/bin"}},
     {"/rust/bin/rust-lld", "/bin/ld.lld"},
     "lld",
     {"/rust/bin/gcc-ld"},
     "gnu",
     {"/rust/bin/rust-lld", "rust-lld", "-flavor", "gnu"}},
    {"installed lld", {{"PATH", "/bin"}}, {"/bin/ld.lld"}, "", {}, "gnu", {"/bin/ld.lld", "ld.lld"}},
    {"versioned lld",
     {{"PATH", "/bin"}},
     {"/bin/ld.lld-14", "/bin/ld.lld-19"},
     "",
     {},
     "gnu",
     {"/bin/ld.lld-19", "ld.lld"}},
    {"generic lld",
     {{"PATH", "/bin"}},
     {"/bin/lld"},
     "",
     {},
     "wasm",
     {"/bin/lld", "rust-lld", "-flavor", "wasm"}},
    {"lld of a package folder",
     {{"PATH", "/bin"}},
     {"/usr/lib/llvm-16/bin/wasm-ld"},
     "",
     {},
     "wasm",
     {"/usr/lib/llvm-16/bin/wasm-ld", "wasm-ld"}},
    {"zig on PATH", {{"PATH", "/bin:/z"}}, {"/z/zig"}, "", {}, "darwin", {"/z/zig", "zig", "ld64.lld"}},
    {"zig of a Python package",
     {{"PATH", "/v/bin"}},
     {"/v/bin/python-zig", "/v/lib/python3.11/site-packages/ziglang/zig"},
     "",
     {},
     "gnu",
     {"/v/lib/python3.11/site-packages/ziglang/zig", "zig", "ld.lld"}},
    {"zig of the user's Python",
     {{"PATH", "/bin"}, {"HOME", "/h"}},
     {"/h/.local/lib/python3.12/site-packages/ziglang/zig"},
     "",
     {},
     "link",
     {"/h/.local/lib/python3.12/site-packages/ziglang/zig", "zig", "lld-link"}},
    {"rust-lld of the rustc on PATH",
     {{"PATH", "/bin"}},
     {"/bin/rustc", "/lib/rustlib/x86_64-unknown-linux-gnu/bin/rust-lld"},
     "",
     {},
     "gnu",
     {"/lib/rustlib/x86_64-unknown-linux-gnu/bin/rust-lld", "rust-lld", "-flavor", "gnu"}},
    {"rust-lld of RUSTUP_TOOLCHAIN",
     {{"PATH", "/bin"}, {"HOME", "/h"}, {"RUSTUP_TOOLCHAIN", "t"}},
     {"/h/.rustup/toolchains/t/lib/rustlib/h/bin/rust-lld"},
     "",
     {},
     "gnu",
     {"/h/.rustup/toolchains/t/lib/rustlib/h/bin/rust-lld", "rust-lld", "-flavor", "gnu"}},
    {"LINKSHIM_LLD wins",
     {{"PATH", "/bin"}, {"LINKSHIM_LLD", "/my/lld"}},
     {"/my/lld", "/bin/rust-lld"},
     "",
     {},
     "gnu",
     {"/my/lld", "rust-lld", "-flavor", "gnu"}},
    {"LINKSHIM_LLD as a name",
     {{"PATH", "/bin"}, {"LINKSHIM_LLD", "ld.lld-15"}},
     {"/bin/ld.lld-15"},
     "",
     {},
     "gnu",
     {"/bin/ld.lld-15", "ld.lld-15"}},
    {"LINKSHIM_LLD is missing",
     {{"PATH", "/bin"}, {"LINKSHIM_LLD", "/no"}},
     {"/bin/ld.lld"},
     "",
     {},
     "gnu",
     {}},
    {"mold on request",
     {{"PATH", "/bin"}},
     {"/bin/mold", "/bin/ld.lld"},
     "mold",
     {},
     "gnu",
     {"/bin/mold", "mold"}},
    {"GNU ld of the target",
     {{"PATH", "/bin"}},
     {"/bin/aarch64-linux-gnu-ld", "/bin/ld.bfd"},
     "bfd",
     {},
     "gnu",
     {"/bin/aarch64-linux-gnu-ld", "aarch64-linux-gnu-ld"}},
    {"a path on request",
     {{"PATH", "/bin"}},
     {"/my/ld.mold"},
     "/my/ld.mold",
     {},
     "gnu",
     {"/my/ld.mold", "ld.mold"}},
    {"a request that is not there", {{"PATH", "/bin"}}, {"/bin/ld.lld"}, "wild", {}, "gnu", {}},
    {"relative folders of PATH do not count",
     {{"PATH", "bin::."}},
     {"/w/bin/ld.lld", "/w/ld.lld"},
     "",
     {},
     "gnu",
     {}},
};

TEST(Provider, Linkers) {
  const Target *target = findTarget("aarch64-unknown-linux-gnu");
  for (const Case &c : cases) {
    test::FakeFileSystem files;
    files.workIn("/w");
    for (const std::string &program : c.programs)
      files.program(program);
    Environment environment(c.environment);
    auto found = ProviderSearch(environment, files, "").findLinker(*target, c.flavor, c.fuseLd, c.prefixes);
    Strings got;
    if (found) {
      got = found->leading;
      got.insert(got.begin(), found->path);
    }
    EXPECT_EQ(got, c.expected) << c.name;
    EXPECT_TRUE(found || !found.error().what.empty()) << c.name;
  }
}

TEST(Provider, NeverItself) {
  const Target *target = findTarget("aarch64-unknown-linux-gnu");
  test::FakeFileSystem files;
  files.program("/opt/linkshim", "these bytes")
      .symlink("/a/ld.lld", "/opt/linkshim")
      .program("/b/ld.lld", "these bytes");
  files.program("/c/ld.lld", "other bytes");
  Environment both({{"PATH", "/a:/b:/c"}});
  EXPECT_EQ(ProviderSearch(both, files, "/opt/linkshim").findLinker(*target, "gnu", "", {})->path,
            "/c/ld.lld");
  Environment own({{"PATH", "/a:/b"}});
  auto found = ProviderSearch(own, files, "/opt/linkshim").findLinker(*target, "gnu", "", {});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().what, "no linker was found");
  Environment named({{"LINKSHIM_LLD", "/a/ld.lld"}});
  found = ProviderSearch(named, files, "/opt/linkshim").findLinker(*target, "gnu", "", {});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().text(), "linkshim: error: LINKSHIM_LLD names linkshim itself\n"
                                  "  LINKSHIM_LLD  /a/ld.lld\n"
                                  "  try: unset LINKSHIM_LLD, or name a rust-lld, ld.lld or zig\n");
}

TEST(Provider, Compilers) {
  struct {
    Variables environment;
    Strings programs;
    Strings expected;
  } compilers[] = {
      {{{"PATH", "/bin"}}, {"/bin/clang", "/bin/clang-22"}, {"/bin/clang", "/bin/clang"}},
      {{{"PATH", "/bin"}}, {"/bin/clang-14", "/bin/clang-16"}, {"/bin/clang-16", "/bin/clang-16"}},
      {{{"PATH", "/bin"}}, {"/bin/zig"}, {"/bin/zig", "zig", "clang"}},
      {{{"PATH", "/bin"}, {"LINKSHIM_CLANG", "/my/clang"}},
       {"/bin/clang", "/my/clang"},
       {"/my/clang", "/my/clang"}},
      {{{"PATH", "/bin"}}, {"/bin/gcc"}, {}},
  };
  for (const auto &c : compilers) {
    test::FakeFileSystem files;
    for (const std::string &program : c.programs)
      files.program(program);
    Environment environment(c.environment);
    auto found = ProviderSearch(environment, files, "").findCompiler();
    Strings got;
    if (found) {
      got = found->leading;
      got.insert(got.begin(), found->path);
    }
    EXPECT_EQ(got, c.expected);
  }
}

TEST(Provider, CompilersThatAreTooOld) {
  const std::string get19 = "  try: apt-get install clang-19, or pip install ziglang\n";
  const std::string needed = "clang 19 or newer, for the headers of libc++\n";
  const struct {
    const char *name;
    Strings programs;
    const char *named; ///< LINKSHIM_CLANG
    int oldest;
    std::string expected; ///< a path, or what is said
  } rows[] = {
      {"old for C", {"/usr/lib/llvm-14/bin/clang", "/bin/clang-22"}, "", oldestForC, "/a/clang"},
      {"the newest that fits",
       {"/usr/lib/llvm-14/bin/clang", "/bin/clang-19", "/bin/clang-22"},
       "",
       oldestForCxx,
       "/bin/clang-22"},
      {"a version unknown", {"/opt/x/bin/clang"}, "", oldestForCxx, "/a/clang"},
      {"told by the folder beside",
       {"/opt/x/bin/clang", "/opt/x/lib/clang/17/lib/x"},
       "",
       oldestForCxx,
       "linkshim: error: no C++ compiler that is new enough was found\n"
       "  found   /a/clang, version 17\n"
       "  needed  " +
           needed + get19},
      {"a folder of the other kind",
       {"/opt/x/bin/clang", "/opt/x/lib64/clang/20.1/x"},
       "",
       oldestForCxx,
       "/a/clang"},
      {"zig in its place", {"/usr/lib/llvm-14/bin/clang", "/bin/zig"}, "", oldestForCxx, "/bin/zig"},
      {"too old for C",
       {"/usr/lib/llvm-11/bin/clang"},
       "",
       oldestForC,
       "linkshim: error: no C compiler that is new enough was found\n"
       "  found   /a/clang, version 11\n"
       "  needed  clang 14 or newer\n"
       "  try: apt-get install clang, or pip install ziglang\n"},
      {"none",
       {},
       "",
       oldestForCxx,
       "linkshim: error: no C++ compiler was found\n"
       "  looked for  clang on PATH (any version from 19), zig on PATH or in a Python package\n" +
           get19},
      {"named",
       {"/bin/clang-18", "/bin/clang-22"},
       "clang-18",
       oldestForCxx,
       "linkshim: error: the compiler that LINKSHIM_CLANG names is too old for C++\n"
       "  LINKSHIM_CLANG  clang-18, version 18\n"
       "  needed          " +
           needed + "  try: unset LINKSHIM_CLANG, or name a newer one\n"},
      {"named for C", {"/bin/clang-18"}, "clang-18", oldestForC, "/bin/clang-18"},
  };
  for (const auto &row : rows) {
    test::FakeFileSystem files;
    for (const std::string &program : row.programs)
      files.program(program);
    if (!row.programs.empty() && !row.programs.front().starts_with("/bin/"))
      files.symlink("/a/clang", row.programs.front());
    Environment environment({{"PATH", "/a:/bin"}, {"LINKSHIM_CLANG", row.named}});
    auto found = ProviderSearch(environment, files, "").findCompiler(row.oldest);
    EXPECT_EQ(found ? found->path : found.error().text(), row.expected) << row.name;
  }
}

} // namespace
} // namespace linkshim
