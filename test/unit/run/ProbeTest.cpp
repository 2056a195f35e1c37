#include "shim/run/Questions.h"
#include "test/unit/FakeFileSystem.h"
#include "test/unit/Results.h"
#include <gmock/gmock.h>

namespace linkshim {
namespace {

using Strings = std::vector<std::string>;

struct Case {
  const char *name, *tool;
  Strings args;
  std::optional<Answer> answer; ///< nullopt: a program has to run
};

constexpr const char *gnu = "aarch64-linux-gnu-gcc", *floored = "aarch64-unknown-linux-gnu.2.28-cc",
                     *musl = "aarch64-unknown-linux-musl-cc";

std::string ownVersion(const std::string &tool) {
  return "linkshim " + tool + versionText().substr(std::string("linkshim").size()) + ", GNU format\n";
}

const Case cases[] = {
    {"machine", gnu, {"-dumpmachine"}, Answer{"aarch64-linux-gnu\n"}},
    {"machine with a floor", floored, {"-dumpmachine"}, Answer{"aarch64-linux-gnu\n"}},
    {"machine beside other options",
     floored,
     {"-O2", "-c", "a.c", "--dumpmachine"},
     Answer{"aarch64-linux-gnu\n"}},
    {"machine, as config.sub knows it",
     "riscv64gc-unknown-openbsd-cc",
     {"-dumpmachine"},
     Answer{"riscv64-unknown-openbsd\n"}},
    {"machine without a system",
     "riscv32imc-unknown-none-elf-cc",
     {"-dumpmachine"},
     Answer{"riscv32-unknown-elf\n"}},
    {"machine of musl", musl, {"-dumpmachine"}, Answer{"aarch64-linux-musl\n"}},
    {"an output of that name", gnu, {"-o", "-dumpmachine", "a.o"}, std::nullopt},
    {"version is clang's", gnu, {"--version"}, std::nullopt},
    {"-v is clang's", gnu, {"-v"}, std::nullopt},
    {"-dumpversion is clang's", gnu, {"-dumpversion"}, std::nullopt},
    {"-print-resource-dir is clang's", gnu, {"-print-resource-dir"}, std::nullopt},
    {"-?", gnu, {"-?"}, std::nullopt},
    {"-qversion", gnu, {"-qversion"}, std::nullopt},
    {"sibling", gnu, {"-print-prog-name=ld"}, Answer{"/links/aarch64-linux-gnu-ld\n"}},
    {"sibling in two words", gnu, {"--print-prog-name", "ar"}, Answer{"/links/aarch64-linux-gnu-ar\n"}},
    {"no sibling, LLVM's", musl, {"-print-prog-name=nm"}, Answer{"/bin/llvm-nm\n"}},
    {"no sibling, lld", musl, {"-print-prog-name=ld"}, Answer{"/bin/ld.lld\n"}},
    {"nobody's", gnu, {"-print-prog-name=cc1"}, Answer{"cc1\n"}},
    {"nobody has it", gnu, {"-print-prog-name=windres"}, Answer{"windres\n"}},
    {"bare name is not the host's",
     "cc",
     {"--target=aarch64-linux-gnu", "-print-prog-name=strip"},
     Answer{"strip\n"}},
    {"file of the pack",
     musl,
     {"-print-file-name=libc.a"},
     Answer{"/share/sysroots/aarch64-unknown-linux-musl/lib/libc.a\n"}},
    {"clang's headers", musl, {"-print-file-name=include"}, Answer{"/llvm/lib/clang/22/include\n"}},
    {"one of them",
     "x86_64-unknown-none-cc",
     {"--print-file-name", "include/stdarg.h"},
     Answer{"/llvm/lib/clang/22/include/stdarg.h\n"}},
    {"clang's own folder", gnu, {"-print-file-name=."}, Answer{"/llvm/lib/clang/22/.\n"}},
    {"where the user says", gnu, {"-resource-dir=/own", "-print-file-name=x.h"}, Answer{"/own/x.h\n"}},
    {"file of nobody", musl, {"-print-file-name=include-fixed"}, Answer{"include-fixed\n"}},
    {"nobody's plug-ins", gnu, {"-print-file-name=plugin"}, Answer{"plugin\n"}},
    {"other questions are clang's", gnu, {"-print-effective-triple", "a.o"}, std::nullopt},
    {"libgcc",
     musl,
     {"-print-libgcc-file-name"},
     Answer{"/share/sysroots/aarch64-unknown-linux-musl/lib/libgcc.a\n"}},
    {"no libgcc", gnu, {"-print-libgcc-file-name"}, Answer{"libgcc.a\n"}},
    {"sysroot", musl, {"-print-sysroot"}, Answer{"/share/headers/musl/all\n"}},
    {"sysroot of the user", musl, {"-print-sysroot", "--sysroot=/mine"}, Answer{"/mine\n"}},
    {"no sysroot", gnu, {"-print-sysroot"}, Answer{""}},
    {"multiarch", floored, {"-print-multiarch"}, Answer{"aarch64-linux-gnu\n"}},
    {"multiarch of 32-bit x86", "i686-linux-gnu-gcc", {"-print-multiarch"}, Answer{"i386-linux-gnu\n"}},
    {"multiarch by -m32", "x86_64-linux-gnu-gcc", {"-m32", "-print-multiarch"}, Answer{"i386-linux-gnu\n"}},
    {"multi-os-directory", gnu, {"-print-multi-os-directory"}, Answer{".\n"}},
    {"multi-directory", gnu, {"--print-multi-directory"}, Answer{".\n"}},
    {"multi-lib", gnu, {"-print-multi-lib"}, Answer{".;\n"}},
    {"a linker has no such questions", "aarch64-linux-gnu-ld", {"--version"}, std::nullopt},
    {"help of our own ar",
     "aarch64-linux-gnu-ar",
     {"--help"},
     Answer{"aarch64-linux-gnu-ar stands in for GNU ar of aarch64-unknown-linux-gnu.\n`linkshim --help` "
            "tells the rest.\n"}},
    {"our own ar", "aarch64-linux-gnu-ar", {"--version"}, Answer{ownVersion("ar")}},
    {"our own ar by -V", "aarch64-linux-gnu-ar", {"-V"}, Answer{ownVersion("ar")}},
    {"no question to ar", "aarch64-linux-gnu-ar", {"rcs", "--version"}, std::nullopt},
    {"nm answers itself", "aarch64-linux-gnu-nm", {"--version"}, std::nullopt},
    {"ranlib by -v, which LLVM's refuses", "aarch64-linux-gnu-ranlib", {"-v"}, Answer{ownVersion("ranlib")}},
    {"dlltool, whose LLVM has no version",
     "x86_64-w64-mingw32-dlltool",
     {"--version"},
     Answer{ownVersion("dlltool")}},
    {"as is clang", "aarch64-linux-gnu-as", {"--version"}, std::nullopt},
    {"help of as",
     "aarch64-linux-gnu-as",
     {"--target-help"},
     Answer{"aarch64-linux-gnu-as stands in for GNU as of aarch64-unknown-linux-gnu.\n`linkshim --help` "
            "tells the rest.\n"}},
    {"no pkg-config: version", "aarch64-linux-gnu-pkg-config", {"--version"}, Answer{"0.29.2\n"}},
    {"no pkg-config: nothing exists", "aarch64-linux-gnu-pkg-config", {"--exists", "zlib"}, Answer{"", 1}},
    {"no pkg-config: the rest fails", "aarch64-linux-gnu-pkg-config", {"--libs", "zlib"}, std::nullopt},
};

test::FakeFileSystem machine() {
  test::FakeFileSystem files;
  files.program("/llvm/bin/clang").symlink("/bin/clang", "/llvm/bin/clang").file("/own/x.h");
  for (const char *version : {"14", "22", "9"})
    files.file(std::string("/llvm/lib/clang/") + version + "/include/stdarg.h");
  files.program("/bin/ld.lld").program("/bin/llvm-nm").program("/links/strip");
  files.program("/opt/bin/linkshim", "shim");
  for (const char *tool : {"ld", "ar"})
    files.symlink(std::string("/links/aarch64-linux-gnu-") + tool, "/opt/bin/linkshim");
  std::string pack = "/share/sysroots/aarch64-unknown-linux-musl";
  files.file(pack + "/lib/libc.a").file(pack + "/lib/libgcc.a");
  files.file("/share/headers/musl/all/include/stdio.h")
      .file("/share/headers/musl/aarch64/include/bits/alltypes.h");
  return files;
}

std::optional<Answer> ask(const char *name, Strings args, const test::FakeFileSystem &files) {
  Environment environment({{"PATH", "/bin"}});
  Invocation invocation;
  Failure failure;
  EXPECT_TRUE(test::into(readInvocation(*parseToolName(name), name, std::move(args), environment, files),
                         invocation, failure))
      << failure.text();
  invocation.folder = "/links";
  return answerQuestion(
      invocation,
      {environment, files, {"/cache", "/share", test::packOf(*invocation.target)}, "/opt/bin/linkshim"});
}

TEST(Probe, Answers) {
  test::FakeFileSystem files = machine();
  for (const Case &c : cases) {
    std::optional<Answer> answer = ask(c.tool, c.args, files);
    EXPECT_EQ(answer.has_value(), c.answer.has_value()) << c.name;
    if (!answer || !c.answer) continue;
    EXPECT_EQ(answer->output, c.answer->output) << c.name;
    EXPECT_EQ(answer->status, c.answer->status) << c.name;
  }
}

TEST(Probe, SearchFolders) {
  EXPECT_EQ(ask(musl, {"-print-search-dirs"}, machine())->output.substr(0, 58),
            "install: /links/\nprograms: =/links\nlibraries: =/cache/musl");
}

/// Which question a call asks, whoever answers it: `linkshim explain` says so. Inputs change nothing.
TEST(Probe, AskedIn) {
  const struct {
    const char *tool;
    Strings args;
    std::string asked;
  } calls[] = {
      {gnu, {"-O2", "a.o", "-dumpmachine"}, "-dumpmachine"},
      {gnu, {"--print-file-name", "libc.a"}, "--print-file-name libc.a"},
      {gnu, {"-dumpversion", "a.o"}, "-dumpversion"},
      {gnu, {"-print-targets", "a.c"}, "-print-targets"},
      {gnu, {"-mcpu=help"}, "-mcpu=help"},
      {gnu, {"--version"}, "--version"},
      {gnu, {"-v"}, "-v"},
      {gnu, {"-v", "a.o"}, ""},
      {gnu, {"-E", "-v", "-x", "c", "/dev/null"}, ""},
      {gnu, {"-mcpu=cortex-a53", "a.o"}, ""},
      {"aarch64-linux-gnu-ld", {"-V"}, "-V"},
      {"aarch64-linux-gnu-ld", {"-v"}, "-v"},
      {"aarch64-linux-gnu-ld", {"-v", "a.o"}, ""},
      {"aarch64-linux-gnu-nm", {"--version"}, "--version"},
      {"aarch64-linux-gnu-ranlib", {"-v"}, "-v"},
      {"aarch64-linux-gnu-as", {"-version"}, "-version"},
      {"aarch64-linux-gnu-ar", {"rcs", "x.a"}, ""},
  };
  Environment environment;
  test::FakeFileSystem files = machine();
  for (const auto &c : calls) {
    Result<Invocation> invocation =
        readInvocation(*parseToolName(c.tool), c.tool, c.args, environment, files);
    ASSERT_TRUE(invocation.has_value());
    EXPECT_EQ(askedIn(*invocation), c.asked) << c.tool << " " << c.args.front();
  }
}

TEST(Probe, VersionWithoutClang) {
  test::FakeFileSystem files;
  EXPECT_EQ(ask(floored, {"--version"}, files)->output,
            versionText() + " for aarch64-unknown-linux-gnu, glibc 2.28\n");
}

} // namespace
} // namespace linkshim
