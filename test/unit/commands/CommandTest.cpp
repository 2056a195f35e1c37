#include "shim/commands/Command.h"
#include "shim/call/TargetSpec.h"
#include "shim/call/ToolName.h"
#include "shim/commands/build/EnvFormat.h"
#include "shim/commands/build/LinkNames.h"
#include "test/unit/FakeFileSystem.h"
#include "test/unit/commands/Outcome.h"
#include "triples/Columns.h"
#include "llvm/Support/JSON.h"
#include <algorithm>
#include <gmock/gmock.h>

namespace linkshim {
namespace {

using Words = std::vector<std::string>;
using Tree = std::map<std::string, std::string>;

constexpr const char *self = "/opt/bin/linkshim";

using test::Outcome;

Outcome call(Result<CommandResult> (*command)(const CommandCall &), test::FakeFileSystem &files, Words args,
             std::vector<std::pair<std::string, std::string>> variables = {}) {
  variables.insert(variables.end(), {{"PATH", "/usr/bin"}, {"HOME", "/home/u"}});
  Environment environment(variables);
  return test::outcomeOf(command({std::move(args), environment, files, self}));
}

test::FakeFileSystem machine() {
  test::FakeFileSystem files;
  files.program(self, "linkshim itself").file("/lib64/ld-linux-x86-64.so.2").directory("/tmp");
  return files;
}

TEST(Names, NearestSubcommand) {
  std::vector<std::string_view> names;
  for (const Command &command : allCommands())
    names.push_back(command.name);
  struct {
    const char *typed, *nearest;
  } const cases[] = {
      {"lnks", "links"}, {"evn", "env"}, {"target", "targets"}, {"doktor", "doctor"}, {"frobnicate", ""}};
  for (const auto &c : cases)
    EXPECT_EQ(nearestName(c.typed, names), c.nearest) << c.typed;
}

/// The tools of a target, in the order of the documentation.
const Words toolNames{"cc",      "c++",        "gcc",     "g++",     "clang", "clang++",
                      "ld",      "ld.lld",     "ar",      "ranlib",  "nm",    "strip",
                      "objcopy", "pkg-config", "dlltool", "windres", "as",    "install_name_tool",
                      "otool"};

TEST(Names, OfLinks) {
  struct {
    const char *target;
    Words spellings;
  } const cases[] = {
      {"aarch64-unknown-linux-gnu.2.28", {"aarch64-unknown-linux-gnu.2.28", "aarch64-linux-gnu.2.28"}},
      // Its GNU spelling means armv7.
      {"arm-unknown-linux-gnueabihf", {"arm-unknown-linux-gnueabihf"}},
  };
  for (const auto &c : cases) {
    Result<TargetSpec> spec = parseTargetSpec(c.target);
    ASSERT_TRUE(spec) << spec.error().text();
    Words names;
    for (const std::string &spelling : c.spellings)
      for (const std::string &tool : toolNames)
        names.push_back(spelling + "-" + tool);
    EXPECT_EQ(linkNames(*spec), names);
  }
}

/// Every name that `links` makes is read back as the target that it was made for.
TEST(Names, ReadBack) {
  for (const Target &target : allTargets())
    for (const std::string &name : linkNames({&target, std::nullopt})) {
      std::optional<ToolName> tool = parseToolName(name);
      ASSERT_TRUE(tool) << name;
      EXPECT_EQ(findTarget(tool->target), &target) << name;
    }
}

TEST(Targets, Default) {
  test::FakeFileSystem files = machine();
  struct {
    std::vector<std::pair<std::string, std::string>> variables;
    const char *output;
    const char *failure;
  } const cases[] = {
      {{}, "x86_64-unknown-linux-gnu\n", ""},
      {{{"TARGETPLATFORM", "linux/arm64/v8"}}, "aarch64-unknown-linux-gnu\n", ""},
      {{{"TARGETARCH", "riscv64"}, {"LINKSHIM_LIBC", "musl"}}, "riscv64gc-unknown-linux-musl\n", ""},
      // What rustup takes: no floor, and rustc's spelling.
      {{{"LINKSHIM_TARGET", "s390x-linux-gnu.2.28"}}, "s390x-unknown-linux-gnu\n", ""},
      {{{"TARGETPLATFORM", "linux/arm65"}}, "", "no target belongs to the platform linux/arm65"},
  };
  for (const auto &c : cases) {
    Outcome outcome = call(runTargets, files, {"--default"}, c.variables);
    EXPECT_EQ(outcome.output, c.output);
    EXPECT_EQ(outcome.failure.what, c.failure);
  }
}

TEST(Links, MakesAndKeeps) {
  test::FakeFileSystem files = machine();
  files.symlink("/l/wasm32-unknown-unknown-cc", "/old/linkshim").file("/l/other", "x");
  Outcome first = call(runLinks, files, {"/l", "wasm32-unknown-unknown"});
  ASSERT_TRUE(first.done) << first.failure.text();
  EXPECT_EQ(first.output, "19 of 19 links made in /l for 1 target\nexport PATH=/l:\"$PATH\"\n");
  Tree expected{{"/l/other", "x"}};
  for (const std::string &tool : toolNames)
    expected[std::string("/l/wasm32-unknown-unknown-") + tool] = std::string("-> ") + self;
  EXPECT_EQ(files.tree("/l"), expected);
  EXPECT_EQ(call(runLinks, files, {"/l", "wasm32-unknown-unknown"}).output,
            "0 of 19 links made in /l for 1 target\nexport PATH=/l:\"$PATH\"\n");
}

const Words bareNames{"ar", "c++", "cc",      "clang",      "clang++", "g++",  "gcc",
                      "ld", "nm",  "objcopy", "pkg-config", "ranlib",  "strip"};

/// The names in a folder that are links to linkshim.
Words linksIn(const test::FakeFileSystem &files, const std::string &folder) {
  Words names;
  for (const auto &[path, bytes] : files.tree(folder))
    if (bytes == std::string("-> ") + self) names.push_back(path.substr(folder.size() + 1));
  return names;
}

TEST(Links, DropInAndRemoveLeaveTheFolderAsItWas) {
  struct {
    std::vector<std::pair<std::string, std::string>> variables;
    Words targets; ///< whose prefixed names come along
    const char *works;
  } const cases[] = {
      {{{"TARGETPLATFORM", "linux/arm64"}},
       {"aarch64-unknown-linux-gnu", "aarch64-unknown-linux-musl"},
       "aarch64-unknown-linux-gnu"},
      {{{"TARGETARCH", "s390x"}, {"LINKSHIM_LIBC", "musl"}},
       {"s390x-unknown-linux-gnu", "s390x-unknown-linux-musl"},
       "s390x-unknown-linux-musl"},
      {{{"LINKSHIM_TARGET", "wasm32-unknown-unknown"}}, {"wasm32-unknown-unknown"}, "wasm32-unknown-unknown"},
  };
  for (const auto &c : cases) {
    test::FakeFileSystem files = machine();
    files.file("/opt/bin/other", "x")
        .symlink("/opt/bin/cargo-linkshim", "linkshim")
        .symlink("/opt/bin/as", "/usr/bin/as");
    Tree before = files.tree("/opt");
    Words expected = bareNames;
    for (const std::string &target : c.targets)
      for (const std::string &name : linkNames({findTarget(target), std::nullopt}))
        expected.push_back(name);
    std::sort(expected.begin(), expected.end());
    Outcome made = call(runLinks, files, {"--drop-in"}, c.variables);
    ASSERT_TRUE(made.done) << made.failure.text();
    EXPECT_EQ(linksIn(files, "/opt/bin"), expected);
    std::string count = std::to_string(expected.size());
    EXPECT_EQ(made.output, count + " of " + count + " links made in /opt/bin: cc, ld and the like, for " +
                               c.works + "\nexport PATH=/opt/bin:\"$PATH\"\n");
    Outcome removed = call(runLinks, files, {"--remove"});
    ASSERT_TRUE(removed.done) << removed.failure.text();
    EXPECT_EQ(removed.output, count + " links removed from /opt/bin\n");
    EXPECT_EQ(files.tree("/opt"), before);
  }
}

TEST(Links, DropInWithoutAPlatformHasTheNamesOfAll) {
  test::FakeFileSystem files = machine();
  Outcome made = call(runLinks, files, {"--drop-in", "/l"});
  ASSERT_TRUE(made.done) << made.failure.text();
  for (const char *name : {"/l/cc", "/l/aarch64-linux-gnu-gcc", "/l/arm-linux-gnueabihf-gcc", "/l/musl-gcc",
                           "/l/x86_64-unknown-linux-gnu-cc", "/l/riscv64-linux-gnu-g++",
                           "/l/i686-linux-gnu-gcc", "/l/x86_64-w64-mingw32-gcc"})
    EXPECT_EQ(files.readLink(name), self) << name;
  EXPECT_FALSE(files.readLink("/l/as"));
  EXPECT_FALSE(files.readLink("/l/sparc64-linux-gnu-gcc"));
}

TEST(Links, DropInSaysWhatIsInFrontOfIt) {
  struct {
    const char *path;
    bool advice;
  } const cases[] = {{"/l:/usr/bin", false},
                     {"/empty:/l", false},
                     {"/other:/l", false},
                     {"/usr/bin:/l", true},
                     {"/empty", true}};
  for (const auto &c : cases) {
    test::FakeFileSystem files = machine();
    files.program("/usr/bin/cc").directory("/l").symlink("/other", "/l");
    Outcome made =
        call(runLinks, files, {"--drop-in", "/l"}, {{"LINKSHIM_TARGET", "wasm32-wasip1"}, {"PATH", c.path}});
    EXPECT_EQ(made.output.find("export PATH=/l:\"$PATH\"") != std::string::npos, c.advice)
        << c.path << made.output;
  }
}

TEST(Links, DropInAndRemoveTouchNothingElse) {
  test::FakeFileSystem files = machine();
  files.program("/l/cc", "mine")
      .symlink("/l/gcc", "/usr/bin/gcc")
      .symlink("/l/wasm32-wasip1-ld", "/old/linkshim");
  files.file("/l/linkshim", "a copy").symlink("/l/clang-14", "/usr/lib/llvm-14/bin/clang");
  Tree before = files.tree("/l");
  Outcome refused = call(runLinks, files, {"--drop-in", "/l"});
  EXPECT_FALSE(refused.done);
  EXPECT_EQ(refused.failure.facts.front().second, "/l/cc");
  EXPECT_EQ(files.tree("/l"), before);
  EXPECT_EQ(call(runLinks, files, {"--remove", "/l"}).output, "1 links removed from /l\n");
  before.erase("/l/wasm32-wasip1-ld");
  EXPECT_EQ(files.tree("/l"), before);
}

TEST(Links, WrongWords) {
  test::FakeFileSystem files = machine();
  files.directory("/locked").symlink("/locked/cc", self).readOnly("/locked");
  struct {
    Words args;
    std::vector<std::pair<std::string, std::string>> variables;
    const char *what;
  } const cases[] = {
      {{"--remove", "/none"}, {}, "there is no such folder to take links out of"},
      {{"--drop-in", "/a", "/b"}, {}, "linkshim links takes one folder with that option"},
      {{"--drop-in", "--remove"}, {}, "linkshim links takes one option"},
      {{"--drop-in", "/l"},
       {{"TARGETPLATFORM", "linux/arm65"}},
       "no target belongs to the platform linux/arm65"},
      {{"--drop-in", "/locked"}, {}, "the links could not be made"},
  };
  for (const auto &c : cases) {
    Outcome outcome = call(runLinks, files, c.args, c.variables);
    EXPECT_FALSE(outcome.done);
    EXPECT_EQ(outcome.failure.what, c.what);
  }
  EXPECT_FALSE(files.status("/l").isDirectory());
}

TEST(Links, LeavesWhatItDidNotMake) {
  const std::string name = "/l/wasm32-unknown-unknown-ld";
  test::FakeFileSystem withFile = machine(), withLink = machine(), locked = machine();
  withFile.file(name, "mine");
  withLink.symlink(name, "/usr/bin/wasm-ld");
  locked.directory("/l").readOnly("/l");
  struct {
    test::FakeFileSystem *files;
    std::string what;
  } const cases[] = {{&withFile, "a file that linkshim did not make has the name of a link"},
                     {&withLink, "a file that linkshim did not make has the name of a link"},
                     {&locked, "the links could not be made"}};
  for (const auto &c : cases) {
    Tree before = c.files->tree("/l");
    Outcome outcome = call(runLinks, *c.files, {"/l", "wasm32-unknown-unknown"});
    EXPECT_FALSE(outcome.done);
    EXPECT_EQ(outcome.failure.what, c.what);
    EXPECT_EQ(c.files->tree("/l"), before);
  }
}

TEST(Env, Formats) {
  const Target *target = findTarget("thumbv8m.main-none-eabi");
  ASSERT_TRUE(target);
  const std::vector<Variable> rows{
      {"A_LINKER", "/a b/cc", Variable::Place::linker, {}, ""},
      {"A_RUNNER", "/x run", Variable::Place::runner, {"/x", "run"}, ""},
      {"A_KEPT", "/y", Variable::Place::linker, {}, "my\ncc"},
      {"A_FLAGS", "$1", Variable::Place::environment, {}, ""},
  };
  struct {
    const char *format;
    std::string text;
  } const cases[] = {
      {"sh", "export A_LINKER='/a b/cc'\nexport A_RUNNER='/x run'\n# A_KEPT is set already and stays: my "
             "cc\nexport A_FLAGS='$1'\n"},
      {"fish", "set -gx A_LINKER '/a b/cc'\nset -gx A_RUNNER '/x run'\n# A_KEPT is set already and stays: my "
               "cc\nset -gx A_FLAGS '$1'\n"},
      {"powershell", "$env:A_LINKER = '/a b/cc'\n$env:A_RUNNER = '/x run'\n# A_KEPT is set already and "
                     "stays: my cc\n$env:A_FLAGS = '$1'\n"},
      {"json", "{\n  \"A_LINKER\": \"/a b/cc\",\n  \"A_RUNNER\": \"/x run\",\n  \"A_FLAGS\": \"$1\"\n}\n"},
      {"github", "A_LINKER=/a b/cc\nA_RUNNER=/x run\nA_FLAGS=$1\n"},
      {"cargo-config",
       "[target.\"thumbv8m.main-none-eabi\"]\nlinker = \"/a b/cc\"\nrunner = [\"/x\", \"run\"]\n"
       "# A_KEPT is set already and stays: my cc\n\n[env]\nA_FLAGS = \"$1\"\n"},
  };
  for (const auto &c : cases)
    EXPECT_EQ(formatVariables(c.format, *target, rows), c.text) << c.format;
  EXPECT_EQ(formatVariables("csh", *target, rows), std::nullopt);
}

/// A shell ignores the status of $(linkshim env ...), and build tools take an empty answer for this machine.
TEST(Env, AFailureStopsWhatReadsTheOutput) {
  struct {
    Words args;
    const char *output;
  } const cases[] = {
      {{"nosuch"}, "false\n"},
      {{"nosuch", "--format", "fish"}, "false\n"},
      {{"nosuch", "--format", "powershell"}, "throw 'linkshim env failed'\n"},
      {{"nosuch", "--format", "json"}, ""},
      {{"nosuch", "--format", "cmake"}, "message(FATAL_ERROR \"linkshim env failed\")\n"},
      {{"nosuch", "--format", "meson"}, "linkshim env failed\n"},
      {{"nosuch", "--format", "configure"}, "--linkshim-env-failed\n"},
      {{"nosuch", "--format", "make"}, "--linkshim-env-failed\n"},
      {{"thumbv7em-none-eabihf", "--format", "go"}, "false\n"},
      {{"aarch64-apple-tvos", "--format", "go"}, "false\n"},
      {{"x86_64-unknown-none", "--format", "cmake", "--with-runner"},
       "message(FATAL_ERROR \"linkshim env failed\")\n"},
      {{"x86_64-unknown-linux-musl", "--format", "make", "--with-runner"}, "--linkshim-env-failed\n"},
      {{"x86_64-unknown-linux-musl", "--with-runner"}, "false\n"},
      {{"x86_64-unknown-linux-musl", "--format", "csh"}, ""},
  };
  for (const auto &c : cases) {
    test::FakeFileSystem files = machine();
    Outcome outcome = call(runEnv, files, c.args);
    EXPECT_FALSE(outcome.done) << c.output;
    EXPECT_EQ(outcome.output, c.output) << c.args.back();
    EXPECT_FALSE(outcome.failure.what.empty());
  }
}

TEST(Env, SaysThatCForMuslIsDynamic) {
  test::FakeFileSystem files = machine();
  for (const char *format : {"sh", "fish", "powershell", "cargo-config", "cmake", "meson"}) {
    Outcome musl = call(runEnv, files, {"x86_64-unknown-linux-musl", "--format", format});
    EXPECT_NE(musl.output.find("# Rust's programs are static for this target; "), std::string::npos)
        << format;
    Outcome gnu = call(runEnv, files, {"x86_64-unknown-linux-gnu", "--format", format});
    EXPECT_EQ(gnu.output.find("are static"), std::string::npos) << format;
  }
}

TEST(Sysroot, LongListsAreFolded) {
  test::FakeFileSystem files = machine();
  std::string name(50, 'n');
  for (const char *end : {"1", "2", "3"})
    files.directory("/opt/share/linkshim/headers/x/" + name + end);
  files.directory("/opt/share/linkshim/headers/y/short");
  Outcome listed = call(runSysroot, files, {});
  const std::string indent(24, ' ');
  EXPECT_NE(listed.output.find("  headers/x    0.01 MB  " + name + "1\n" + indent + name + "2\n" + indent +
                               name + "3\n"),
            std::string::npos)
      << listed.output;
  EXPECT_NE(listed.output.find("  headers/y    0.00 MB  short\n"), std::string::npos) << listed.output;
}

TEST(Env, OwnValuesAreRenewed) {
  test::FakeFileSystem files = machine();
  Outcome first = call(runEnv, files, {"s390x-unknown-linux-gnu.2.28"});
  ASSERT_TRUE(first.done) << first.failure.text();
  const std::string name = "CARGO_TARGET_S390X_UNKNOWN_LINUX_GNU_LINKER", export_ = "export " + name + "=";
  ASSERT_TRUE(first.output.starts_with(export_)) << first.output;
  std::string link = first.output.substr(export_.size(), first.output.size() - export_.size() - 1);
  EXPECT_EQ(files.readLink(link), self);
  Outcome second = call(runEnv, files, {"s390x-unknown-linux-gnu"}, {{name, link}});
  std::string folder = link.substr(0, link.rfind('/'));
  EXPECT_EQ(second.output, export_ + folder + "/s390x-unknown-linux-gnu-cc\n");
  Outcome kept = call(runEnv, files, {"s390x-unknown-linux-gnu"}, {{name, "/usr/bin/gcc"}});
  EXPECT_EQ(kept.output, "# " + name + " is set already and stays: /usr/bin/gcc\n");
}

TEST(Run, Programs) {
  test::FakeFileSystem files = machine();
  files.program("/p").program("/usr/bin/qemu-aarch64-static", "e").program("/usr/bin/qemu-s390x", "e");
  files.file("/usr/aarch64-linux-gnu/lib/ld-linux-aarch64.so.1");
  files.file("/d/linkshim/overlays/aarch64-unknown-linux-gnu/usr/lib/aarch64-linux-gnu/libssl.so.3");
  struct {
    const char *name;
    Words args;
    std::vector<std::pair<std::string, std::string>> variables;
    Words line;         ///< what runs, the program's path first
    std::string action; ///< of the failure, when nothing runs
  } const cases[] = {
      {"the host", {"x86_64-unknown-linux-gnu", "--", "/p", "--", "a"}, {}, {"/p", "/p", "--", "a"}, ""},
      {"the host's 32 bits", {"i686-unknown-linux-gnu", "--", "/p"}, {}, {"/p", "/p"}, ""},
      {"emulated",
       {"aarch64-unknown-linux-gnu.2.28", "--", "/p", "-x"},
       {},
       {"/usr/bin/qemu-aarch64-static", "qemu-aarch64-static", "-L", "/usr/aarch64-linux-gnu", "/p", "-x"},
       ""},
      {"the user's prefix",
       {"aarch64-unknown-linux-gnu", "--", "/p"},
       {{"QEMU_LD_PREFIX", "/s"}},
       {"/usr/bin/qemu-aarch64-static", "qemu-aarch64-static", "/p"},
       ""},
      {"a named sysroot",
       {"s390x-unknown-linux-gnu", "/p"},
       {{"LINKSHIM_SYSROOT_s390x_unknown_linux_gnu", "/s"}},
       {"/usr/bin/qemu-s390x", "qemu-s390x", "-L", "/s", "/p"},
       ""},
      {"an overlay",
       {"aarch64-unknown-linux-gnu", "/p"},
       {{"XDG_DATA_HOME", "/d"}, {"LD_LIBRARY_PATH", "/l"}},
       {"/usr/bin/qemu-aarch64-static", "qemu-aarch64-static", "-L", "/usr/aarch64-linux-gnu", "-E",
        "LD_LIBRARY_PATH=/l:/d/linkshim/overlays/aarch64-unknown-linux-gnu/usr/lib/aarch64-linux-gnu:/d/"
        "linkshim/overlays/"
        "aarch64-unknown-linux-gnu/usr/lib",
        "/p"},
       ""},
      {"no sysroot",
       {"s390x-unknown-linux-gnu", "--", "/p"},
       {},
       {"/usr/bin/qemu-s390x", "qemu-s390x", "/p"},
       ""},
      {"no emulator",
       {"riscv64gc-unknown-linux-gnu", "--", "/p"},
       {},
       {},
       "apt-get install qemu-user-static"},
      {"no wine", {"x86_64-pc-windows-gnu", "--", "/p"}, {}, {}, "apt-get install wine64"},
      {"no emulator known",
       {"aarch64-apple-darwin", "--", "/p"},
       {},
       {},
       "copy the program to such a machine"},
      {"no program", {"x86_64-unknown-linux-gnu", "--"}, {}, {}, "linkshim help run"},
  };
  for (const auto &c : cases) {
    SCOPED_TRACE(c.name);
    Outcome outcome = call(runTarget, files, c.args, c.variables);
    Words line;
    if (outcome.launch) {
      line = outcome.launch->args;
      line.insert(line.begin(), outcome.launch->program);
    }
    EXPECT_EQ(line, c.line);
    EXPECT_EQ(outcome.failure.action, c.action);
  }
}

TEST(Run, WineFindsTheDllThatItLacks) {
  test::FakeFileSystem files = machine();
  files.program("/p").program("/usr/lib/wine/wine64", "e");
  const std::string digest = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  files.file("/share/sysroots/x86_64-pc-windows-gnu.pack", "linkshim-pack 1 " + digest + "\n\n");
  files.file("/share/sysroots/x86_64-pc-windows-gnullvm.pack", "linkshim-pack 1 " + digest + "\n\n");
  const std::string lib = "/c/pack-x86_64-pc-windows-gnu-0123456789abcdef/lib";
  files.file(lib + "/bcryptprimitives.dll");
  struct {
    const char *target, *given;
    std::string path;
  } const runs[] = {{"x86_64-pc-windows-gnu", "", "Z:" + lib},
                    {"x86_64-pc-windows-gnu", "C:/own", "C:/own;Z:" + lib},
                    {"x86_64-pc-windows-gnullvm", "C:/own", "C:/own"}};
  for (const auto &run : runs) {
    Outcome outcome =
        call(runTarget, files, {run.target, "--", "/p"},
             {{"LINKSHIM_SHARE", "/share"}, {"LINKSHIM_CACHE_DIR", "/c"}, {"WINEPATH", run.given}});
    ASSERT_TRUE(outcome.launch) << outcome.failure.text();
    EXPECT_EQ(outcome.launch->args, (Words{"wine64", "/p"}));
    EXPECT_EQ(outcome.launch->environment.value("WINEPATH"), run.path);
  }
}

TEST(Targets, JsonHasEveryColumnOfEveryTarget) {
  test::FakeFileSystem files = machine();
  llvm::Expected<llvm::json::Value> json = llvm::json::parse(call(runTargets, files, {"--json"}).output);
  ASSERT_TRUE(static_cast<bool>(json));
  const llvm::json::Array &rows = *json->getAsArray();
  ASSERT_EQ(rows.size(), allTargets().size());
  for (size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i].getAsObject()->size(), allColumns().size());
    EXPECT_EQ(rows[i].getAsObject()->getString("triple"), llvm::StringRef(allTargets()[i].triple));
  }
}

