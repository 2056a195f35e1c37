// C and C++ for Microsoft's environment: against mingw-w64's headers, or against the user's.
#include "shim/run/Planner.h"
#include "test/unit/FakeFileSystem.h"
#include "test/unit/Results.h"
#include <gmock/gmock.h>

namespace linkshim {
namespace {

using Strings = std::vector<std::string>;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Not;
using ::testing::StartsWith;

test::FakeFileSystem machine() {
  test::FakeFileSystem files;
  files.workIn("/w").program("/bin/clang").program("/bin/lld-link");
  files.file("/share/mingw/include/windows.h").file("/share/c++/v1/vector");
  files.file("/xwin/crt/include/vcruntime.h").file("/xwin/sdk/include/ucrt/stdio.h");
  files.file("/xwin/crt/lib/x86_64/msvcrt.lib");
  return files;
}

Plan planOf(const char *name, Strings args, bool xwin) {
  test::FakeFileSystem files = machine();
  std::vector<std::pair<std::string, std::string>> variables = {{"PATH", "/bin"}};
  if (xwin) variables.emplace_back("XWIN_DIR", "/xwin");
  Environment environment(variables);
  Invocation invocation;
  Failure failure;
  Plan plan;
  std::optional<ToolName> tool = parseToolName(name);
  EXPECT_TRUE(
      test::into(readInvocation(*tool, name, std::move(args), environment, files), invocation, failure))
      << failure.text();
  std::string pack = "/packs/" + std::string(invocation.target->pack);
  files.file(pack + "/lib/libc++.a", "");
  PlanContext context{environment, files, {"/cache", "/share", pack}, "/opt/bin/linkshim", "/tmp/t"};
  context.roots = findRoots(*invocation.target, std::nullopt, environment, files);
  EXPECT_TRUE(test::into(makePlan(invocation, context), plan, failure)) << failure.text();
  return plan;
}

/// The arguments of the compiler that reads the source.
Strings compile(const char *name, Strings args, bool xwin) {
  Plan plan = planOf(name, std::move(args), xwin);
  return plan.before.empty() ? plan.args : plan.before.front().args;
}

/// What a source sees is mingw-w64 with the UCRT, whatever the language and the processor.
TEST(MsvcCompile, AgainstMinGwsHeaders) {
  const struct {
    const char *tool, *source, *target;
    bool cxx;
  } cases[] = {
      {"x86_64-pc-windows-msvc-cc", "a.c", "--target=x86_64-pc-windows-msvc", false},
      {"i686-pc-windows-msvc-clang", "a.c", "--target=i686-pc-windows-msvc", false},
      {"aarch64-uwp-windows-msvc-gcc", "a.S", "--target=aarch64-pc-windows-msvc", false},
      {"x86_64-win7-windows-msvc-cc", "a.cc", "--target=x86_64-pc-windows-itanium", true},
      {"i686-pc-windows-msvc-c++", "a.c", "--target=i686-pc-windows-itanium", true},
      {"aarch64-pc-windows-msvc-clang++", "a.cpp", "--target=aarch64-pc-windows-gnu", true},
  };
  for (const auto &c : cases) {
    Strings args = compile(c.tool, {"-c", c.source}, false);
    EXPECT_THAT(args, AllOf(Contains(c.target), Contains("-D__MINGW32__=1"), Contains("-D_UCRT"),
                            Contains("-nostdlibinc"), Contains("/share/mingw/include")))
        << c.tool;
    EXPECT_EQ(std::ranges::count(args, "-U_MSC_VER"), !c.cxx) << c.tool;
    if (c.cxx) EXPECT_THAT(args, Contains("/share/c++/v1")) << c.tool;
    EXPECT_EQ(std::ranges::count(args, "--dependent-lib=c++"), c.cxx) << c.tool;
  }
}

/// Where the user has Microsoft's headers, nothing of mingw-w64 is seen.
TEST(MsvcCompile, AgainstMicrosoftsHeaders) {
  for (const char *tool : {"x86_64-pc-windows-msvc-cc", "x86_64-pc-windows-msvc-c++"}) {
    Strings args = compile(tool, {"-c", "a.c"}, true);
    EXPECT_THAT(args, AllOf(Contains("--target=x86_64-pc-windows-msvc"), Contains("/xwin/sdk/include/ucrt"),
                            Not(Contains("/share/mingw/include")), Not(Contains("/share/c++/v1")),
                            Not(Contains(StartsWith("-D__MINGW32__"))), Not(Contains("-U_MSC_VER"))))
        << tool;
  }
}

/// C++ of 64 bits takes two steps where it becomes an object, and the second gets what decides of code alone.
TEST(MsvcCompile, CodeStep) {
  Plan plan = planOf("x86_64-pc-windows-msvc-c++",
                     {"-O2", "-ffunction-sections", "-DX", "-MD", "-c", "d/a.cc", "-o", "o/a.obj"}, false);
  ASSERT_EQ(plan.before.size(), 1U);
  EXPECT_EQ(plan.temporaryFolder, "/tmp/t");
  EXPECT_THAT(plan.before.front().args,
              AllOf(Contains("-emit-llvm"), Contains("-DX"), Contains("/tmp/t/0.bc"), Contains("o/a.d"),
                    Contains("o/a.obj"), Contains("d/a.cc")));
  EXPECT_EQ(plan.args,
            (Strings{"/bin/clang", "--target=x86_64-pc-windows-msvc", "-mno-incremental-linker-compatible",
                     "-Wno-override-module", "-Xclang", "-disable-llvm-passes", "-O2", "-ffunction-sections",
                     "-c", "/tmp/t/0.bc", "-o", "o/a.obj"}));
  EXPECT_EQ(planOf("x86_64-pc-windows-msvc-c++", {"-c", "a.cc", "b.cc"}, false).before.size(), 3U);
  const struct {
    const char *tool;
    Strings args;
  } single[] = {{"x86_64-pc-windows-msvc-c++", {"-E", "a.cc"}},
                {"x86_64-pc-windows-msvc-c++", {"-S", "a.cc"}},
                {"x86_64-pc-windows-msvc-c++", {"-flto", "-c", "a.cc"}},
                {"x86_64-pc-windows-msvc-c++", {"--version"}},
                {"x86_64-pc-windows-msvc-cc", {"-c", "a.c"}},
                {"x86_64-pc-windows-msvc-c++", {"-c", "a.S"}},
                {"i686-pc-windows-msvc-c++", {"-c", "a.cc"}},
                {"x86_64-pc-windows-gnu-c++", {"-c", "a.cc"}}};
  for (const auto &c : single)
    EXPECT_TRUE(planOf(c.tool, c.args, false).before.empty()) << c.tool << ' ' << c.args.front();
  EXPECT_TRUE(planOf("x86_64-pc-windows-msvc-c++", {"-c", "a.cc"}, true).before.empty());
}

TEST(MsvcCompile, PositionIndependence) {
  for (const char *word : {"-fPIC", "-fpic", "-fPIE", "-fpie"}) {
    EXPECT_THAT(compile("x86_64-pc-windows-msvc-cc", {word, "-c", "a.c"}, false), Not(Contains(word)));
    EXPECT_THAT(compile("x86_64-pc-windows-gnu-cc", {word, "-c", "a.c"}, false), Contains(word));
  }
}

} // namespace
} // namespace linkshim
