#include "shim/call/TargetOption.h"
#include "shim/compile/CompileLink.h"
#include "shim/run/Planner.h"
#include "test/unit/FakeFileSystem.h"
#include "test/unit/InSources.h"
#include "test/unit/Results.h"
#include <gmock/gmock.h>

namespace linkshim {
namespace {

using Variables = std::vector<std::pair<std::string, std::string>>;
using Strings = std::vector<std::string>;

constexpr const char *muslSysroot = "/share/sysroots/aarch64-unknown-linux-musl";

/// A machine with a clang, an lld and the musl pack.
test::FakeFileSystem machine() {
  test::FakeFileSystem files;
  files.workIn("/w");
  files.program("/bin/clang").program("/bin/ld.lld");
  std::string pack = muslSysroot;
  files.file("/share/headers/musl/all/include/stdio.h")
      .file("/share/headers/musl/aarch64/include/bits/alltypes.h");
  files.file(pack + "/lib/libc.a", "").file(pack + "/lib/libgcc.a", "");
  for (const char *name : {"crt1.o", "crti.o", "crtbeginT.o", "crtend.o", "crtn.o"})
    files.file(pack + "/lib/" + name, "");
  files.directory("/share/mingw/include");
  return files;
}

struct Outcome {
  bool ok = false;
  Plan plan;
  Failure failure;
};

Outcome planOf(const char *name, Strings args, const test::FakeFileSystem &files, Variables variables = {}) {
  variables.insert(variables.begin(), {"PATH", "/bin"});
  Environment environment(variables);
  Outcome out;
  Invocation invocation;
  std::optional<ToolName> tool = parseToolName(name);
  if (!test::into(readInvocation(*tool, name, std::move(args), environment, files), invocation, out.failure))
    return out;
  PlanContext context{environment,
                      files,
                      {"/cache", "/share", test::packOf(*invocation.target)},
                      "/opt/bin/linkshim",
                      "/tmp/t"};
  out.ok = test::into(makePlan(invocation, context), out.plan, out.failure);
  return out;
}

std::string joined(const Step &step) {
  std::string text = step.program;
  for (size_t i = 1; i < step.args.size(); ++i)
    text += " " + step.args[i];
  return text;
}

// The beginnings of the lines below.
#define AARCH64_MUSL                                                                                         \
  "/bin/clang --start-no-unused-arguments --target=aarch64-unknown-linux-musl -mno-outline-atomics -fPIE "   \
  "--sysroot=/share/headers/musl/all -idirafter /share/headers/musl/aarch64/include "                        \
  "--end-no-unused-arguments "
#define AARCH64_GNU                                                                                          \
  "/bin/clang --start-no-unused-arguments --target=aarch64-unknown-linux-gnu -mno-outline-atomics -fPIE "    \
  "-nostdlibinc --end-no-unused-arguments "

struct LineCase {
  const char *name, *tool;
  Strings args;
  const char *line;
};

const LineCase lines[] = {
    {"plain",
     "aarch64-unknown-linux-musl-cc",
     {"-O2", "-c", "a.c", "-o", "a.o"},
     AARCH64_MUSL "-O2 -c a.c -o a.o"},
    {"no headers there", "aarch64-linux-gnu-gcc", {"-S", "a.c"}, AARCH64_GNU "-S a.c"},
    {"a floor changes nothing",
     "aarch64-unknown-linux-gnu.2.28-cc",
     {"-E", "-dM", "-"},
     AARCH64_GNU "-E -dM -"},
    {"C++",
     "aarch64-linux-gnu-g++",
     {"-c", "a.cc"},
     "/bin/clang --driver-mode=g++ --start-no-unused-arguments --target=aarch64-unknown-linux-gnu "
     "-mno-outline-atomics "
     "-fPIE -nostdlibinc --end-no-unused-arguments -c a.cc"},
    {"standard input", "aarch64-linux-gnu-gcc", {"-x", "c", "-E", "-v", "-"}, AARCH64_GNU "-x c -E -v -"},
    {"several sources", "aarch64-linux-gnu-gcc", {"-c", "a.c", "b.S"}, AARCH64_GNU "-c a.c b.S"},
    {"dependency file alone",
     "aarch64-linux-gnu-gcc",
     {"-MM", "-MT", "x.o", "a.c"},
     AARCH64_GNU "-MM -MT x.o a.c"},
    {"precompiled header",
     "aarch64-linux-gnu-gcc",
     {"all.h", "-o", "all.h.gch"},
     AARCH64_GNU "all.h -o all.h.gch"},
    {"header by -x", "aarch64-linux-gnu-gcc", {"-x", "c-header", "all"}, AARCH64_GNU "-x c-header all"},
    {"link options are for a link",
     "aarch64-linux-gnu-gcc",
     {"-Werror", "-Wl,-z,now", "-c", "a.c", "-lm", "-shared", "-Xlinker", "x", "-static-libgcc", "-L/x",
      "-pthread"},
     AARCH64_GNU "-Werror -c a.c -pthread"},
    {"the same target in other words",
     "aarch64-linux-gnu-gcc",
     {"--target=aarch64-linux-gnu", "-target", "aarch64-unknown-linux-gnu", "-c", "a.c"},
     AARCH64_GNU "-c a.c"},
    {"options with values of their own",
     "aarch64-linux-gnu-gcc",
     {"-include-pch", "x.c", "-dumpdir", "y.c", "-c", "a.c"},
     AARCH64_GNU "-include-pch x.c -dumpdir y.c -c a.c"},
    {"Windows",
     "x86_64-w64-mingw32-gcc",
     {"-municode", "-mwindows", "-c", "a.c"},
     "/bin/clang --start-no-unused-arguments --target=x86_64-pc-windows-gnu --sysroot=/share/mingw "
     "--end-no-unused-arguments -municode -c a.c"},
    {"Windows with the UCRT",
     "x86_64-pc-windows-gnullvm-cc",
     {"-c", "a.c"},
     "/bin/clang --start-no-unused-arguments --target=x86_64-pc-windows-gnu -D_UCRT --sysroot=/share/mingw "
     "--end-no-unused-arguments -c a.c"},
    {"what LLVM and cc-rs call that target, too",
     "x86_64-pc-windows-gnullvm-cc",
     {"--target=x86_64-pc-windows-gnu", "-c", "a.c"},
     "/bin/clang --start-no-unused-arguments --target=x86_64-pc-windows-gnu -D_UCRT --sysroot=/share/mingw "
     "--end-no-unused-arguments -c a.c"},
    {"a sysroot of the user",
     "aarch64-unknown-linux-musl-cc",
     {"--sysroot=/mine", "-c", "a.c"},
     "/bin/clang --start-no-unused-arguments --target=aarch64-unknown-linux-musl -mno-outline-atomics -fPIE "
     "-idirafter /share/headers/musl/all/include -idirafter /share/headers/musl/aarch64/include "
     "--end-no-unused-arguments --sysroot=/mine -c a.c"},
    {"the table's processor",
     "armv7-unknown-linux-gnueabihf-cc",
     {"-c", "a.c"},
     "/bin/clang --start-no-unused-arguments --target=armv7-unknown-linux-gnueabihf -march=armv7-a "
     "-mfloat-abi=hard "
     "-mfpu=vfpv3-d16 -fPIE -nostdlibinc --end-no-unused-arguments -c a.c"},
    {"the user's processor",
     "armv7-unknown-linux-gnueabihf-cc",
     {"-mcpu=cortex-a53", "-mfpu=neon", "-c", "a.c"},
     "/bin/clang --start-no-unused-arguments --target=armv7-unknown-linux-gnueabihf -mfloat-abi=hard "
     "-mfpu=vfpv3-d16 "
     "-fPIE -nostdlibinc --end-no-unused-arguments -mcpu=cortex-a53 -mfpu=neon -c a.c"},
    {"optimisations of GCC's own",
     "aarch64-linux-gnu-gcc",
     {"-fno-ipa-icf", "-ftree-vrp", "-fno-tree-loop-vectorize", "-freorder-blocks-algorithm=stc", "-fno-plt",
      "-c", "a.c"},
     AARCH64_GNU "-fno-plt -c a.c"},
    {"GCC's options that change nothing here",
     "aarch64-linux-gnu-gcc",
     {"-fno-gnu-unique", "-ftoplevel-reorder", "-fno-sched-interblock", "-ftrapv", "-fno-trapv",
      "-fopt-info-vec=x", "-fno-whole-program", "-mlow-precision-div", "-fdiagnostics-urls=never", "-fgcse",
      "-c", "a.c"},
     AARCH64_GNU "-c a.c"},
    {"GCC's options that mean something stay",
     "aarch64-linux-gnu-gcc",
     {"-fno-toplevel-reorder", "-fno-weak", "-ftrapv", "-fharden-compares", "-fstack-limit-symbol=x", "-c",
      "a.c"},
     AARCH64_GNU "-fno-toplevel-reorder -fno-weak -ftrapv -fharden-compares -fstack-limit-symbol=x -c a.c"},
    {"GCC's options that clang spells otherwise",
     "x86_64-linux-gnu-gcc",
     {"-fmax-errors=3", "-fno-freestanding", "-fstrict-flex-arrays", "-mpreferred-stack-boundary=3", "-mabm",
      "-c", "a.c"},
     "/bin/clang --start-no-unused-arguments --target=x86_64-unknown-linux-gnu -fPIE -nostdlibinc "
     "--end-no-unused-arguments -ferror-limit=3 -fhosted -fstrict-flex-arrays=3 -mstack-alignment=8 -mlzcnt "
     "-mpopcnt "
     "-c a.c"},
    {"GCC's warnings",
     "aarch64-linux-gnu-gcc",
     {"-Werror", "-Wlogical-op", "-Wno-maybe-uninitialized", "-Werror=clobbered",
      "-Wno-error=stringop-overflow=4", "-Wimplicit-fallthrough=3", "-Wimplicit-fallthrough",
      "-Wno-unknown-nonsense", "-Wuninitialized", "-c", "a.c"},
     AARCH64_GNU "-Werror -Wimplicit-fallthrough -Wno-unknown-nonsense -Wuninitialized -c a.c"},
    {"LTO as GCC spells it",
     "aarch64-linux-gnu-gcc",
     {"-flto=8", "-flto=auto", "-flto=thin", "-flto-partition=none", "-ffat-lto-objects",
      "-fuse-linker-plugin", "-c", "a.c"},
     AARCH64_GNU "-flto -flto=auto -flto=thin -ffat-lto-objects -c a.c"},
    {"words that begin like a linker's",
     "aarch64-linux-gnu-gcc",
     {"-emit-llvm", "-undef", "-time", "-traditional-cpp", "-c", "a.c", "-e", "main", "-ux"},
     AARCH64_GNU "-emit-llvm -undef -time -traditional-cpp -c a.c"},
    {"processors of aarch64",
     "aarch64-linux-gnu-gcc",
     {"-mcpu=cortex-a72.cortex-a53+crypto", "-mtune=cortex-a57.cortex-a53", "-mabi=lp64",
      "-mtls-dialect=desc", "-mfix-cortex-a53-843419", "-c", "a.c"},
     AARCH64_GNU "-mcpu=cortex-a72+crypto -mtune=cortex-a57 -c a.c"},
    {"processors of ARM",
     "armv7-unknown-linux-gnueabihf-cc",
     {"-march=armv7-a+neon-vfpv4", "-mfpu=auto", "-mthumb-interwork", "-mfp16-format=ieee", "-c", "a.c"},
     "/bin/clang --start-no-unused-arguments --target=armv7-unknown-linux-gnueabihf -mfloat-abi=hard "
     "-mfpu=vfpv3-d16 -fPIE -nostdlibinc --end-no-unused-arguments -march=armv7-a -mfpu=neon-vfpv4 -c a.c"},
    {"the user's float unit stays",
     "armv7-unknown-linux-gnueabihf-cc",
     {"-mfpu=neon", "-march=armv7-a+vfpv4", "-c", "a.c"},
     "/bin/clang --start-no-unused-arguments --target=armv7-unknown-linux-gnueabihf -mfloat-abi=hard "
     "-mfpu=vfpv3-d16 -fPIE -nostdlibinc --end-no-unused-arguments -mfpu=neon -march=armv7-a -c a.c"},
    {"a bare tool takes --target=",
     "cc",
     {"--target=riscv64-linux-gnu", "-c", "a.c"},
     "/bin/clang --start-no-unused-arguments --target=riscv64-unknown-linux-gnu -march=rv64gc -mabi=lp64d "
     "-fPIE "
     "-nostdlibinc --end-no-unused-arguments -c a.c"},
    {"a language behind all sources",
     "aarch64-linux-gnu-gcc",
     {"-Werror", "-c", "-x", "c", "a", "-x", "none"},
     AARCH64_GNU "-Werror -c -x c a"},
    {"the preprocessor's dependency file",
     "aarch64-linux-gnu-gcc",
     {"-Wp,-MMD,.a.o.d", "--write-dependencies", "-c", "a.c"},
     AARCH64_GNU "-MMD -MF .a.o.d --write-dependencies -c a.c"},
    {"-m32",
     "x86_64-linux-gnu-gcc",
     {"-m32", "-c", "a.c"},
     "/bin/clang --start-no-unused-arguments --target=i686-unknown-linux-gnu -fPIE -nostdlibinc "
     "--end-no-unused-arguments -m32 -c a.c"},
    {"no input at all", "aarch64-linux-gnu-gcc", {"-v"}, AARCH64_GNU "-v"},
    {"a value that is missing", "aarch64-linux-gnu-gcc", {"-c", "a.c", "-o"}, AARCH64_GNU "-c a.c -o"},
};

/// What is said after a compile that failed with this message.
std::string noteOf(const Step &step,
                   std::string_view message = "a.c:1:10: fatal error: 'stdio.h' file not found\n") {
  return step.noteOnFailure ? step.noteOnFailure(message) : "";
}

TEST(Compile, Lines) {
  test::FakeFileSystem files = machine();
  for (const LineCase &c : lines) {
    Outcome out = planOf(c.tool, c.args, files);
    ASSERT_TRUE(out.ok) << c.name << "\n" << out.failure.text();
    EXPECT_EQ(joined(out.plan), c.line) << c.name;
    EXPECT_TRUE(out.plan.before.empty() && out.plan.temporaryFolder.empty()) << c.name;
  }
}

/// The machine with headers too, of these layers below headers/.
test::FakeFileSystem withHeaders(const Strings &layers) {
  test::FakeFileSystem files = machine();
  for (const std::string &layer : layers)
    files.file("/share/headers/" + layer + "/include/x.h", "");
  return files;
}

const Strings everyLayer = {"glibc-2.31/arm64", "glibc-2.36/arm64", "glibc-2.41/arm64", "glibc-2.31/all",
                            "glibc-2.36/all",   "glibc-2.41/all",   "glibc/arm64",      "glibc/all",
                            "linux/arm64",      "linux/all"};

std::string glibcLine(std::string_view minor, std::string_view age) {
  return "/bin/clang --start-no-unused-arguments --target=aarch64-unknown-linux-gnu -mno-outline-atomics "
         "-fPIE "
         "-D__LINKSHIM_GLIBC_MINOR__=" +
         std::string(minor) + " --sysroot=/share/headers/glibc-" + std::string(age) +
         "/arm64 -idirafter /share/headers/glibc/arm64/include -idirafter /share/headers/glibc-" +
         std::string(age) +
         "/all/include -idirafter /share/headers/glibc/all/include -idirafter "
         "/share/headers/linux/arm64/include -idirafter /share/headers/linux/all/include "
         "--end-no-unused-arguments -c a.c";
}

TEST(Compile, HeadersOfTheFloor) {
  const struct {
    const char *tool, *minor, *age;
  } cases[] = {
      {"aarch64-linux-gnu-gcc", "17", "2.31"},
      {"aarch64-unknown-linux-gnu.2.28-cc", "28", "2.31"},
      {"aarch64-unknown-linux-gnu.2.33-cc", "33", "2.31"},
      {"aarch64-unknown-linux-gnu.2.34-cc", "34", "2.36"},
      {"aarch64-unknown-linux-gnu.2.37-cc", "37", "2.36"},
      {"aarch64-unknown-linux-gnu.2.38-cc", "38", "2.41"},
      {"aarch64-unknown-linux-gnu.2.43-cc", "43", "2.41"},
  };
  test::FakeFileSystem files = withHeaders(everyLayer);
  for (const auto &c : cases) {
    Outcome out = planOf(c.tool, {"-c", "a.c"}, files);
    ASSERT_TRUE(out.ok) << out.failure.text();
    EXPECT_EQ(joined(out.plan), glibcLine(c.minor, c.age));
    EXPECT_EQ(noteOf(out.plan), "");
  }
}

TEST(Compile, HeadersThatSomeFloorsHave) {
  Strings layers = everyLayer;
  for (const char *layer : {"glibc-2.31/since-2.25", "glibc-2.31/since-2.32", "glibc-2.31/until-2.32",
                            "glibc-2.36/since-2.36", "glibc/until-2.28"})
    layers.emplace_back(layer);
  const struct {
    const char *floor;
    Strings found;
  } cases[] = {
      {"2.17", {"glibc-2.31/until-2.32", "glibc/until-2.28"}},
      {"2.24", {"glibc-2.31/until-2.32", "glibc/until-2.28"}},
      {"2.25", {"glibc-2.31/since-2.25", "glibc-2.31/until-2.32", "glibc/until-2.28"}},
      {"2.28", {"glibc-2.31/since-2.25", "glibc-2.31/until-2.32"}},
      {"2.32", {"glibc-2.31/since-2.25", "glibc-2.31/since-2.32"}},
      {"2.34", {}},
      {"2.36", {"glibc-2.36/since-2.36"}},
      {"2.43", {}},
  };
  for (const auto &c : cases) {
    Outcome out = planOf(("aarch64-unknown-linux-gnu." + std::string(c.floor) + "-cc").c_str(), {"-c", "a.c"},
                         withHeaders(layers));
    ASSERT_TRUE(out.ok) << out.failure.text();
    Strings found;
    for (const std::string &argument : out.plan.args)
      if (size_t at = argument.find("/headers/glibc"); at != std::string::npos)
        if (argument.contains("since-") || argument.contains("until-"))
          found.push_back(parentPath(argument.substr(at + strlen("/headers/"))));
    EXPECT_EQ(found, c.found) << c.floor;
  }
}

TEST(Compile, HeadersOfAnotherAge) {
  const struct {
    Strings layers;
    const char *floor, *age;
  } cases[] = {
      {{"glibc-2.36/arm64", "glibc-2.41/arm64"}, "2.17", "2.36"},
      {{"glibc-2.41/arm64"}, "2.17", "2.41"},
      {{"glibc-2.31/arm64", "glibc-2.36/arm64"}, "2.38", "2.36"},
      {{"glibc-2.31/arm64"}, "2.38", "2.31"},
  };
  for (const auto &c : cases) {
    Outcome out = planOf(("aarch64-unknown-linux-gnu." + std::string(c.floor) + "-cc").c_str(), {"-c", "a.c"},
                         withHeaders(c.layers));
    ASSERT_TRUE(out.ok) << out.failure.text();
    EXPECT_EQ(
        joined(out.plan),
        "/bin/clang --start-no-unused-arguments --target=aarch64-unknown-linux-gnu -mno-outline-atomics "
        "-fPIE -D__LINKSHIM_GLIBC_MINOR__=" +
            std::string(c.floor).substr(2) + " --sysroot=/share/headers/glibc-" + c.age +
            "/arm64 --end-no-unused-arguments -c a.c");
  }
}

TEST(Compile, HeadersThatKnowTheArchitecture) {
  test::FakeFileSystem files = withHeaders({"glibc-2.31/riscv", "glibc-2.36/riscv", "glibc-2.41/riscv"});
  const struct {
    const char *tool, *sysroot;
  } cases[] = {
      {"riscv64gc-unknown-linux-gnu.2.33-cc", "--sysroot=/share/headers/glibc-2.31/riscv"},
      {"riscv32gc-unknown-linux-gnu.2.33-cc", "--sysroot=/share/headers/glibc-2.36/riscv"},
  };
  for (const auto &c : cases) {
    Outcome out = planOf(c.tool, {"-c", "a.c"}, files);
    ASSERT_TRUE(out.ok) << out.failure.text();
    EXPECT_THAT(out.plan.args, testing::Contains(c.sysroot)) << c.tool;
  }
}

TEST(Compile, KernelHeadersForMusl) {
  Outcome out = planOf("aarch64-unknown-linux-musl-cc", {"-c", "a.c"}, withHeaders(everyLayer));
  ASSERT_TRUE(out.ok) << out.failure.text();
  EXPECT_EQ(
      joined(out.plan),
      "/bin/clang --start-no-unused-arguments --target=aarch64-unknown-linux-musl -mno-outline-atomics "
      "-fPIE --sysroot=/share/headers/musl/all -idirafter /share/headers/musl/aarch64/include -idirafter "
      "/share/headers/linux/arm64/include -idirafter /share/headers/linux/all/include "
      "--end-no-unused-arguments -c a.c");
}

TEST(Compile, WhatIsSaidWithoutHeaders) {
  const std::string gnu =
      "linkshim: error: the C library's headers for riscv64gc-unknown-linux-gnu are not installed\n"
      "  looked for  /share/headers/glibc-2.31/riscv/include\n"
      "  try: " +
      test::inSources("riscv64gc-unknown-linux-gnu") + "\n";
  const struct {
    const char *tool;
    Strings args;
    std::string said;
  } cases[] = {
      {"riscv64gc-unknown-linux-gnu-cc", {"-c", "a.c"}, gnu},
      {"riscv64gc-unknown-linux-gnu-cc", {"--sysroot=/mine", "-c", "a.c"}, ""},
      {"riscv64gc-unknown-linux-musl-cc",
       {"-c", "a.c"},
       "linkshim: error: the C library's headers for riscv64gc-unknown-linux-musl are not installed\n"
       "  looked for  /share/headers/musl/riscv64/include\n"
       "  try: " +
           test::inSources("riscv64gc-unknown-linux-musl") + "\n"},
      {"x86_64-unknown-none-cc", {"-c", "a.c"}, ""},
  };
  for (const auto &c : cases) {
    Outcome out = planOf(c.tool, c.args, withHeaders(everyLayer));
    ASSERT_TRUE(out.ok) << out.failure.text();
    EXPECT_EQ(noteOf(out.plan), c.said) << c.tool;
    EXPECT_EQ(noteOf(out.plan, "a.c:1:1: error: expected expression\n"), "") << c.tool;
  }
  Outcome both = planOf("riscv64gc-unknown-linux-gnu-cc", {"a.c"}, withHeaders(everyLayer));
  ASSERT_TRUE(both.ok) << both.failure.text();
  ASSERT_EQ(both.plan.before.size(), 1u);
  EXPECT_EQ(noteOf(both.plan.before.front()), gnu);
  EXPECT_EQ(noteOf(both.plan), "");
}

TEST(Compile, ClangOfZig) {
  test::FakeFileSystem files;
  files.program("/z/ziglang/zig").symlink("/bin/zig", "/z/ziglang/zig");
  Outcome out = planOf("aarch64-linux-gnu-gcc", {"--sysroot=/s", "-c", "a.c"}, files);
  ASSERT_TRUE(out.ok) << out.failure.text();
  EXPECT_EQ(out.plan.program, "/bin/zig");
  EXPECT_EQ(out.plan.args, (Strings{"zig", "clang", "--start-no-unused-arguments", "-ccc-install-dir",
                                    "/opt/bin", "-resource-dir", "/z/ziglang/lib",
                                    "--target=aarch64-unknown-linux-gnu", "-mno-outline-atomics", "-fPIE",
                                    "--end-no-unused-arguments", "--sysroot=/s", "-c", "a.c"}));
  EXPECT_EQ(out.plan.leading, 2u);
}

/// The overlay needs clang 17.
TEST(Compile, HeadersOfWindowsInAnyCase) {
  const struct {
    const char *tool, *clang;
    Strings args;
    bool overlay;
  } cases[] = {
      {"x86_64-w64-mingw32-gcc", "/usr/lib/llvm-22/bin/clang", {"-c", "a.c"}, true},
      {"i686-pc-windows-gnullvm-cc", "/usr/lib/llvm-19/bin/clang", {"-c", "a.c"}, true},
      {"x86_64-w64-mingw32-gcc", "/usr/lib/llvm-16/bin/clang", {"-c", "a.c"}, false},
      {"x86_64-w64-mingw32-gcc", "/usr/lib/llvm-22/bin/clang", {"--sysroot=/s", "-c", "a.c"}, false},
      {"aarch64-linux-gnu-gcc", "/usr/lib/llvm-22/bin/clang", {"-c", "a.c"}, false},
  };
  for (const auto &c : cases) {
    test::FakeFileSystem files;
    files.file("/share/mingw/include/windows.h").file("/share/mingw/any-case.json");
    files.program(c.clang).symlink("/bin/clang", c.clang);
    Outcome out = planOf(c.tool, c.args, files);
    ASSERT_TRUE(out.ok) << out.failure.text();
    EXPECT_EQ(std::ranges::count(out.plan.args, "/share/mingw/any-case.json"), c.overlay)
        << c.tool << c.clang;
  }
}

TEST(Compile, EnvironmentOfTheHost) {
  Outcome out = planOf("aarch64-linux-gnu-gcc", {"-c", "a.c"}, machine(),
                       {{"CPATH", "/usr/include"}, {"LD_LIBRARY_PATH", "/b"}, {"CFLAGS", "-g"}});
  EXPECT_EQ(out.plan.environment, (std::vector<EnvironmentChange>{{"CPATH", std::nullopt},
                                                                  {"CLANG_NO_DEFAULT_CONFIG", "1"},
                                                                  {"LD_LIBRARY_PATH", std::nullopt}}));
}

TEST(Compile, Jobs) {
  const struct {
    Strings args;
    DriverJob job;
  } cases[] = {
      {{"a.o", "-o", "a.c"}, DriverJob::link},
      {{"-Wl,--version"}, DriverJob::link},
      {{"a.c"}, DriverJob::compileLink},
      {{"a.o", "b.cc", "-shared"}, DriverJob::compileLink},
      {{"-x", "c", "a"}, DriverJob::compileLink},
      {{"-x", "c", "-x", "none", "a.o"}, DriverJob::link},
      {{"-xc", "-", "-o", "x"}, DriverJob::compileLink},
      {{"m.pcm"}, DriverJob::compileLink},
      {{"a.h"}, DriverJob::compile},
      {{"-dumpversion", "a.o"}, DriverJob::compile},
      {{"--version", "a.c", "-lc"}, DriverJob::compile},
      {{"-print-targets", "a.c", "-o", "x"}, DriverJob::compile},
      {{"-mtune=help", "a.c"}, DriverJob::compile},
      {{"-mtune=native", "a.o"}, DriverJob::link},
      {{"a.h", "b.c"}, DriverJob::compileLink},
      {{"-fsyntax-only", "a.c"}, DriverJob::compile},
      {{"--version"}, DriverJob::compile},
      {{}, DriverJob::compile},
      {{"-include", "a.h", "a.o"}, DriverJob::link},
      {{".c"}, DriverJob::link},
  };
  for (const auto &c : cases)
    EXPECT_EQ(driverJob(Arguments(c.args, OptionSet::driver)), c.job) << ::testing::PrintToString(c.args);
}

struct LinkCase {
  const char *name;
  Strings args;
  Strings steps; ///< what clang gets after its head
  Strings objects;
  const char *temporary;
};

const LinkCase compileLinks[] = {
    {"one source",
     {"-O2", "a.c", "-o", "prog", "-lfoo"},
     {"-c -o /tmp/t/0-a.o -O2 a.c"},
     {"/tmp/t/0-a.o", "-lfoo"},
     "/tmp/t"},
    {"sources and objects",
     {"d/a.c", "b.o", "e/a.S", "-o", "p"},
     {"-c -o /tmp/t/0-a.o d/a.c", "-c -o /tmp/t/1-a.o e/a.S"},
     {"/tmp/t/0-a.o", "b.o", "/tmp/t/1-a.o"},
     "/tmp/t"},
    {"dependencies after the output",
     {"-MD", "a.c", "-o", "out/prog.x"},
     {"-c -o /tmp/t/0-a.o -MF out/prog.d -MQ out/prog.x -MD a.c"},
     {"/tmp/t/0-a.o"},
     "/tmp/t"},
    {"dependencies without an output",
     {"-MMD", "-MT", "x", "d/a.c"},
     {"-c -o /tmp/t/0-a.o -MF a.d -MMD -MT x d/a.c"},
     {"/tmp/t/0-a.o"},
     "/tmp/t"},
    {"saved files", {"-save-temps", "d/a.c", "-o", "p"}, {"-c -o a.o -save-temps d/a.c"}, {"a.o"}, ""},
    {"saved beside the output",
     {"-save-temps=obj", "a.c", "-o", "d/p"},
     {"-c -o d/a.o -save-temps=obj a.c"},
     {"d/a.o"},
     ""},
    {"split debug information",
     {"-g", "-gsplit-dwarf", "a.c"},
     {"-c -o /tmp/t/0-a.o -dumpdir a- -g -gsplit-dwarf a.c"},
     {"/tmp/t/0-a.o"},
     "/tmp/t"},
    {"standard input",
     {"-x", "c", "-", "-x", "none", "b.o"},
     {"-c -o /tmp/t/0--.o -x c -"},
     {"/tmp/t/0--.o", "b.o"},
     "/tmp/t"},
    {"each source has the language that holds at its place",
     {"d.c", "-x", "c", "a", "-x", "assembler-with-cpp", "b.s", "-xc++", "e", "-x", "none", "c.c", "z.o"},
     {"-c -o /tmp/t/0-d.o d.c", "-c -o /tmp/t/1-a.o -x c a", "-c -o /tmp/t/2-b.o -x assembler-with-cpp b.s",
      "-c -o /tmp/t/3-e.o -x c++ e", "-c -o /tmp/t/4-c.o c.c"},
     {"/tmp/t/0-d.o", "/tmp/t/1-a.o", "/tmp/t/2-b.o", "/tmp/t/3-e.o", "/tmp/t/4-c.o", "z.o"},
     "/tmp/t"},
    {"dependencies by the preprocessor's option",
     {"-Wp,-MD,w.d", "a.c", "-o", "p"},
     {"-c -o /tmp/t/0-a.o -MQ p -MD -MF w.d a.c"},
     {"/tmp/t/0-a.o"},
     "/tmp/t"},
    {"dependencies by the preprocessor's option, with their target",
     {"-Wp,-MMD,w.d,-MT,x,-MP,-w", "a.c"},
     {"-c -o /tmp/t/0-a.o -MMD -MF w.d -MT x -MP -Wp,-w a.c"},
     {"/tmp/t/0-a.o"},
     "/tmp/t"},
    {"dependencies by -Xpreprocessor",
     {"-Xpreprocessor", "-MD", "-Xpreprocessor", "w.d", "-Wp,-DX", "a.c"},
     {"-c -o /tmp/t/0-a.o -MQ a.o -MD -MF w.d -Wp,-DX a.c"},
     {"/tmp/t/0-a.o"},
     "/tmp/t"},
    {"reports that a compile writes beside its object",
     {"-fstack-usage", "-fsave-optimization-record", "d/a.c", "-o", "e/p"},
     {"-c -o /tmp/t/0-a.o -foptimization-record-file=a.opt.yaml -Xclang -stack-usage-file -Xclang e/p.su "
      "-fstack-usage "
      "-fsave-optimization-record d/a.c"},
     {"/tmp/t/0-a.o"},
     "/tmp/t"},
};

TEST(Compile, AndLink) {
  test::FakeFileSystem files = machine();
  for (const LinkCase &c : compileLinks) {
    Strings args = c.args;
    args.insert(args.begin(), "-static");
    Outcome out = planOf("aarch64-unknown-linux-musl-cc", args, files);
    ASSERT_TRUE(out.ok) << c.name << "\n" << out.failure.text();
    Strings steps;
    for (const Step &step : out.plan.before)
      steps.push_back(joined(step));
    Strings expected;
    for (const std::string &step : c.steps)
      expected.push_back(AARCH64_MUSL + step);
    EXPECT_EQ(steps, expected) << c.name;
    EXPECT_EQ(out.plan.temporaryFolder, c.temporary) << c.name;
    EXPECT_EQ(out.plan.program, "/bin/ld.lld");
    Strings line;
    for (const Note &note : out.plan.notes) {
      bool input = note.fate == Note::Fate::kept || note.why == "compiled to it";
      if (input && note.became != "-o" && note.became != "-static") line.push_back(note.became);
    }
    if (auto o = std::find(c.args.begin(), c.args.end(), "-o"); o != c.args.end()) std::erase(line, *(o + 1));
    EXPECT_EQ(line, c.objects) << c.name;
  }
}

struct FailureCase {
  const char *name, *tool;
  Strings args;
  std::string text;
};

TEST(Compile, TakesTheNameThatCcRsGives) {
  test::FakeFileSystem files;
  files.program("/bin/clang");
  for (const Target &target : allTargets()) {
    std::string name = std::string(target.triple) + "-cc", asked = std::string(target.llvm);
    std::string text = planOf(name.c_str(), {"--target=" + asked, "-c", "a.c"}, files).failure.text();
    EXPECT_EQ(text.find("names another"), std::string::npos) << text;
  }
}

TEST(Compile, Failures) {
  test::FakeFileSystem none;
  none.program("/bin/ld.lld");
  EXPECT_EQ(planOf("aarch64-linux-gnu-gcc", {"-c", "a.c"}, none).failure.text(),
            "linkshim: error: no C compiler was found\n"
            "  looked for  clang on PATH (any version from 14), zig on PATH or in a Python package\n"
            "  try: apt-get install clang, or pip install ziglang\n");
  const FailureCase cases[] = {
      {"another target",
       "aarch64-linux-gnu-gcc",
       {"--target=x86_64-linux-gnu", "-c", "a.c"},
       "linkshim: error: aarch64-linux-gnu-gcc makes code for one target, and --target= names another\n"
       "  tool       aarch64-unknown-linux-gnu\n"
       "  asked for  x86_64-unknown-linux-gnu\n"
       "  try: x86_64-unknown-linux-gnu-cc\n"},
      {"a width that it has not",
       "aarch64-linux-gnu-gcc",
       {"-m32", "-c", "a.c"},
       "linkshim: error: aarch64-unknown-linux-gnu has no target of the width that -m32 asks for\n"
       "  tool  aarch64-linux-gnu-gcc\n"
       "  try: leave -m32 out, or call the tool of another target\n"},
      {"a width that no C library is needed for",
       "x86_64-unknown-none-cc",
       {"-m32", "-c", "a.c"},
       "linkshim: error: x86_64-unknown-none has no target of the width that -m32 asks for\n"
       "  tool  x86_64-unknown-none-cc\n"
       "  try: leave -m32 out, or call the tool of another target\n"},
      {"a byte order that it has not",
       "x86_64-linux-gnu-gcc",
       {"-mbig-endian", "-c", "a.c"},
       "linkshim: error: x86_64-unknown-linux-gnu has no target of the byte order that -mbig-endian asks "
       "for\n"
       "  tool  x86_64-linux-gnu-gcc\n"
       "  try: leave -mbig-endian out, or call the tool of another target\n"},
      {"no such target",
       "cc",
       {"--target=aarch65-linux-gnu", "-c", "a.c"},
       "linkshim: error: there is no target named aarch65-linux-gnu\n"
       "  nearest  aarch64-linux-gnu\n"
       "  try: linkshim targets\n"},
      {"C++ without a library",
       "aarch64-unknown-linux-musl-c++",
       {"-static", "a.cc"},
       "linkshim: error: the C++ library for aarch64-unknown-linux-musl is not installed\n"
       "  looked for  libc++ and libstdc++\n"
       "  looked in   /share/sysroots/aarch64-unknown-linux-musl/lib\n"
       "  try: " +
           test::inSources("aarch64-unknown-linux-musl") + "\n"},
      {"C++ for a target that has no pack with it",
       "mips-unknown-linux-musl-c++",
       {"-static", "a.cc"},
       "linkshim: error: linkshim brings no C++ library for mips-unknown-linux-musl\n"
       "  looked for  libc++ and libstdc++\n"
       "  looked in   /share/sysroots/mips-unknown-linux-musl.pack\n"
       "  try: -stdlib=libstdc++ --sysroot=a folder with a libstdc++ for it\n"},
      {"a sanitizer without a runtime",
       "aarch64-unknown-linux-musl-cc",
       {"-static", "-fsanitize=address", "a.o"},
       "linkshim: error: the address sanitizer has no runtime for aarch64-unknown-linux-musl\n"
       "  looked for  libclang_rt.asan-aarch64.a\n"
       "  looked in   lib/clang beside clang\n"
       "  try: leave out -fsanitize=address\n"},
  };
  for (const FailureCase &c : cases) {
    Outcome out = planOf(c.tool, c.args, machine());
    EXPECT_FALSE(out.ok) << c.name;
    EXPECT_EQ(out.failure.text(), c.text) << c.name;
  }
}

TEST(Compile, BitcodeThatTheLinkerWillNotRead) {
  const struct {
    Strings args;
    bool ok;
  } rows[] = {{{"-flto", "a.c"}, false},
              {{"-flto=thin", "a.c", "b.c"}, false},
              {{"-flto", "-fno-lto", "a.c"}, true},
              {{"a.c"}, true}};
  test::FakeFileSystem files = machine();
  files.program("/usr/lib/llvm-22/bin/clang").symlink("/bin/clang", "/usr/lib/llvm-22/bin/clang");
  files.program("/usr/lib/llvm-19/bin/lld").symlink("/bin/ld.lld", "/usr/lib/llvm-19/bin/lld");
  for (const auto &row : rows) {
    Strings args = row.args;
    args.insert(args.begin(), "-static");
    Outcome out = planOf("aarch64-unknown-linux-musl-cc", args, files);
    EXPECT_EQ(out.ok, row.ok) << testing::PrintToString(row.args) << out.failure.text();
    if (!out.ok) EXPECT_EQ(out.failure.facts.front().second, "a.c");
  }
}

/// The machine with the pack's C++ library.
test::FakeFileSystem cxxMachine() {
  test::FakeFileSystem files = machine();
  for (const char *name : {"libc++.a", "libc++abi.a", "libunwind.a", "libgcc_eh.a"})
    files.file(std::string(muslSysroot) + "/lib/" + name, "");
  files.file("/share/c++/v1/vector", "").file("/own/libstdc++.a", "");
  files.file("/w/a.o", "");
  return files;
}

TEST(Cxx, Compile) {
  const std::string before = "/bin/clang --driver-mode=g++ --start-no-unused-arguments "
                             "--target=aarch64-unknown-linux-musl -mno-outline-atomics -fPIE ";
  const std::string ours = "-stdlib++-isystem /share/c++/v1 ";
  const std::string sysroot =
      "--sysroot=/share/headers/musl/all -idirafter /share/headers/musl/aarch64/include ";
  const struct {
    const char *name;
    Strings args;
    std::string line;
  } cases[] = {
      {"libc++", {"-c", "a.cc"}, ours + sysroot + "--end-no-unused-arguments -c a.cc"},
      {"by name", {"-stdlib=libc++", "-c", "a.cc"}, ours + sysroot + "--end-no-unused-arguments -c a.cc"},
      {"the user's own",
       {"--sysroot=/s", "-stdlib=libstdc++", "-c", "a.cc"},
       "-idirafter /share/headers/musl/all/include -idirafter /share/headers/musl/aarch64/include "
       "--end-no-unused-arguments --sysroot=/s "
       "-stdlib=libstdc++ -c a.cc"},
  };
  for (const auto &c : cases) {
    Outcome out = planOf("aarch64-unknown-linux-musl-c++", c.args, cxxMachine());
    ASSERT_TRUE(out.ok) << c.name << out.failure.text();
    EXPECT_EQ(joined(out.plan), before + c.line) << c.name;
    EXPECT_EQ(noteOf(out.plan), "") << c.name;
  }
}

TEST(Cxx, RefusesALibraryThatIsNotThere) {
  const struct {
    const char *tool;
    Strings args;
    const char *what; ///< empty: not refused
  } cases[] = {
      {"aarch64-unknown-linux-musl-c++",
       {"-stdlib=libstdc++", "-c", "a.cc"},
       "there is no libstdc++ for aarch64-unknown-linux-musl"},
      {"aarch64-unknown-linux-musl-c++",
       {"-stdlib=libstdc++", "a.o"},
       "there is no libstdc++ for aarch64-unknown-linux-musl"},
      {"aarch64-unknown-linux-musl-c++",
       {"-stdlib=libstdc++", "a.cc"},
       "there is no libstdc++ for aarch64-unknown-linux-musl"},
      {"aarch64-unknown-linux-musl-c++", {"-stdlib=bogus", "-c", "a.cc"}, "-stdlib= does not know bogus"},
      {"aarch64-unknown-linux-musl-c++", {"-stdlib=platform", "-c", "a.cc"}, ""},
      {"aarch64-unknown-linux-musl-cc", {"-stdlib=libstdc++", "-c", "a.c"}, ""},
      {"aarch64-apple-darwin-c++",
       {"-stdlib=libstdc++", "-c", "a.cc"},
       "there is no libstdc++ for aarch64-apple-darwin"},
      {"aarch64-apple-darwin-c++",
       {"-stdlib=libstdc++", "a.o"},
       "there is no libstdc++ for aarch64-apple-darwin"},
  };
  for (const auto &c : cases) {
    Outcome out = planOf(c.tool, c.args, cxxMachine());
    EXPECT_EQ(out.ok ? "" : out.failure.what, c.what) << c.tool << " " << testing::PrintToString(c.args);
  }
}

TEST(Inputs, OfOtherLanguagesAreNoScripts) {
  const struct {
    Strings args;
    const char *what; ///< empty: not refused
  } cases[] = {
      {{"main.c", "foo.h"}, "a header is among the inputs of a link"},
      {{"a.o", "foo.hpp"}, "a header is among the inputs of a link"},
      {{"-c", "main.c", "foo.h"}, ""},
      {{"foo.h"}, ""},
      {{"a.o", "f.f90"}, "an input is Fortran, which neither clang nor the linker reads"},
      {{"-c", "f.F"}, "an input is Fortran, which neither clang nor the linker reads"},
      {{"main.c", "lib.rs"}, "an input is Rust, which neither clang nor the linker reads"},
      {{"main.c", "foo.h.gch"}, "an input is a precompiled header, which neither clang nor the linker reads"},
      {{"-x", "c", "-c", "generated.rs"}, ""},
      {{"a.o", "script.ld"}, ""},
      {{"a.o", "script"}, ""},
      {{"a.o", "f.d/script"}, ""},
      {{"a.o", "libz.so.1"}, ""},
  };
  for (const auto &c : cases) {
    Outcome out = planOf("aarch64-unknown-linux-musl-cc", c.args, cxxMachine());
    EXPECT_EQ(out.ok ? "" : out.failure.what, c.what) << testing::PrintToString(c.args);
  }
}

TEST(Cxx, Link) {
  const std::string threads = "--push-state --as-needed -lpthread -ldl --pop-state ";
  const std::string unwinder = "--push-state --as-needed -lgcc_s --pop-state ";
  const struct {
    const char *name, *tool;
    Strings args;
    std::string libraries; ///< what comes after the object, up to the sysroot's folders
  } cases[] = {
      {"dynamic", "c++", {"a.o"}, "-lc++ -lm " + threads + "-lgcc " + unwinder + "-lc -lgcc"},
      {"static", "c++", {"-static", "a.o"}, "-lc++ -lm " + threads + "-lunwind -lgcc -lc -lgcc"},
      {"an unwinder of its own",
       "c++",
       {"-static-libgcc", "-static-libstdc++", "a.o"},
       "-lc++ -lm " + threads + "-lgcc -lunwind -lc -lgcc"},
      {"none", "c++", {"-nostdlib++", "a.o"}, "-lgcc " + unwinder + "-lc -lgcc"},
      {"C", "cc", {"a.o"}, "-lgcc " + unwinder + "-lc -lgcc"},
      {"as rustc asks",
       "cc",
       {"-static", "-nodefaultlibs", "a.o", "-lstdc++"},
       "-lc++ " + threads + "-lunwind -lgcc"},
      {"the ABI library",
       "cc",
       {"-nodefaultlibs", "a.o", "-lsupc++", "-lc++abi"},
       "-lc++ -lc++abi " + threads + "-lgcc"},
      {"one unwinder", "cc", {"-nodefaultlibs", "a.o", "-lgcc_eh"}, "-lgcc_s"},
      {"a libstdc++ of the user",
       "c++",
       {"-L/own", "-stdlib=libstdc++", "-static-libstdc++", "a.o"},
       "-Bstatic -lstdc++ -Bdynamic -lm " + threads + "-lgcc " + unwinder + "-lc -lgcc"},
  };
  for (const auto &c : cases) {
    std::string tool = std::string("aarch64-unknown-linux-musl-") + c.tool;
    Outcome out = planOf(tool.c_str(), c.args, cxxMachine());
    ASSERT_TRUE(out.ok) << c.name << out.failure.text();
    auto begin = std::find(out.plan.args.begin(), out.plan.args.end(), "a.o");
    auto end = std::find(begin, out.plan.args.end(), "-L");
    std::string text;
    for (auto word = begin + 1; word < end; ++word)
      text += (text.empty() ? "" : " ") + *word;
    EXPECT_EQ(text, c.libraries) << c.name;
  }
}

TEST(CompileTarget, WidthsAndByteOrders) {
  const struct {
    const char *tool, *option, *triple;
  } cases[] = {
      {"x86_64-unknown-freebsd-cc", "-m32", "i686-unknown-freebsd"},
      {"x86_64-unknown-netbsd-cc", "-m32", "i686-unknown-netbsd"},
      {"i686-unknown-openbsd-cc", "-m64", "x86_64-unknown-openbsd"},
      {"x86_64-apple-darwin-cc", "-m32", "i686-apple-darwin"},
      {"x86_64-pc-windows-msvc-cc", "-m32", "i686-pc-windows-msvc"},
      {"i686-pc-windows-gnu-cc", "-m64", "x86_64-pc-windows-gnu"},
      {"x86_64-unknown-none-cc", "-m64", "x86_64-unknown-none"},
      {"aarch64-apple-darwin-cc", "-m64", "aarch64-apple-darwin"},
      {"x86_64-linux-gnu-gcc", "-m16", "i686-unknown-linux-gnu"},
      {"x86_64-linux-gnu-gcc", "-mx32", "x86_64-unknown-linux-gnux32"},
      {"i686-linux-gnu-gcc", "-m16", "i686-unknown-linux-gnu"},
      {"riscv64-unknown-elf-gcc", "-march=rv32imc", "riscv32imac-unknown-none-elf"},
      {"riscv64-unknown-elf-gcc", "-march=rv64imac", "riscv64gc-unknown-none-elf"},
      {"riscv64-linux-gnu-gcc", "-march=rv32gc", "riscv32gc-unknown-linux-gnu"},
      {"mips64-linux-gnuabi64-gcc", "-mabi=32", "mips-unknown-linux-gnu"},
      {"mips64-linux-gnuabi64-gcc", "-mabi=64", "mips64-unknown-linux-gnuabi64"},
      {"mipsel-linux-gnu-gcc", "-EB", "mips-unknown-linux-gnu"},
      {"mips-linux-gnu-gcc", "-mel", "mipsel-unknown-linux-gnu"},
      {"powerpc64le-linux-gnu-gcc", "-mlittle-endian", "powerpc64le-unknown-linux-gnu"},
      {"aarch64-linux-gnu-gcc", "-mbig-endian", "aarch64_be-unknown-linux-gnu"},
      {"x86_64-linux-gnu-gcc", "-EL", "x86_64-unknown-linux-gnu"},
      {"wasm64-unknown-unknown-cc", "-m32", "wasm32-unknown-unknown"},
      {"x86_64-linux-gnu-ld", "-melf_i386", "i686-unknown-linux-gnu"},
      {"x86_64-linux-gnu-ld", "-melf_x86_64", "x86_64-unknown-linux-gnu"},
      {"x86_64-unknown-none-ld", "-melf_i386", "x86_64-unknown-none"},
      {"x86_64-unknown-freebsd-ld", "-melf_x86_64", "x86_64-unknown-freebsd"},
  };
  for (const auto &c : cases) {
    Invocation invocation;
    Failure failure;
    EXPECT_TRUE(test::into(
        readInvocation(*parseToolName(c.tool), c.tool, {c.option, "a.o"}, Environment(), machine()),
        invocation, failure))
        << c.tool << c.option << failure.text();
    EXPECT_EQ(invocation.target->triple, c.triple) << c.tool << " " << c.option;
  }
}

/// A variant of a width has that width, and is of the same system.
TEST(CompileTarget, SiblingsFit) {
  for (const Target &target : allTargets()) {
    const struct {
      std::string_view name;
      int bits;
    } siblings[] = {{target.sibling32, 32}, {target.siblingX32, 32}, {target.sibling64, 64}};
    for (const auto &sibling : siblings) {
      if (sibling.name.empty()) continue;
      const Target *row = findTarget(sibling.name);
      ASSERT_TRUE(row) << target.triple << " " << sibling.name;
      EXPECT_EQ(row->pointerBits, sibling.bits) << target.triple;
      EXPECT_EQ(row->system, target.system) << target.triple;
      EXPECT_EQ(row->endian, target.endian) << target.triple;
      EXPECT_EQ(row->linkFormat, target.linkFormat) << target.triple;
    }
  }
}

TEST(CompileTarget, Spellings) {
  const struct {
    const char *value, *triple;
    bool stays;
  } cases[] = {
      {"aarch64-unknown-linux-gnu", "aarch64-unknown-linux-gnu", false},
      {"aarch64-linux-gnu", "aarch64-unknown-linux-gnu", false},
      {"aarch64-none-linux-gnu", "aarch64-unknown-linux-gnu", false},
      {"aarch64-unknown-linux-gnu.2.28", "aarch64-unknown-linux-gnu", false},
      {"x86_64-pc-linux-musl", "x86_64-unknown-linux-musl", false},
      {"riscv64-unknown-linux-gnu", "riscv64gc-unknown-linux-gnu", false},
      {"aarch64-linux-android21", "aarch64-linux-android", true},
      {"aarch64-unknown-linux-android21", "aarch64-linux-android", true},
      {"wasm32-wasip1", "wasm32-wasip1", false},
      {"nonsense", "", false},
  };
  for (const auto &c : cases) {
    const Target *target = targetOfOption(c.value).target;
    EXPECT_EQ(target ? target->triple : "", c.triple) << c.value;
    if (target) EXPECT_EQ(staysAsTarget(c.value, *target), c.stays) << c.value;
  }
}

} // namespace
} // namespace linkshim