TEST(Doctor, NobodyHasToBringMicrosoftsLibraries) {
  test::FakeFileSystem files = machine();
  files.program("/usr/bin/lld-link", "lld")
      .program("/usr/bin/rustc", "rustc")
      .workIn("/home/u")
      .directory("/xwin");
  const std::string digest = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  files.file("/share/sysroots/x86_64-pc-windows-msvc.pack", "linkshim-pack 1 " + digest + "\n\n");
  struct {
    const char *target, *xwin, *line;
  } const rows[] = {
      {"x86_64-pc-windows-msvc", "", "found    you bring  nothing: linkshim has libraries of its own"},
      {"x86_64-win7-windows-msvc", "", "found    you bring  nothing: "},
      {"x86_64-pc-windows-msvc", "/xwin", "found    you bring  XWIN_DIR, a folder that `xwin splat` made"},
      {"i686-pc-windows-msvc", "",
       "missing  packs      none for i686-pc-windows-msvc, which every link needs; try: "},
      {"thumbv7a-pc-windows-msvc", "", "missing  you bring  XWIN_DIR, "},
  };
  for (const auto &row : rows) {
    std::vector<std::pair<std::string, std::string>> variables{{"LINKSHIM_SHARE", "/share"},
                                                               {"LINKSHIM_CACHE_DIR", "/c"}};
    if (*row.xwin) variables.emplace_back("XWIN_DIR", row.xwin);
    EXPECT_THAT(call(runDoctor, files, {row.target}, variables).output, testing::HasSubstr(row.line))
        << row.target;
  }
  EXPECT_THAT(call(runTargets, files, {}).output, testing::HasSubstr("if you like: XWIN_DIR ("));
}

TEST(Doctor, StatusTellsWhetherALinkCouldWork) {
  test::FakeFileSystem ready = machine();
  ready.program("/usr/bin/ld.lld", "lld").program("/usr/bin/rustc", "rustc");
  ready.file("/usr/lib/rustlib/s390x-unknown-linux-gnu/lib/libcore-1.rlib").workIn("/home/u");
  test::FakeFileSystem noLinker = machine();
  EXPECT_TRUE(call(runDoctor, ready, {"s390x-unknown-linux-gnu"}).done);
  Outcome noStd = call(runDoctor, ready, {"aarch64-unknown-linux-gnu"});
  EXPECT_FALSE(noStd.done);
  EXPECT_EQ(noStd.failure.what, "Rust's standard library for aarch64-unknown-linux-gnu is not installed");
  EXPECT_EQ(call(runDoctor, noLinker, {"s390x-unknown-linux-gnu"}).failure.what, "no linker was found");
}

} // namespace
} // namespace linkshim
