#include "shim/commands/build/BuildFiles.h"
#include "shim/commands/build/LinkNames.h"
#include "shim/commands/sysroot/SysrootOverlay.h"
#include "shim/compile/Compile.h"
#include "shim/compile/Sccache.h"
#include "shim/sysroot/UserSysroot.h"
#include "test/unit/FakeFileSystem.h"
#include "test/unit/commands/Outcome.h"
#include <gmock/gmock.h>

namespace linkshim {
namespace {

using Words = std::vector<std::string>;
using Variables = std::vector<std::pair<std::string, std::string>>;

constexpr const char *self = "/opt/bin/linkshim";
constexpr const char *gnuHeaders = "/opt/share/linkshim/headers/glibc-2.31/arm64/include";

test::FakeFileSystem machine() {
  test::FakeFileSystem files;
  files.program(self).file("/lib64/ld-linux-x86-64.so.2").directory("/tmp").directory(gnuHeaders);
  files.directory("/opt/share/linkshim/headers/linux/all/include");
  return files;
}

TargetTools tools() {
  return {"t.2.17",
          "/t/cc",
          "/t/c++",
          "/t/ar",
          "/t/ranlib",
          "/t/nm",
          "/t/strip",
          "/t/objcopy",
          "/t/ld",
          "/t/as",
          "/t/a \"$b'/pkg-config"};
}

TEST(BuildFiles, Cmake) {
  EXPECT_EQ(cmakeToolchain(*findTarget("i686-unknown-linux-gnu"), tools(),
                           {"/p", {"/h"}, "/o", "/ndk", {"/ndk/24"}}),
            R"(# Written by linkshim for t.2.17.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR i686)
set(CMAKE_C_COMPILER "/t/cc" CACHE FILEPATH "")
set(CMAKE_CXX_COMPILER "/t/c++" CACHE FILEPATH "")
set(CMAKE_ASM_COMPILER "/t/cc" CACHE FILEPATH "")
set(CMAKE_AR "/t/ar" CACHE FILEPATH "")
set(CMAKE_RANLIB "/t/ranlib" CACHE FILEPATH "")
set(CMAKE_C_COMPILER_AR "/t/ar" CACHE FILEPATH "")
set(CMAKE_C_COMPILER_RANLIB "/t/ranlib" CACHE FILEPATH "")
set(CMAKE_CXX_COMPILER_AR "/t/ar" CACHE FILEPATH "")
set(CMAKE_CXX_COMPILER_RANLIB "/t/ranlib" CACHE FILEPATH "")
set(CMAKE_NM "/t/nm" CACHE FILEPATH "")
set(CMAKE_STRIP "/t/strip" CACHE FILEPATH "")
set(CMAKE_OBJCOPY "/t/objcopy" CACHE FILEPATH "")
set(PKG_CONFIG_EXECUTABLE "/t/a \"\$b'/pkg-config" CACHE FILEPATH "")
set(CMAKE_LIBRARY_ARCHITECTURE i386-linux-gnu)

set(CMAKE_FIND_ROOT_PATH)
list(APPEND CMAKE_FIND_ROOT_PATH "/p")
# What the build names belongs to the target.
string(REPLACE ":" ";" LINKSHIM_PREFIXES "$ENV{CMAKE_PREFIX_PATH}")
list(APPEND CMAKE_FIND_ROOT_PATH ${CMAKE_PREFIX_PATH} ${LINKSHIM_PREFIXES})
list(APPEND CMAKE_FIND_ROOT_PATH "/h")
if(DEFINED ENV{LINKSHIM_SYSROOT_i686_unknown_linux_gnu})
  list(APPEND CMAKE_FIND_ROOT_PATH "$ENV{LINKSHIM_SYSROOT_i686_unknown_linux_gnu}")
else()
  list(APPEND CMAKE_FIND_ROOT_PATH "/o")
endif()
list(APPEND CMAKE_FIND_ROOT_PATH "/ndk")
list(APPEND CMAKE_SYSTEM_LIBRARY_PATH "/ndk/24")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
foreach(kind LIBRARY INCLUDE PACKAGE)
  if(NOT DEFINED CMAKE_FIND_ROOT_PATH_MODE_${kind})
    set(CMAKE_FIND_ROOT_PATH_MODE_${kind} ONLY)
  endif()
endforeach()
# For systems whose folders CMake does not know.
list(APPEND CMAKE_SYSTEM_PREFIX_PATH /usr/local /usr /)
list(APPEND CMAKE_PLATFORM_IMPLICIT_LINK_DIRECTORIES "/p/usr/lib")
)");
}

TEST(BuildFiles, CmakeOfApple) {
  TargetTools own = tools();
  own.installNameTool = "/t/int";
  struct {
    const char *target;
    bool sdk;
  } const cases[] = {{"aarch64-apple-darwin", false},
                     {"aarch64-apple-ios", true},
                     {"aarch64-apple-ios-macabi", false},
                     {"x86_64-apple-tvos", true}};
  for (const auto &c : cases) {
    std::string text = cmakeToolchain(*findTarget(c.target), own, {"/p", {"/h"}, "/o"});
    size_t users = text.find("APPEND CMAKE_FIND_ROOT_PATH \"/o\""), sdk = text.find("$ENV{SDKROOT})");
    size_t libraries = text.find("APPEND CMAKE_FIND_ROOT_PATH \"/p\"");
    EXPECT_TRUE(text.find("${LINKSHIM_PREFIXES})") < users && users < sdk && sdk < libraries &&
                libraries != std::string::npos)
        << text;
    EXPECT_NE(text.find("set(CMAKE_INSTALL_NAME_TOOL \"/t/int\" CACHE FILEPATH \"\")\n"), std::string::npos);
    EXPECT_NE(text.find("set(CMAKE_USER_MAKE_RULES_OVERRIDE \"${CMAKE_CURRENT_LIST_FILE}\")"),
              std::string::npos);
    EXPECT_EQ(text.find("set(CMAKE_OSX_SYSROOT \"/p/") != std::string::npos, c.sdk) << c.target;
  }
}

TEST(BuildFiles, RunnerOnRequest) {
  TargetTools own = tools();
  own.runner = {"/b/linkshim", "run", "T", "--"};
  const Target &target = *findTarget("aarch64-unknown-linux-gnu");
  EXPECT_NE(cmakeToolchain(target, own, {})
                .find("set(CMAKE_CROSSCOMPILING_EMULATOR \"/b/linkshim\" \"run\" \"T\" \"--\")\n"),
            std::string::npos);
  EXPECT_NE(mesonCrossFile(target, own).find("exe_wrapper = ['/b/linkshim', 'run', 'T', '--']\n"),
            std::string::npos);
  EXPECT_EQ(mesonCrossFile(target, tools()).find("\nexe_wrapper ="), std::string::npos);
}

/// The folder that CMake searches has the names of what a link would find, and nothing of the host's.
TEST(BuildFiles, LibrariesThatCmakeFinds) {
  struct {
    const char *target;
    Words there, missing;
  } const cases[] = {
      {"aarch64-unknown-linux-gnu.2.17",
       {"libc.so", "libm.so", "libdl.so", "librt.so", "libpthread.so", "libutil.so", "libcrypt.so",
        "libresolv.so"},
       {"libm.so.6", "libc_nonshared.a", "libz.so"}},
      {"aarch64-unknown-linux-musl", {"libc.so", "libm.a", "libpthread.a", "libdl.a", "librt.a"}, {"libc.a"}},
      {"x86_64-unknown-freebsd", {"libc.so", "libm.so", "libpthread.so", "libutil.so"}, {"libz.so"}},
      {"x86_64-unknown-netbsd", {"libc.so", "libm.so", "libpthread.so"}, {}},
      {"x86_64-unknown-openbsd", {"libc.so", "libm.so", "libpthread.so"}, {}},
      {"aarch64-apple-darwin", {"libSystem.tbd", "libm.tbd", "libz.tbd"}, {"libclang_rt.builtins.a"}},
      {"thumbv7em-none-eabihf", {}, {"libc.a"}},
  };
  for (const auto &c : cases) {
    test::FakeFileSystem files = machine();
    Environment environment({{"HOME", "/home/u"}});
    Result<TargetSpec> spec = parseTargetSpec(c.target);
    ASSERT_TRUE(spec);
    Result<std::string> text = buildFile("cmake", *spec, false, {environment, files, self});
    ASSERT_TRUE(text) << text.error().text();
    std::string root = std::string("/home/u/.local/share/linkshim/linkshim-root/") + c.target;
    EXPECT_NE(text->find("APPEND CMAKE_FIND_ROOT_PATH \"" + root + "\""), std::string::npos);
    for (const std::string &name : c.there)
      EXPECT_TRUE(files.status(root + "/usr/lib/" + name).isFile()) << c.target << " " << name;
    for (const std::string &name : c.missing)
      EXPECT_FALSE(files.status(root + "/usr/lib/" + name).isFile()) << c.target << " " << name;
    bool apple = std::string_view(c.target).find("apple") != std::string_view::npos;
    EXPECT_EQ(files.status(root + "/System/Library/Frameworks/Foundation.framework").isDirectory(), apple);
  }
}

TEST(BuildFiles, LibraryIndexIsRenewed) {
  test::FakeFileSystem files = machine();
  Environment environment({{"HOME", "/home/u"}});
  TargetSpec spec{findTarget("aarch64-unknown-linux-gnu"), Version{2, 17}};
  VariableContext context{environment, files, self};
  const std::string root = "/home/u/.local/share/linkshim/linkshim-root/aarch64-unknown-linux-gnu.2.17";
  files.file(root + "/list", "usr/lib/libgone.so\n").file(root + "/usr/lib/libgone.so");
  ASSERT_TRUE(buildFile("cmake", spec, false, context));
  EXPECT_FALSE(files.status(root + "/usr/lib/libgone.so").isFile());
  EXPECT_EQ(files.read(root + "/usr/lib/libm.so").value_or(""),
            "/* linkshim links -lm of the target for this path. */\nINPUT(-lm)\n");
}

/// Each value is quoted for a recipe's shell, and each word for the shell that calls make.
TEST(BuildFiles, Make) {
  TargetTools own{"t", "/t/a-cc"};
  EXPECT_EQ(makeArguments(own), "CC=/t/a-cc CROSS_COMPILE=/t/a-\n");
  own.cc = "/a $b/t-cc";
  EXPECT_EQ(makeArguments(own), R"('CC='\''/a $$b/t-cc'\''' 'CROSS_COMPILE='\''/a $$b/t-'\''')"
                                "\n");
}

TEST(BuildFiles, Meson) {
  EXPECT_EQ(mesonCrossFile(*findTarget("powerpc64-unknown-linux-gnu"), tools()),
            R"(# Written by linkshim for t.2.17.
[binaries]
c = '/t/cc'
cpp = '/t/c++'
ar = '/t/ar'
ranlib = '/t/ranlib'
nm = '/t/nm'
strip = '/t/strip'
objcopy = '/t/objcopy'
pkg-config = '/t/a "$b\'/pkg-config'
pkgconfig = '/t/a "$b\'/pkg-config'

[properties]
needs_exe_wrapper = true

[host_machine]
system = 'linux'
cpu_family = 'ppc64'
cpu = 'ppc64'
endian = 'big'
)");
}

TEST(BuildFiles, Configure) {
  EXPECT_EQ(configureArguments(*findTarget("armv7-unknown-linux-gnueabihf"), tools()),
            "--host=arm-linux-gnueabihf CC=/t/cc CXX=/t/c++ AR=/t/ar RANLIB=/t/ranlib NM=/t/nm "
            "STRIP=/t/strip OBJCOPY=/t/objcopy 'PKG_CONFIG=/t/a \"$b'\\''/pkg-config'\n");
}

TEST(BuildFiles, Go) {
  struct {
    const char *target, *head; ///< what comes before the tools; null where Go has no such target
  } const cases[] = {
      {"x86_64-unknown-linux-gnu", "export GOOS=linux\nexport GOARCH=amd64\n"},
      {"i686-unknown-linux-musl", "export GOOS=linux\nexport GOARCH=386\n"},
      {"i586-unknown-linux-gnu", "export GOOS=linux\nexport GOARCH=386\nexport GO386=softfloat\n"},
      {"aarch64-unknown-linux-musl", "export GOOS=linux\nexport GOARCH=arm64\n"},
      {"armv7-unknown-linux-gnueabihf", "export GOOS=linux\nexport GOARCH=arm\nexport GOARM=7\n"},
      {"arm-unknown-linux-gnueabihf", "export GOOS=linux\nexport GOARCH=arm\nexport GOARM=6\n"},
      {"armv5te-unknown-linux-gnueabi", "export GOOS=linux\nexport GOARCH=arm\nexport GOARM=5\n"},
      {"armv4t-unknown-linux-gnueabi", nullptr},
      {"armeb-unknown-linux-gnueabi", nullptr},
      {"aarch64_be-unknown-linux-gnu", nullptr},
      {"x86_64-unknown-linux-gnux32", nullptr},
      {"powerpc64le-unknown-linux-gnu", "export GOOS=linux\nexport GOARCH=ppc64le\n"},
      {"powerpc-unknown-linux-gnu", nullptr},
      {"s390x-unknown-linux-gnu", "export GOOS=linux\nexport GOARCH=s390x\n"},
      {"riscv64gc-unknown-linux-gnu", "export GOOS=linux\nexport GOARCH=riscv64\n"},
      {"loongarch64-unknown-linux-musl", "export GOOS=linux\nexport GOARCH=loong64\n"},
      {"mipsel-unknown-linux-gnu", "export GOOS=linux\nexport GOARCH=mipsle\n"},
      {"mipsel-unknown-linux-musl", "export GOOS=linux\nexport GOARCH=mipsle\nexport GOMIPS=softfloat\n"},
      {"mips64el-unknown-linux-gnuabi64", "export GOOS=linux\nexport GOARCH=mips64le\n"},
      {"mipsisa32r6-unknown-linux-gnu", nullptr},
      {"x86_64-pc-windows-gnu", "export GOOS=windows\nexport GOARCH=amd64\n"},
      {"thumbv7em-none-eabihf", nullptr},
      {"aarch64-apple-darwin", "export GOOS=darwin\nexport GOARCH=arm64\n"},
      {"x86_64-apple-darwin", "export GOOS=darwin\nexport GOARCH=amd64\n"},
      {"aarch64-apple-ios", "export GOOS=ios\nexport GOARCH=arm64\n"},
      {"aarch64-apple-ios-sim", "export GOOS=ios\nexport GOARCH=arm64\n"},
      {"x86_64-apple-ios", "export GOOS=ios\nexport GOARCH=amd64\n"},
      {"aarch64-apple-ios-macabi", nullptr},
      {"arm64e-apple-darwin", nullptr},
      {"aarch64-apple-tvos", nullptr},
      {"x86_64-unknown-illumos", "export GOOS=illumos\nexport GOARCH=amd64\n"},
      {"aarch64-unknown-illumos", nullptr},
      {"x86_64-pc-solaris", "export GOOS=solaris\nexport GOARCH=amd64\n"},
      {"x86_64-unknown-dragonfly", "export GOOS=dragonfly\nexport GOARCH=amd64\n"},
  };
  const std::string tail = "export CGO_ENABLED=1\nexport CC=/t/cc\nexport CXX=/t/c++\nexport AR=/t/ar\n"
                           "export PKG_CONFIG='/t/a \"$b'\\''/pkg-config'\n";
  for (const auto &c : cases)
    EXPECT_EQ(goStatements(*findTarget(c.target), tools()), c.head ? c.head + tail : "") << c.target;
}

/// NAME=VALUE of every row, the links' folder as LINKS; (value) for one of the user's that stays.
Words variablesOf(const char *name, test::FakeFileSystem &files, Variables variables) {
  variables.insert(variables.begin(), {{"PATH", "/usr/bin"}, {"HOME", "/home/u"}});
  Environment environment(variables);
  Result<TargetSpec> spec = parseTargetSpec(name);
  EXPECT_TRUE(spec);
  Result<std::vector<Variable>> rows = targetVariables(*spec, {environment, files, self});
  EXPECT_TRUE(rows) << rows.error().text();
  Words found;
  for (const Variable &row : rows.value_or(std::vector<Variable>())) {
    std::string value = row.value;
    if (size_t at = value.find("/home/u/.cache/linkshim/links-"); at != std::string::npos)
      value.replace(at, value.find('/', at + 30) - at, "LINKS");
    found.push_back(row.kept.empty() ? row.name + "=" + value : row.name + " (" + row.kept + ")");
  }
  return found;
}

#define T "aarch64_unknown_linux_gnu"
#define LINK "=LINKS/aarch64-unknown-linux-gnu.2.28-"
const Words allRows{
    "CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER" LINK "cc",
    "CC_" T LINK "clang",
    "CXX_" T LINK "clang++",
    "AR_" T LINK "ar",
    "RANLIB_" T LINK "ranlib",
    "PKG_CONFIG_" T LINK "pkg-config",
    "CMAKE_TOOLCHAIN_FILE_" T "=LINKS/aarch64-unknown-linux-gnu.2.28.cmake",
    "BINDGEN_EXTRA_CLANG_ARGS_" T "=--target=aarch64-unknown-linux-gnu -mno-outline-atomics -fPIE "
    "-D__LINKSHIM_GLIBC_MINOR__=28 --sysroot=/opt/share/linkshim/headers/glibc-2.31/arm64 -idirafter "
    "/opt/share/linkshim/headers/linux/all/include"};

Words with(std::map<size_t, std::string> changes) {
  Words rows = allRows;
  for (auto &[index, text] : changes)
    rows[index] = text;
  return rows;
}

TEST(TargetVariables, WithHeaders) {
  struct {
    const char *name;
    Variables set;
    Words expected;
  } const cases[] = {
      {"nothing set", {}, allRows},
      {"the user's stay, in every spelling that tools read",
       {{"CC_aarch64-unknown-linux-gnu", "my-cc"}, {"TARGET_AR", "my-ar"}, {"PKG_CONFIG_" T, "my-pc"}},
       with({{1, "CC_" T " (my-cc)"}, {3, "AR_" T " (my-ar)"}, {5, "PKG_CONFIG_" T " (my-pc)"}})},
      {"what is the host's does not count", {{"CC", "gcc"}, {"HOST_CC", "gcc"}}, allRows},
      {"the user's files and arguments",
       {{"CMAKE_TOOLCHAIN_FILE_" T, "/my.cmake"}, {"BINDGEN_EXTRA_CLANG_ARGS_" T, "--target=x"}},
       with({{6, "CMAKE_TOOLCHAIN_FILE_" T " (/my.cmake)"},
             {7, "BINDGEN_EXTRA_CLANG_ARGS_" T " (--target=x)"}})},
      {"linkshim's own for another floor are renewed",
       {{"CMAKE_TOOLCHAIN_FILE_" T, "/old.cmake"},
        {"BINDGEN_EXTRA_CLANG_ARGS_" T, "--target=x --sysroot=/opt/share/linkshim/headers/glibc-2.36/arm64"}},
       allRows},
  };
  for (const auto &c : cases) {
    test::FakeFileSystem files = machine();
    files.file("/my.cmake", "# mine").file("/old.cmake", std::string(buildFileMark) + "x.2.17.\n");
    EXPECT_EQ(variablesOf("aarch64-unknown-linux-gnu.2.28", files, c.set), c.expected) << c.name;
  }
}

/// cmake-rs looks for Visual Studio where nothing is said; the C++ library is named by the objects.
TEST(TargetVariables, ForMicrosoftsTargets) {
  test::FakeFileSystem files = machine();
  files.file("/opt/share/linkshim/mingw/include/windows.h").file("/opt/share/linkshim/c++/v1/vector");
  Words found = variablesOf("x86_64-pc-windows-msvc", files, {});
  EXPECT_EQ(std::ranges::count(found, "CMAKE_GENERATOR_x86_64_pc_windows_msvc=Ninja"), 1);
  EXPECT_TRUE(
      std::ranges::none_of(found, [](const std::string &row) { return row.starts_with("CXXSTDLIB"); }));
  found = variablesOf("x86_64-pc-windows-msvc", files, {{"TARGET_CMAKE_GENERATOR", "Ninja Multi-Config"}});
  EXPECT_EQ(std::ranges::count(found, "CMAKE_GENERATOR_x86_64_pc_windows_msvc (Ninja Multi-Config)"), 1);
}

TEST(TargetVariables, EveryToolLiesBesideCc) {
  test::FakeFileSystem files = machine();
  std::string cc = variablesOf("aarch64-unknown-linux-gnu.2.28", files, {})[1];
  ASSERT_TRUE(cc.ends_with("-clang"));
  std::ptrdiff_t links = 0;
  for (const auto &[path, bytes] : files.tree("/home/u/.cache/linkshim"))
    if (bytes == std::string("-> ") + self &&
        path.find("/aarch64-unknown-linux-gnu.2.28-") != std::string::npos)
      ++links;
  auto offered = std::span(toolSpellings, toolSpellingCount);
  const Target &target = *findTarget("aarch64-unknown-linux-gnu");
  EXPECT_EQ(links, std::ranges::count_if(offered,
                                         [&](const ToolSpelling &tool) { return isOffered(tool, target); }));
}

TEST(TargetVariables, OneFileForEachTargetWithTheSameBytes) {
  test::FakeFileSystem files = machine();
  Environment environment({{"HOME", "/home/u"}});
  VariableContext context{environment, files, self};
  TargetSpec old{findTarget("aarch64-unknown-linux-gnu"), Version{2, 17}}, other = old;
  other.floor = Version{2, 28};
  std::string first = writeCmakeToolchain(old, context).value_or("");
  std::string text = files.read(first).value_or("");
  EXPECT_NE(writeCmakeToolchain(other, context).value_or(""), first);
  files.file(first, "damaged");
  EXPECT_EQ(writeCmakeToolchain(old, context).value_or(""), first);
  EXPECT_EQ(files.read(first), text);
  EXPECT_TRUE(text.starts_with("# Written by linkshim for aarch64-unknown-linux-gnu.2.17.\n")) << text;
}

TEST(UserSysroot, OverlayAndItsHeaders) {
  test::FakeFileSystem files;
  files.directory("/h/.local/share/linkshim/overlays/i686-unknown-linux-gnu/usr/include/i386-linux-gnu");
  files.directory("/s/usr/include");
  const Target &target = *findTarget("i686-unknown-linux-gnu");
  const std::string overlay = "/h/.local/share/linkshim/overlays/i686-unknown-linux-gnu";
  struct {
    Variables set;
    std::string root;
    Words headers;
  } const cases[] = {
      {{{"HOME", "/h"}}, overlay, {overlay + "/usr/include/i386-linux-gnu", overlay + "/usr/include"}},
      {{{"HOME", "/h"}, {"XDG_DATA_HOME", "/none"}}, "", {}},
      {{{"XDG_DATA_HOME", "/h/.local/share"}},
       overlay,
       {overlay + "/usr/include/i386-linux-gnu", overlay + "/usr/include"}},
      {{{"HOME", "/h"}, {"LINKSHIM_SYSROOT_i686_unknown_linux_gnu", "/s"}}, "/s", {"/s/usr/include"}},
      {{}, "", {}},
  };
  for (const auto &c : cases) {
    std::string root = userSysroot(target, Environment(c.set), files);
    EXPECT_EQ(root, c.root);
    EXPECT_EQ(systemHeaderFolders(root, target, files), c.headers);
  }
}

TEST(UserSysroot, LinksBecomeRelative) {
  test::FakeFileSystem files;
  files.symlink("/r/usr/lib/libz.so", "/lib/libz.so.1").symlink("/r/usr/lib/here.so", "libz.so.1");
  files.symlink("/r/up", "/").symlink("/r/lib64", "/usr/lib").directory("/r/lib");
  EXPECT_TRUE(makeLinksRelative("/r", "/r", files));
  EXPECT_THAT(files.tree("/r"), testing::IsSupersetOf(std::map<std::string, std::string>{
                                    {"/r/usr/lib/libz.so", "-> ../../lib/libz.so.1"},
                                    {"/r/usr/lib/here.so", "-> libz.so.1"},
                                    {"/r/up", "-> ."},
                                    {"/r/lib64", "-> usr/lib"}}));
}

/// A machine with apt-get and dpkg-deb that know one package; what they were asked for goes into `asked`.
struct Distribution {
  test::FakeFileSystem files = machine();
  Words asked;
  bool has = true;

