#include "shim/call/HostUnit.h"
#include "shim/tools/HostTool.h"
#include "test/unit/FakeFileSystem.h"
#include "test/unit/Results.h"
#include <gtest/gtest.h>

#define HOST LINKSHIM_TEST_HOST_ARCH "-unknown-linux-gnu"

namespace linkshim {
namespace {

using Strings = std::vector<std::string>;

/// /t while a cargo builds for the host's triple by name, /plain while one builds without --target after
/// another did. /ours and /beside are the same two where the cargo is known for the one that made the call,
/// and in /beside another one builds for the triple at the same time; /split has the results elsewhere.
test::FakeFileSystem machine() {
  test::FakeFileSystem files;
  files.program("/bin/gcc").program("/bin/c++").program("/bin/pkg-config").program("/bin/clang").workIn("/t");
  files.heldFile("/t/debug/.cargo-lock").heldFile("/t/" HOST "/debug/.cargo-lock");
  files.heldFile("/plain/debug/.cargo-lock").file("/plain/" HOST "/debug/.cargo-lock");
  files.ancestorsFile("/ours/debug/.cargo-lock").ancestorsFile("/ours/" HOST "/debug/.cargo-lock");
  files.ancestorsFile("/beside/debug/.cargo-lock").heldFile("/beside/" HOST "/debug/.cargo-lock");
  for (const char *name : {"/split/debug/.cargo-build-lock", "/split/" HOST "/debug/.cargo-build-lock"})
    files.ancestorsFile(name);
  return files;
}

struct Case {
  const char *what;
  const char *tool;
  Strings args;
  const char *outDir;
  Strings expected; ///< the machine's own tool and its arguments; empty: linkshim's work
};

const Case cases[] = {
    {"a build script",
     HOST "-cc",
     {"-o", "/t/debug/build/a/build_script_build", "-pie", "a.o"},
     "",
     {"/bin/gcc", "/bin/gcc", "-o", "/t/debug/build/a/build_script_build", "-pie", "a.o"}},
    {"with a floor in the name",
     HOST ".2.17-cc",
     {"-o", "debug/deps/libmacros.so", "-shared"},
     "",
     {"/bin/gcc", "/bin/gcc", "-o", "debug/deps/libmacros.so", "-shared"}},
    {"C code of a build script",
     HOST "-c++",
     {"-c", "a.cc"},
     "/t/debug/build/a/out",
     {"/bin/c++", "/bin/c++", "-c", "a.cc"}},
    {"its libraries",
     HOST "-pkg-config",
     {"--libs", "zlib"},
     "/t/debug/build/a/out",
     {"/bin/pkg-config", "/bin/pkg-config", "--libs", "zlib"}},
    {"the target's program", HOST "-cc", {"-o", "/t/" HOST "/debug/deps/a", "a.o"}, "", {}},
    {"the target's C code", HOST "-cc", {"-c", "a.c"}, "/t/" HOST "/debug/build/a/out", {}},
    {"no --target now", HOST "-cc", {"-o", "/plain/debug/deps/a", "a.o"}, "", {}},
    {"by the cargo that made the call",
     HOST "-cc",
     {"-o", "/ours/debug/deps/a", "a.o"},
     "",
     {"/bin/gcc", "/bin/gcc", "-o", "/ours/debug/deps/a", "a.o"}},
    {"only another cargo builds for the triple", HOST "-cc", {"-o", "/beside/debug/deps/a", "a.o"}, "", {}},
    {"a folder of its own for what is built",
     HOST "-cc",
     {"-o", "/split/debug/deps/a", "a.o"},
     "",
     {"/bin/gcc", "/bin/gcc", "-o", "/split/debug/deps/a", "a.o"}},
    {"the target's program there", HOST "-cc", {"-o", "/split/" HOST "/debug/deps/a", "a.o"}, "", {}},
    {"another profile", HOST "-cc", {"-o", "/t/release/deps/a", "a.o"}, "", {}},
    {"no cargo", HOST "-cc", {"-o", "/elsewhere/a", "a.o"}, "", {}},
    {"no output", HOST "-cc", {"a.o", "-o"}, "", {}},
    {"another target", "riscv64gc-unknown-linux-gnu-cc", {"-o", "/t/debug/deps/a", "a.o"}, "", {}},
    {"ld", HOST "-ld", {"-o", "/t/debug/deps/a", "a.o"}, "", {}},
};

TEST(HostUnit, IsLeftToTheMachinesTools) {
  test::FakeFileSystem files = machine();
  for (const Case &c : cases) {
    Environment environment({{"PATH", "/bin"}, {"OUT_DIR", c.outDir}});
    Invocation invocation;
    Failure failure;
    ASSERT_TRUE(test::into(readInvocation(*parseToolName(c.tool), c.tool, c.args, environment, files),
                           invocation, failure))
        << failure.text();
    std::optional<Plan> plan;
    if (invocation.hostUnit)
      plan = planHostUnit(invocation, {environment, files, {"/c", "/s"}, "/opt/linkshim"});
    Strings got;
    if (plan) {
      got = plan->args;
      got.insert(got.begin(), plan->program);
    }
    EXPECT_EQ(got, c.expected) << c.what;
  }
}

TEST(HostUnit, IsLinkshimsWhereTheMachineHasNoCompiler) {
  test::FakeFileSystem files = machine();
  Environment environment({{"PATH", "/empty"}});
  Invocation invocation;
  Failure failure;
  ASSERT_TRUE(test::into(readInvocation(*parseToolName(HOST "-cc"), HOST "-cc",
                                        {"-o", "/t/debug/build/a/b", "a.o"}, environment, files),
                         invocation, failure));
  EXPECT_TRUE(invocation.hostUnit);
  EXPECT_FALSE(planHostUnit(invocation, {environment, files, {"/c", "/s"}, "/opt/linkshim"}));
}

} // namespace
} // namespace linkshim
