#include "shim/tools/Binutils.h"
#include "shim/run/Planner.h"
#include "test/unit/FakeFileSystem.h"
#include "test/unit/Results.h"
#include <algorithm>
#include <gmock/gmock.h>

namespace linkshim {
namespace {

using Variables = std::vector<std::pair<std::string, std::string>>;
using Strings = std::vector<std::string>;

struct Case {
  const char *name, *tool;
  Strings programs, args;
  Strings expected; ///< program, then argv; empty: a failure
};

constexpr const char *rust = "/r/lib/rustlib/x86_64-unknown-linux-gnu/bin/";

const Case cases[] = {
    {"on PATH",
     "aarch64-linux-gnu-ar",
     {"/bin/llvm-ar", "/bin/llvm-ar-22"},
     {"rcs", "x.a", "a.o"},
     {"/bin/llvm-ar", "llvm-ar", "rcs", "x.a", "a.o"}},
    {"by version",
     "aarch64-linux-gnu-ar",
     {"/bin/llvm-ar-14", "/bin/llvm-ar-19"},
     {"t"},
     {"/bin/llvm-ar-19", "llvm-ar", "t"}},
    {"of the compiler's own LLVM",
     "aarch64-linux-gnu-ar",
     {"/bin/llvm-ar", "/usr/lib/llvm-22/bin/clang", "/usr/lib/llvm-22/bin/llvm-ar"},
     {"t"},
     {"/usr/lib/llvm-22/bin/llvm-ar", "llvm-ar", "t"}},
    {"in a package's folder",
     "aarch64-linux-gnu-ranlib",
     {"/usr/lib/llvm-16/bin/llvm-ranlib"},
     {"x.a"},
     {"/usr/lib/llvm-16/bin/llvm-ranlib", "llvm-ranlib", "x.a"}},
    {"of the Rust toolchain",
     "aarch64-linux-gnu-ranlib",
     {"/r/bin/rustc", "RUST/rust-lld", "RUST/llvm-ar"},
     {"x.a"},
     {"RUST/llvm-ar", "llvm-ranlib", "x.a"}},
    {"rust-objcopy strips",
     "aarch64-linux-gnu-strip",
     {"/r/bin/rustc", "RUST/rust-lld", "RUST/rust-objcopy"},
     {"x"},
     {"RUST/rust-objcopy", "llvm-strip", "x"}},
    {"of zig",
     "x86_64-w64-mingw32-dlltool",
     {"/bin/zig"},
     {"-d", "a.def"},
     {"/bin/zig", "zig", "dlltool", "-m", "i386:x86-64", "-d", "a.def"}},
    {"dlltool for 32 bits",
     "i686-w64-mingw32-dlltool",
     {"/bin/llvm-dlltool"},
     {"-d", "a.def", "-l", "a.a"},
     {"/bin/llvm-dlltool", "llvm-dlltool", "-m", "i386", "-d", "a.def", "-l", "a.a"}},
    {"dlltool for a machine that is named",
     "i686-w64-mingw32-dlltool",
     {"/bin/llvm-dlltool"},
     {"-d", "a.def", "-l", "a.a", "-m", "arm64"},
     {"/bin/llvm-dlltool", "llvm-dlltool", "-d", "a.def", "-l", "a.a", "-m", "arm64"}},
    {"windres preprocesses with the compiler beside it",
     "/t/x86_64-w64-mingw32-windres",
     {"/bin/llvm-windres", "/t/x86_64-w64-mingw32-cc"},
     {"--preprocessor-arg=-MD", "a.rc", "a.o"},
     {"/bin/llvm-windres", "llvm-windres", "--target=x86_64-w64-mingw32", "--codepage=65001",
      "--preprocessor=/t/x86_64-w64-mingw32-cc", "--preprocessor-arg=-E", "--preprocessor-arg=-xc",
      "--preprocessor-arg=-DRC_INVOKED", "--preprocessor-arg=-MD", "a.rc", "a.o"}},
    {"or as it is told",
     "/t/x86_64-w64-mingw32-windres",
     {"/bin/llvm-windres", "/t/x86_64-w64-mingw32-cc"},
     {"--preprocessor", "cpp", "-Fpe-i386", "a.rc"},
     {"/bin/llvm-windres", "llvm-windres", "--codepage=65001", "--preprocessor", "cpp", "-Fpe-i386", "a.rc"}},
    {"ar in the words of lib.exe",
     "x86_64-pc-windows-msvc-ar",
     {"/bin/llvm-ar"},
     {"-out:x.lib", "-nologo", "a.o"},
     {"/bin/llvm-ar", "llvm-lib", "-out:x.lib", "-nologo", "a.o"}},
    {"zig's lib.exe",
     "i686-pc-windows-msvc-ar",
     {"/bin/zig"},
     {"/OUT:x.lib", "a.o"},
     {"/bin/zig", "zig", "lib", "/OUT:x.lib", "a.o"}},
    {"ar for that target in its own words",
     "x86_64-pc-windows-msvc-ar",
     {"/bin/llvm-ar"},
     {"rcs", "x.lib", "/out/a.o"},
     {"/bin/llvm-ar", "llvm-ar", "rcs", "x.lib", "/out/a.o"}},
    {"lib.exe by its name, where only Rust's lld is",
     "x86_64-pc-windows-msvc-lib",
     {"/bin/rust-lld"},
     {"a.obj"},
     {"/bin/rust-lld", "rust-lld", "-flavor", "link", "/lib", "a.obj"}},
    {"rc.exe looks for a clang beside itself",
     "x86_64-pc-windows-msvc-rc",
     {"/usr/lib/llvm-22/bin/llvm-rc"},
     {"/no-preprocess", "/fo", "a.res", "a.rc"},
     {"/usr/lib/llvm-22/bin/llvm-rc", "/usr/lib/llvm-22/bin/llvm-rc", "/no-preprocess", "/fo", "a.res",
      "a.rc"}},
    {"zig has no nm", "aarch64-linux-gnu-nm", {"/bin/zig"}, {"x"}, {}},
    {"GNU's of the target",
     "aarch64-unknown-linux-gnu-nm",
     {"/bin/aarch64-linux-gnu-nm", "/bin/nm"},
     {"x"},
     {"/bin/aarch64-linux-gnu-nm", "aarch64-linux-gnu-nm", "x"}},
    {"the host's is none", "aarch64-unknown-linux-gnu-nm", {"/bin/nm"}, {"x"}, {}},
    {"as",
     "riscv64-linux-gnu-as",
     {"/bin/clang"},
     {"-K", "--gdwarf-4", "-I", "inc", "-mno-relax", "--fatal-warnings", "--defsym", "A=1", "a.s", "-o",
      "a.o"},
     {"/bin/clang",
      "/bin/clang",
      "--start-no-unused-arguments",
      "--target=riscv64-unknown-linux-gnu",
      "-march=rv64gc",
      "-mabi=lp64d",
      "-fPIE",
      "-nostdlibinc",
      "--end-no-unused-arguments",
      "-c",
      "-x",
      "assembler",
      "-Wa,-gdwarf-4",
      "-I",
      "inc",
      "-mno-relax",
      "-Wa,--fatal-warnings",
      "-Wa,--defsym,A=1",
      "a.s",
      "-o",
      "a.o"}},
    {"windres with a preprocessor of the user's and its arguments",
     "x86_64-w64-mingw32-windres",
     {"/bin/llvm-windres"},
     {"--preprocessor=my-cpp -E -DX=1", "-D", "Y", "a.rc", "a.o"},
     {"/bin/llvm-windres", "llvm-windres", "--target=x86_64-w64-mingw32", "--codepage=65001",
      "--preprocessor=my-cpp", "--preprocessor-arg=-E", "--preprocessor-arg=-DX=1", "-D", "Y", "a.rc",
      "a.o"}},
    {"Apple's strip, as CMake calls it",
     "aarch64-apple-darwin-strip",
     {"/bin/llvm-strip"},
     {"-u", "-r", "-S", "-x", "-no_code_signature_warning", "prog", "-o", "out"},
     {"/bin/llvm-strip", "llvm-strip", "--keep-undefined", "-S", "-x", "prog", "-o", "out"}},
    {"another strip gets what it is given",
     "aarch64-linux-gnu-strip",
     {"/bin/llvm-strip"},
     {"-u", "-r", "prog"},
     {"/bin/llvm-strip", "llvm-strip", "-u", "-r", "prog"}},
    {"as of standard input",
     "riscv64-linux-gnu-as",
     {"/bin/clang"},
     {},
     {"/bin/clang", "/bin/clang", "--start-no-unused-arguments", "--target=riscv64-unknown-linux-gnu",
      "-march=rv64gc", "-mabi=lp64d", "-fPIE", "-nostdlibinc", "--end-no-unused-arguments", "-c", "-x",
      "assembler", "-", "-o", "a.out"}},
};

Plan planOf(const char *name, Strings args, const test::FakeFileSystem &files, Variables variables,
            Failure &failure) {
  Environment environment(std::move(variables));
  Invocation invocation;
  Plan plan;
  if (!test::into(readInvocation(*parseToolName(baseName(name)), name, std::move(args), environment, files),
                  invocation, failure))
    return plan;
  invocation.folder = parentPath(name);
  PlanContext context{
      environment, files, {"/cache", "/share", test::packOf(*invocation.target)}, "/opt/bin/linkshim"};
  test::into(makePlan(invocation, context), plan, failure);
  return plan;
}

std::string expanded(std::string path) {
  return path.starts_with("RUST/") ? rust + path.substr(5) : path;
}

TEST(Binutils, Lines) {
  for (const Case &c : cases) {
    test::FakeFileSystem files;
    files.file("/a.def", "LIBRARY a.dll\nEXPORTS\nf\n");
    for (const std::string &program : c.programs)
      files.program(expanded(program));
    Failure failure;
    Plan plan = planOf(c.tool, c.args, files, {{"PATH", "/bin:/r/bin"}}, failure);
    Strings got = plan.args, expected = c.expected;
    if (!got.empty()) got.insert(got.begin(), plan.program);
    if (!expected.empty()) expected[0] = expanded(expected[0]);
    EXPECT_EQ(got, expected) << c.name << "\n" << failure.text();
  }
}

/// clang's assembler writes no dependency file, so a step before does.
TEST(Binutils, DependencyFileOfAs) {
  test::FakeFileSystem files;
  files.program("/bin/clang");
  Failure failure;
  Plan plan = planOf("riscv64-linux-gnu-as", {"--MD", "a.d", "-I", "inc", "a.s", "-o", "a.o"}, files,
                     {{"PATH", "/bin"}}, failure);
  ASSERT_EQ(plan.before.size(), 1u) << failure.text();
  Strings step(plan.before.front().args.end() - 10, plan.before.front().args.end());
  EXPECT_EQ(step,
            (Strings{"-M", "-w", "-MF", "a.d", "-MT", "a.o", "-x", "assembler-with-cpp", "-Iinc", "a.s"}));
  EXPECT_EQ(std::ranges::count(plan.args, "--MD"), 0);
}

TEST(Binutils, NobodyHasIt) {
  Failure failure;
  planOf("aarch64-unknown-linux-gnu-ar", {"t", "x.a"}, {}, {{"PATH", "/bin"}}, failure);
  EXPECT_EQ(failure.text(),
            "linkshim: error: no program was found that does the work of aarch64-unknown-linux-gnu-ar\n"
            "  looked for  llvm-ar on PATH and in /usr/lib/llvm-*, llvm-ar of the Rust "
            "toolchain, zig ar, aarch64-linux-gnu-ar\n"
            "  try: apt-get install llvm, or rustup component add llvm-tools\n");
}

TEST(Binutils, PkgConfig) {
  const std::string none = "/share/sysroots/aarch64-unknown-linux-gnu/lib/pkgconfig";
  const std::string sysroot =
      "/s/usr/lib/aarch64-linux-gnu/pkgconfig:/s/usr/lib/pkgconfig:/s/usr/share/pkgconfig:"
      "/s/lib/pkgconfig:/s/share/pkgconfig";
  const struct {
    const char *name;
    Variables variables;
    std::vector<EnvironmentChange> changes;
  } rows[] = {
      {"nothing said", {}, {{"PKG_CONFIG_LIBDIR", none}}},
      {"the host's path",
       {{"PKG_CONFIG_PATH", "/usr/x"}},
       {{"PKG_CONFIG_LIBDIR", none}, {"PKG_CONFIG_PATH", std::nullopt}}},
      {"a folder of the user", {{"PKG_CONFIG_LIBDIR", "/t"}, {"PKG_CONFIG_PATH", "/u"}}, {}},
      {"for the target",
       {{"PKG_CONFIG_LIBDIR_aarch64_unknown_linux_gnu", "/t"}, {"PKG_CONFIG_LIBDIR", "/h"}},
       {{"PKG_CONFIG_LIBDIR", "/t"}}},
      {"path for the target",
       {{"PKG_CONFIG_PATH_aarch64-unknown-linux-gnu", "/t"}},
       {{"PKG_CONFIG_LIBDIR", none}, {"PKG_CONFIG_PATH", "/t"}}},
      {"a sysroot",
       {{"LINKSHIM_SYSROOT_AARCH64_UNKNOWN_LINUX_GNU", "/s"}},
       {{"PKG_CONFIG_LIBDIR", sysroot}, {"PKG_CONFIG_SYSROOT_DIR", "/s"}}},
  };
  test::FakeFileSystem files;
  files.program("/bin/pkgconf");
  for (const auto &row : rows) {
    Variables variables = row.variables;
    variables.insert(variables.begin(), {"PATH", "/bin"});
    Failure failure;
    Plan plan = planOf("aarch64-unknown-linux-gnu-pkg-config", {"--libs", "zlib"}, files, variables, failure);
    EXPECT_EQ(plan.program, "/bin/pkgconf") << row.name;
    EXPECT_EQ(plan.args, (Strings{"pkgconf", "--libs", "zlib"})) << row.name;
    EXPECT_EQ(plan.environment, row.changes) << row.name;
  }
}

} // namespace
} // namespace linkshim