  std::optional<std::string> ask(const std::string &program, const Words &args) {
    asked.push_back(std::string(baseName(program)) + " " +
                    (program.ends_with("deb") ? args.front() : args.back()));
    auto setting =
        std::find_if(args.begin(), args.end(), [](auto &arg) { return arg.starts_with("Dir::Cache="); });
    if (args.front() == "-x") {
      files.file(args[2] + "/usr/lib/libx.so.1", "x")
          .symlink(args[2] + "/usr/lib/libx.so", "/usr/lib/libx.so.1");
      files.file(args[2] + "/usr/share/doc/x/copyright", "x").file(args[2] + "/usr/bin/x", "x");
    } else if (args.back() != "update") {
      if (!has) return std::nullopt;
      files.file(setting->substr(11) + "/archives/libx_1_arm64.deb", "x");
    }
    return "";
  }

  Failure sysroot(Words args, std::string &output) {
    Environment environment({{"PATH", "/usr/bin"}, {"HOME", "/h"}});
    CommandCall call{std::move(args), environment, files, self};
    call.ask = [this](const std::string &program, const Words &words) { return ask(program, words); };
    test::Outcome outcome = test::outcomeOf(runSysroot(call));
    output = outcome.output;
    return outcome.failure;
  }
};

const std::string overlays = "/h/.local/share/linkshim/overlays";

TEST(SysrootAdd, OverlayIsWholeOrAsItWas) {
  Distribution distribution;
  distribution.files.program("/usr/bin/apt-get", "apt").program("/usr/bin/dpkg-deb", "dpkg");
  std::string output;
  distribution.sysroot({"add", "aarch64-linux-gnu", "libx-dev"}, output);
  const std::string folder = overlays + "/aarch64-unknown-linux-gnu";
  EXPECT_EQ(output, folder + "\n  libx_1_arm64\n");
  EXPECT_EQ(distribution.asked, (Words{"apt-get update", "apt-get libx-dev", "dpkg-deb -x"}));
  std::map<std::string, std::string> expected{{folder, "/"},
                                              {folder + "/.linkshim", "/"},
                                              {folder + "/.linkshim/wanted", "libx-dev\n"},
                                              {folder + "/lib", "-> usr/lib"},
                                              {folder + "/usr", "/"},
                                              {folder + "/usr/lib", "/"},
                                              {folder + "/usr/lib/libx.so", "-> ../../usr/lib/libx.so.1"},
                                              {folder + "/usr/lib/libx.so.1", "x"},
                                              {folder + "/usr/share", "/"}};
  EXPECT_EQ(distribution.files.tree(overlays), expected);
  distribution.has = false;
  EXPECT_EQ(distribution.sysroot({"add", "aarch64-linux-gnu", "liby-dev"}, output).what,
            "apt-get could not fetch the packages for arm64");
  EXPECT_EQ(distribution.files.tree(overlays), expected);
  distribution.has = true;
  distribution.sysroot({"add", "aarch64-linux-gnu", "liby-dev"}, output);
  expected[folder + "/.linkshim/wanted"] = "libx-dev\nliby-dev\n";
  EXPECT_EQ(distribution.files.tree(overlays), expected);
  distribution.sysroot({"remove", "aarch64-linux-gnu"}, output);
  EXPECT_EQ(distribution.files.tree(overlays), (std::map<std::string, std::string>{}));
}

TEST(SysrootAdd, Refuses) {
  struct {
    Words args;
    const char *what;
  } const cases[] = {
      {{"add", "aarch64-linux-gnu"}, "linkshim sysroot add needs a target and packages"},
      {{"add", "aarch64-linux-musl", "x"}, "the distribution has no packages for aarch64-unknown-linux-musl"},
      {{"add", "aarch64-linux-gnu", "x"},
       "packages are fetched by apt-get and unpacked by dpkg-deb, which are not both here"},
      {{"remove", "aarch64-linux-gnu"}, "nothing was added for aarch64-unknown-linux-gnu"},
      {{"frobnicate"}, "linkshim sysroot has only list, add, remove and install"},
  };
  for (const auto &c : cases) {
    Distribution distribution;
    std::string output;
    EXPECT_EQ(distribution.sysroot(c.args, output).what, c.what);
    EXPECT_EQ(distribution.files.tree("/h"), (std::map<std::string, std::string>{}));
  }
}

TEST(Sccache, TheTargetIsInTheVersion) {
  test::FakeFileSystem files;
  files.file("/t/testfile.c", "#if defined(__clang__)\nclang\n#endif\n__VERSION__\n");
  files.file("/u/testfile.c", "int main() {}\n");
  Invocation invocation;
  invocation.target = findTarget("s390x-unknown-linux-gnu");
  struct {
    Words args;
    size_t added;
  } const cases[] = {{{"-E", "/t/testfile.c"}, 5},
                     {{"-E", "/u/testfile.c"}, 0},
                     {{"-c", "/t/testfile.c"}, 0},
                     {{"-E", "/t/other.c"}, 0}};
  for (const auto &c : cases) {
    invocation.readArguments(c.args);
    Words answer = sccacheAnswer(invocation, files);
    EXPECT_EQ(answer.size(), c.added);
    if (c.added) {
      EXPECT_TRUE(answer.back().ends_with("\" s390x-unknown-linux-gnu\"")) << answer.back();
    }
  }
}

} // namespace
} // namespace linkshim
