#include "shim/call/BareTool.h"
#include "shim/tools/HostTool.h"
#include "test/unit/FakeFileSystem.h"
#include "test/unit/Results.h"
#include <gtest/gtest.h>

#define HOST LINKSHIM_TEST_HOST_ARCH "-unknown-linux-gnu"
#define HOST_MUSL LINKSHIM_TEST_HOST_ARCH "-unknown-linux-musl"
#define STD(triple) "/rust/lib/rustlib/" triple "/lib"
#define ARM "aarch64-unknown-linux-gnu"
#define S390 "s390x-unknown-linux-gnu"

namespace linkshim {
namespace {

using Strings = std::vector<std::string>;
using Variables = std::vector<std::pair<std::string, std::string>>;

/// The first bytes of an ELF object, as far as linkshim looks.
std::string object(const char *triple) {
  const Target *target = findTarget(triple);
  bool big = target->endian == Endian::big;
  std::string head(64, '\0');
  head.replace(0, 4,
               "\x7f"
               "ELF");
  head[4] = target->pointerBits == 64 ? 2 : 1;
  head[5] = big ? 2 : 1;
  head[16 + big] = 1;
  head[18 + big] = static_cast<char>(target->machine & 0xff);
  head[18 + !big] = static_cast<char>(target->machine >> 8);
  return head;
}

/// A machine with compilers, objects of two kinds, and a cargo that builds in /t for s390x.
test::FakeFileSystem machine() {
  test::FakeFileSystem files;
  files.program("/bin/gcc").program("/bin/c++").program("/bin/pkg-config").program("/bin/ld").workIn("/t");
  files.file(std::string(findTarget(HOST)->interpreter));
  files.file("/o/host.o", object(HOST)).file("/o/target.o", object(S390)).file("/o/text.o", "no object");
  files.heldFile("/t/debug/.cargo-lock").heldFile("/t/" S390 "/debug/.cargo-lock");
  files.heldFile("/plain/debug/.cargo-lock").file("/plain/" S390 "/debug/.cargo-lock");
  return files;
}

struct Case {
  const char *what;
  const char *tool;
  Strings args;
  Variables variables;
  const char *triple;
  bool ofHost; ///< it goes to the machine's own tool
};

const Variables s390{{"TARGETPLATFORM", "linux/s390x"}};
const Variables same{{"LINKSHIM_TARGET", HOST}};
const Variables musl{{"LINKSHIM_TARGET", HOST_MUSL}};

Variables with(Variables first, const Variables &more) {
  first.insert(first.end(), more.begin(), more.end());
  return first;
}
Variables script(const char *target, const char *host = HOST) {
  return {{"TARGET", target}, {"HOST", host}, {"OUT_DIR", "/t/debug/build/a/out"}};
}

const Case cases[] = {
    // rustc
    {"the target's program", "cc", {"a.o", "-L", STD(S390), "-o", "a"}, s390, S390, false},
    {"by a library of std alone", "cc", {"a.o", STD(S390) "/libcore-1.rlib", "-o", "a"}, s390, S390, false},
    {"a build script", "cc", {"-m64", "a.o", "-L", STD(HOST), "-o", "a"}, s390, HOST, true},
    {"a macro", "cc", {"-m64", "a.o", STD(HOST) "/libstd-1.rlib", "-shared"}, s390, HOST, true},
    {"where rustc's own lld is says nothing",
     "cc",
     {"-B/rust/lib/rustlib/" HOST "/bin/gcc-ld", "-L", STD(S390)},
     s390,
     S390,
     false},
    {"what crates ask for comes before", "cc", {"-L", STD(HOST), "-L", STD(S390)}, s390, S390, false},
    {"start files of the toolchain", "cc", {"-L", STD(HOST_MUSL) "/self-contained"}, s390, HOST_MUSL, false},
    {"a third target",
     "cc",
     {"a.o", "-L", STD("riscv64gc-unknown-linux-musl")},
     s390,
     "riscv64gc-unknown-linux-musl",
     false},
    {"a target of one's own", "cc", {"a.o", "-L", STD("my-own-target")}, s390, S390, false},
    {"other libc, the target", "cc", {"-m64", "-L", STD(HOST_MUSL)}, musl, HOST_MUSL, false},
    {"other libc, a build script", "cc", {"-m64", "-L", STD(HOST)}, musl, HOST, true},
    {"a Rust toolchain of the other libc",
     "cc",
     {"-L", STD(HOST_MUSL)},
     with({{"PATH", "/rust/lib/rustlib/" HOST_MUSL "/bin:/bin"}}, s390),
     HOST_MUSL,
     true},
    {"an ld that rustc calls", "ld", {"a.o", "-L", STD(HOST)}, s390, HOST, false},
    {"one target for all: no cargo for it",
     "cc",
     {"-L", STD(HOST), "-o", "/t/debug/deps/a"},
     same,
     HOST,
     false},
    {"no platform, a build script", "cc", {"-L", STD(HOST), "-o", "/t/debug/build/a/b"}, {}, HOST, true},
    {"no platform, no target", "cc", {"-L", STD(HOST), "-o", "/plain/debug/deps/a"}, {}, HOST, false},
    {"no platform, a target", "cc", {"-L", STD(S390), "-o", "/t/" S390 "/debug/deps/a"}, {}, S390, false},
    // build scripts
    {"C of the target", "cc", {"-c", "a.c"}, with(script(S390), s390), S390, false},
    {"C of a build script", "cc", {"-c", "a.c"}, with(script(HOST), s390), HOST, true},
    {"C++ of a build script", "c++", {"-c", "a.cc"}, with(script(HOST), s390), HOST, true},
    {"libraries of a build script", "pkg-config", {"--libs", "z"}, with(script(HOST), s390), HOST, true},
    {"libraries of the target", "pkg-config", {"--libs", "z"}, with(script(S390), s390), S390, false},
    {"C of a target that --target names", "cc", {"-c", "a.c"}, with(script(ARM), s390), ARM, false},
    {"the other libc", "cc", {"-c", "a.c"}, with(script(HOST_MUSL), musl), HOST_MUSL, false},
    {"of a build script, the other libc", "cc", {"-c", "a.c"}, with(script(HOST), musl), HOST, true},
    {"a host of the other libc",
     "cc",
     {"-c", "a.c"},
     with(script(HOST_MUSL, HOST_MUSL), s390),
     HOST_MUSL,
     true},
    {"a program to run in the build", "cc", {"/o/host.o", "-o", "x"}, with(script(S390), s390), HOST, true},
    {"it names the target itself",
     "cc",
     {"--target=" HOST, "/o/host.o"},
     with(script(S390), s390),
     HOST,
     false},
    {"a build script's clang names the machine",
     "cc",
     {"--target=" HOST, "-c", "a.c"},
     with(script(HOST), s390),
     HOST,
     true},
    {"a build script for another target yet",
     "cc",
     {"-target", ARM, "-c", "a.c"},
     with(script(HOST), s390),
     ARM,
     false},
    {"variables of somebody else",
     "cc",
     {"-c", "a.c"},
     with({{"TARGET", HOST}, {"HOST", HOST}}, s390),
     S390,
     false},
    {"names that are no triples",
     "cc",
     {"-c", "a.c"},
     with({{"TARGET", "all"}, {"HOST", "me"}, {"OUT_DIR", "/o"}}, s390),
     S390,
     false},
    // by hand, configure, cmake
    {"a compile", "cc", {"-c", "a.c"}, s390, S390, false},
    {"a link", "cc", {"/o/target.o", "-o", "a"}, s390, S390, false},
    {"a link of the machine's", "cc", {"-o", "a", "/o/host.o"}, s390, HOST, true},
    {"the first object counts", "cc", {"/o/target.o", "/o/host.o"}, s390, S390, false},
    {"an output is no input", "cc", {"-o", "/o/host.o", "-c", "a.c"}, s390, S390, false},
    {"what is no object says nothing", "cc", {"/o/text.o", "/o/missing.o", "/o/host.o"}, s390, HOST, true},
    {"ar", "ar", {"rcs", "a.a", "/o/host.o"}, s390, S390, false},
    // ld, as compilers call it
    {"GCC's", "ld", {"-m", "any"}, with({{"COLLECT_GCC", "gcc"}}, s390), HOST, true},
    {"below the machine's compiler", "ld", {"a.o"}, with({{"LINKSHIM_HOST_TOOLS", "1"}}, s390), HOST, true},
    {"a tool below the machine's compiler",
     "cc",
     {"-c", "a.c"},
     with({{"LINKSHIM_HOST_TOOLS", "1"}}, s390),
     HOST,
     true},
    {"the target's emulation", "ld", {"-m", "elf64_s390", "a.o"}, s390, S390, false},
    {"an emulation of neither", "ld", {"-m", "elf32_none", "a.o"}, s390, S390, false},
    {"the machine's loader", "ld", {"-dynamic-linker", "LOADER", "a.o"}, musl, HOST, true},
    {"the machine's emulation", "ld", {"-m", "EMULATION", "a.o"}, s390, HOST, true},
    {"an object of the machine's", "ld", {"-r", "/o/host.o"}, s390, HOST, true},
};

TEST(BareTool, FindsWhomItWorksFor) {
  test::FakeFileSystem files = machine();
  const Target *host = findTarget(HOST);
  for (const Case &c : cases) {
    SCOPED_TRACE(c.what);
    Variables variables = c.variables;
    if (variables.empty() || variables.front().first != "PATH")
      variables.insert(variables.begin(), {"PATH", "/usr/local/bin:/bin"});
    Strings args = c.args;
    for (std::string &arg : args) {
      if (arg == "LOADER") arg = host->interpreter;
      if (arg == "EMULATION") arg = host->emulation;
    }
    Environment environment(variables);
    Invocation invocation;
    Failure failure;
    ASSERT_TRUE(test::into(readInvocation(*parseToolName(c.tool), c.tool, args, environment, files),
                           invocation, failure))
        << failure.text();
    EXPECT_EQ(invocation.target->triple, c.triple);
    EXPECT_EQ(invocation.hostUnit, c.ofHost);
    if (!c.ofHost) continue;
    Strings passed = args;
    auto plan = planHostUnit(invocation, {environment, files, {"/c", "/s"}, "/opt/linkshim"});
    ASSERT_TRUE(plan);
    passed.insert(passed.begin(), plan->program);
    EXPECT_EQ(plan->args, passed);
    EXPECT_EQ(plan->environment, (std::vector<EnvironmentChange>{{"LINKSHIM_HOST_TOOLS", "1"}}));
  }
}

/// A width that only the machine's compilers know. There is one on x86_64 alone.
TEST(BareTool, Widths) {
  if (std::string_view(LINKSHIM_TEST_HOST_ARCH) != "x86_64") GTEST_SKIP() << "no -m64 on this machine";
  test::FakeFileSystem files = machine();
  struct {
    const char *target;
    const char *flag;
    const char *triple;
  } const rows[] = {{"armv7-unknown-linux-gnueabihf", "-m64", HOST},
                    {ARM, "-m64", HOST},
                    {ARM, "-m32", "i686-unknown-linux-gnu"},
                    {S390, "-m64", S390},
                    {"i686-unknown-linux-gnu", "-m32", "i686-unknown-linux-gnu"},
                    {"i686-unknown-linux-gnu", "-m64", HOST}};
  for (const auto &row : rows) {
    Invocation invocation;
    Failure failure;
    ASSERT_TRUE(test::into(readInvocation(*parseToolName("cc"), "cc", {row.flag, "-c", "a.c"},
                                          Environment({{"LINKSHIM_TARGET", row.target}}), files),
                           invocation, failure))
        << failure.text();
    EXPECT_EQ(invocation.target->triple, row.triple) << row.target << row.flag;
    EXPECT_EQ(invocation.hostUnit, row.flag == std::string("-m64")
                                       ? row.target == std::string(ARM) || row.target[0] == 'a'
                                       : row.target == std::string(ARM));
  }
}

/// LINKSHIM_GLIBC is for what leaves the machine; what runs on it takes the oldest.
TEST(BareTool, Floors) {
  test::FakeFileSystem files = machine();
  struct {
    Strings args;
    Variables variables;
    const char *floor;
  } const rows[] = {
      {{"-L", STD(HOST)}, with({{"LINKSHIM_GLIBC", "2.36"}}, s390), "2.17"},
      {{"-L", STD(S390)}, with({{"LINKSHIM_GLIBC", "2.36"}}, s390), "2.36"},
      {{"-L", STD(S390)}, {{"LINKSHIM_TARGET", S390 ".2.28"}}, "2.28"},
      {{"-L", STD(ARM)}, {{"LINKSHIM_TARGET", S390 ".2.28"}}, "2.17"},
      {{"-L", STD(HOST)}, {{"LINKSHIM_TARGET", S390 ".2.28"}}, "2.17"},
  };
  for (const auto &row : rows) {
    Invocation invocation;
    Failure failure;
    ASSERT_TRUE(
        test::into(readInvocation(*parseToolName("cc"), "cc", row.args, Environment(row.variables), files),
                   invocation, failure));
    EXPECT_EQ(invocation.floor->str(), row.floor);
  }
}

struct Compiler {
  const char *what;
  std::vector<std::string> programs; ///< on the machine
  const char *path;
  const char *startFile; ///< empty: none
  const char *runs;      ///< empty: linkshim does it
};

const Compiler compilers[] = {
    {"a whole one",
     {"/usr/bin/gcc"},
     "/usr/local/bin:/usr/bin",
     "/usr/lib/x86_64-linux-gnu/crt1.o",
     "/usr/bin/gcc"},
    {"no C library to link with", {"/usr/bin/clang"}, "/usr/local/bin:/usr/bin", "", ""},
    {"where Fedora has it",
     {"/usr/bin/clang"},
     "/usr/local/bin:/usr/bin",
     "/usr/lib64/crt1.o",
     "/usr/bin/clang"},
    {"one with its own", {"/opt/gcc/bin/gcc"}, "/usr/local/bin:/opt/gcc/bin", "", "/opt/gcc/bin/gcc"},
    {"behind linkshim, not the one that called it",
     {"/cache/bin/cc", "/bin/cc"},
     "/cache/bin:/usr/local/bin:/bin",
     "",
     "/bin/cc"},
    {"in front, where none is behind",
     {"/cache/bin/cc"},
     "/cache/bin:/usr/local/bin:/bin",
     "",
     "/cache/bin/cc"},
    {"none", {}, "/usr/local/bin:/usr/bin", "", ""},
};

TEST(BareTool, PassesOnToTheMachinesCompiler) {
  if (std::string_view(LINKSHIM_TEST_HOST_ARCH) != "x86_64") GTEST_SKIP() << "the paths are x86_64's";
  for (const Compiler &c : compilers) {
    test::FakeFileSystem files;
    files.program("/usr/local/bin/linkshim", "linkshim").symlink("/usr/local/bin/cc", "linkshim");
    for (const std::string &program : c.programs)
      files.program(program);
    if (*c.startFile != 0) files.file(c.startFile);
    Environment environment(with({{"PATH", c.path}}, s390));
    Invocation invocation;
    Failure failure;
    ASSERT_TRUE(test::into(
        readInvocation(*parseToolName("cc"), "cc", {"-L", STD(HOST), "-o", "a"}, environment, files),
        invocation, failure));
    invocation.folder = "/usr/local/bin";
    auto plan = planHostUnit(invocation, {environment, files, {"/c", "/s"}, "/usr/local/bin/linkshim"});
    EXPECT_EQ(plan ? plan->program : "", c.runs) << c.what;
  }
}

} // namespace
} // namespace linkshim
