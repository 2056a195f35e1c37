#include "shim/commands/Command.h"
#include "shim/commands/cargo/CargoArgs.h"
#include "shim/commands/cargo/CargoConfig.h"
#include "shim/commands/cargo/Cfg.h"
#include "shim/commands/cargo/Universal.h"
#include "shim/commands/text/Toml.h"
#include "test/unit/FakeFileSystem.h"
#include "test/unit/commands/Outcome.h"
#include <gtest/gtest.h>

namespace linkshim {
namespace {

using Words = std::vector<std::string>;

struct ArgsCase {
  const char *name;
  Words args;
  Words passed;
  std::string command;
  Words targets; ///< with their floors
  bool buildStd = false, universal = false;
};

const ArgsCase argsCases[] = {
    {"separate",
     {"build", "--target", "aarch64-unknown-linux-gnu.2.28"},
     {"build", "--target", "aarch64-unknown-linux-gnu"},
     "build",
     {"aarch64-unknown-linux-gnu.2.28"}},
    {"joined",
     {"build", "--target=s390x-unknown-linux-gnu.2.17", "-v"},
     {"build", "--target=s390x-unknown-linux-gnu", "-v"},
     "build",
     {"s390x-unknown-linux-gnu.2.17"}},
    {"GNU spelling",
     {"build", "--target", "aarch64-linux-gnu"},
     {"build", "--target", "aarch64-unknown-linux-gnu"},
     "build",
     {"aarch64-unknown-linux-gnu"}},
    {"two targets",
     {"b", "--target", "aarch64-unknown-linux-gnu.2.28", "--target", "x86_64-unknown-linux-musl"},
     {"b", "--target", "aarch64-unknown-linux-gnu", "--target", "x86_64-unknown-linux-musl"},
     "b",
     {"aarch64-unknown-linux-gnu.2.28", "x86_64-unknown-linux-musl"}},
    {"after two hyphens",
     {"test", "--", "--target", "aarch64-unknown-linux-gnu.2.28"},
     {"test", "--", "--target", "aarch64-unknown-linux-gnu.2.28"},
     "test",
     {}},
    {"the program's own",
     {"run", "--bin", "x", "arg", "--target", "aarch64-unknown-linux-gnu.2.28"},
     {"run", "--bin", "x", "arg", "--target", "aarch64-unknown-linux-gnu.2.28"},
     "run",
     {}},
    {"a dot in the triple",
     {"build", "--target", "thumbv8m.main-none-eabi"},
     {"build", "--target", "thumbv8m.main-none-eabi"},
     "build",
     {"thumbv8m.main-none-eabi"}},
    {"the host's word",
     {"build", "--target", "host-tuple", "-Z", "build-std"},
     {"build", "--target", "host-tuple", "-Z", "build-std"},
     "build",
     {},
     true},
    {"an option that may lack its value",
     {"test", "--test", "--target", "aarch64-unknown-linux-gnu.2.28"},
     {"test", "--test", "--target", "aarch64-unknown-linux-gnu"},
     "test",
     {"aarch64-unknown-linux-gnu.2.28"}},
    {"both architectures of a Mac",
     {"build", "--target", "universal2-apple-darwin", "-r"},
     {"build", "--target=x86_64-apple-darwin", "--target=aarch64-apple-darwin", "-r"},
     "build",
     {"x86_64-apple-darwin", "aarch64-apple-darwin"},
     false,
     true},
    {"both, joined",
     {"b", "--target=universal2-apple-darwin"},
     {"b", "--target=x86_64-apple-darwin", "--target=aarch64-apple-darwin"},
     "b",
     {"x86_64-apple-darwin", "aarch64-apple-darwin"},
     false,
     true},
    {"both, for the program",
     {"run", "x", "--target", "universal2-apple-darwin"},
     {"run", "x", "--target", "universal2-apple-darwin"},
     "run",
     {}},
    {"options first", {"--color", "never", "-q", "check"}, {"--color", "never", "-q", "check"}, "check", {}},
};

std::string spelled(const TargetSpec &spec) {
  return std::string(spec.target->triple) + (spec.floor ? "." + spec.floor->str() : "");
}

TEST(CargoArgs, FloorsComeOff) {
  for (const ArgsCase &c : argsCases) {
    SCOPED_TRACE(c.name);
    Result<CargoArgs> parsed = readCargoArgs(c.args);
    ASSERT_TRUE(parsed) << parsed.error().text();
    Words targets;
    for (const TargetSpec &spec : parsed->targets)
      targets.push_back(spelled(spec));
    EXPECT_EQ(parsed->args, c.passed);
    EXPECT_EQ(parsed->command, c.command);
    EXPECT_EQ(targets, c.targets);
    EXPECT_EQ(parsed->buildStd, c.buildStd);
    EXPECT_EQ(parsed->universal, c.universal);
  }
}

TEST(CargoArgs, Refused) {
  struct {
    Words args;
    std::string what;
  } const cases[] = {
      {{"build", "--target", "aarch64-unknown-linux-gn"},
       "there is no target named aarch64-unknown-linux-gn"},
      {{"build", "--target", "s390x-linux-gnu.2.17", "--target=s390x-unknown-linux-gnu.2.28"},
       "the target s390x-unknown-linux-gnu is given with two glibc versions"},
      {{"build", "--target", "s390x-linux-gnu", "--target=s390x-unknown-linux-gnu.2.28"},
       "the target s390x-unknown-linux-gnu is given with two glibc versions"},
  };
  for (const auto &c : cases) {
    Result<CargoArgs> parsed = readCargoArgs(c.args);
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().what, c.what);
  }
}

TEST(CargoArgs, ProfileFolder) {
  struct {
    Words args;
    std::string folder;
  } const cases[] = {
      {{"build"}, "debug"},
      {{"build", "-r"}, "release"},
      {{"build", "--release"}, "release"},
      {{"build", "--profile", "dev"}, "debug"},
      {{"build", "--profile=bench"}, "release"},
      {{"build", "--profile", "small", "--bin", "x"}, "small"},
      {{"rustc", "--", "--release"}, "debug"},
  };
  for (const auto &c : cases)
    EXPECT_EQ(profileFolder(*readCargoArgs(c.args)), c.folder);
}

TEST(Toml, Flattened) {
  std::vector<TomlValue> expected{
      {{"a"}, "x"}, {{"t", "b"}, "1"}, {{"t", "b"}, "y"}, {{"t", "c"}, ""}, {{"t", "d"}, "true"}};
  EXPECT_EQ(readToml("a = 'x'\n[t]\nb = [1, 'y']\nc = []\nd = true\n"), expected);
  EXPECT_EQ(readToml("nightly-2024-01-01"), std::nullopt);
}

TEST(Cfg, Holds) {
  const Target *target = findTarget("aarch64-unknown-linux-gnu");
  ASSERT_TRUE(target);
  struct {
    const char *text;
    bool holds;
  } const cases[] = {
      {"cfg(unix)", true},
      {"cfg(windows)", false},
      {"cfg(target_os = \"linux\")", true},
      {"cfg(all(target_arch=\"aarch64\", not(target_env = \"musl\")))", true},
      {"cfg(any(windows, all(unix, target_pointer_width = \"32\")))", false},
      {"cfg(all())", true},
      {"cfg(any())", false},
      {"cfg(feature = \"x\")", false},
      {"cfg(unix", false},
      {"cfg(unix) x", false},
      {"aarch64-unknown-linux-gnu", false},
  };
  for (const auto &c : cases)
    EXPECT_EQ(cfgHolds(c.text, *target), c.holds) << c.text;
  const Target *emscripten = findTarget("wasm32-unknown-emscripten");
  EXPECT_TRUE(cfgHolds("cfg(all(unix, target_family = \"wasm\"))", *emscripten));
}

constexpr const char *triple = "aarch64-unknown-linux-gnu";
constexpr const char *linkerName = "CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER";
constexpr const char *runnerName = "CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_RUNNER";

/// A machine with cargo, a toolchain with the standard library of one foreign target, and an emulator.
class CargoTest : public testing::Test {
protected:
  CargoTest() {
    files.program("/opt/bin/linkshim", "linkshim itself").program("/usr/bin/cargo", "cargo");
    files.program("/usr/bin/env")
        .program("/usr/bin/rustc", "rustc")
        .program("/usr/bin/qemu-aarch64-static", "emulator");
    files.file("/usr/lib/rustlib/aarch64-unknown-linux-gnu/lib/libcore-1.rlib");
    files.file("/lib64/ld-linux-x86-64.so.2").workIn("/home/u/p");
  }

  bool run(Words args, Failure &failure) {
    std::vector<std::pair<std::string, std::string>> variables{{"PATH", "/usr/bin"}, {"HOME", "/home/u"}};
    variables.insert(variables.end(), extra.begin(), extra.end());
    environment = Environment(variables);
    test::Outcome outcome =
        test::outcomeOf(runCargoCommand({std::move(args), environment, files, "/opt/bin/linkshim", ask}));
    failure = outcome.failure;
    launch = outcome.launch;
    notice = outcome.notice;
    return outcome.done;
  }

  std::string passed(const char *name) const { return std::string(launch->environment.value(name)); }

  test::FakeFileSystem files;
  Environment environment;
  std::vector<std::pair<std::string, std::string>> extra;
  Question ask;
  std::optional<Launch> launch;
  std::string notice;
};

TEST_F(CargoTest, SetsLinkerAndRunner) {
  Failure failure;
  ASSERT_TRUE(run({"build", "--target", "aarch64-unknown-linux-gnu.2.28"}, failure)) << failure.text();
  EXPECT_EQ(launch->program, "/usr/bin/cargo");
  EXPECT_EQ(launch->args, (Words{"cargo", "build", "--target", triple}));
  std::string linker = passed(linkerName);
  EXPECT_EQ(baseName(linker), "aarch64-unknown-linux-gnu.2.28-cc");
  EXPECT_EQ(files.readLink(linker), "/opt/bin/linkshim");
  EXPECT_EQ(passed(runnerName), "/opt/bin/linkshim run aarch64-unknown-linux-gnu --");
  EXPECT_EQ(notice, "");
}

constexpr const char *kernel = R"({"llvm-target": "x86_64-unknown-none-elf", "arch": "x86_64",
  "target-pointer-width": 64, "data-layout": "e-m:e-i64:64", "linker-flavor": "gnu-lld", "disable-redzone": true})";

TEST_F(CargoTest, PlansATargetFromItsSpecification) {
  struct Case {
    const char *named, *passed, *variables, *config; ///< what cargo gets for `named`
  };
  const Case cases[] = {
      {"os/my-kernel.json", "os/my-kernel.json", "", ""},
      {"/home/u/p/os/my-kernel.json", "/home/u/p/os/my-kernel.json", "", ""},
      {"", "", "os/my-kernel.json", ""},
      {"", "", "", "os/my-kernel.json"},
  };
  files.file("/home/u/p/os/my-kernel.json", kernel);
  for (const Case &c : cases) {
    if (*c.config != '\0')
      files.file("/home/u/.cargo/config.toml", std::string("[build]\ntarget = '") + "p/" + c.config + "'\n");
    extra = {{"CARGO_BUILD_TARGET", c.variables}};
    Words args{"build", "-Zbuild-std=core"};
    if (*c.named != '\0') args.insert(args.end(), {"--target", c.named});
    Failure failure;
    ASSERT_TRUE(run(args, failure)) << failure.text();
    if (*c.passed != '\0') EXPECT_EQ(launch->args.back(), c.passed);
    std::string linker = passed("CARGO_TARGET_MY_KERNEL_LINKER");
    EXPECT_EQ(baseName(linker), "my-kernel-cc");
    EXPECT_EQ(passed("LINKSHIM_SPEC_my_kernel"), "/home/u/p/os/my-kernel.json");
    EXPECT_EQ(notice,
              "linkshim: note: my-kernel is not in linkshim's table; it is planned as x86_64-unknown-none "
              "from /home/u/p/os/my-kernel.json, with pie false\n");
  }
}

TEST_F(CargoTest, AsksANewerRustcForItsTarget) {
  Words asked;
  ask = [&](const std::string &, const Words &args) -> std::optional<std::string> {
    asked.push_back(args.back());
    if (args.back() != "s390x-future-linux-gnu") return std::nullopt;
    return R"({"llvm-target": "s390x-unknown-linux-gnu", "arch": "s390x", "os": "linux", "env": "gnu",
      "target-endian": "big", "target-pointer-width": 64, "data-layout": "E-m:e", "target-family": ["unix"],
      "linker-flavor": "gnu-lld-cc", "cpu": "z13", "position-independent-executables": true})";
  };
  extra = {{"LINKSHIM_CACHE_DIR", "/home/u/c"}};
  files.directory("/home/u/c", 0700);
  Failure failure;
  ASSERT_TRUE(run({"build", "-Zbuild-std", "--target", "s390x-future-linux-gnu.2.28"}, failure))
      << failure.text();
  EXPECT_EQ(asked, (Words{"s390x-future-linux-gnu.2.28", "s390x-future-linux-gnu"}));
  EXPECT_EQ(launch->args.back(), "s390x-future-linux-gnu");
  EXPECT_EQ(baseName(passed("CARGO_TARGET_S390X_FUTURE_LINUX_GNU_LINKER")), "s390x-future-linux-gnu.2.28-cc");
  std::string file = passed("LINKSHIM_SPEC_s390x_future_linux_gnu");
  EXPECT_TRUE(file.starts_with("/home/u/c/specification-")) << file;
  EXPECT_TRUE(files.status(file).isFile());
  EXPECT_EQ(notice, "linkshim: note: s390x-future-linux-gnu is not in linkshim's table; it is planned as "
                    "s390x-unknown-linux-gnu from " +
                        file + ", with clangFlags -march=z13\n");
}

TEST_F(CargoTest, SaysWhatIsWrongWithASpecification) {
  struct Case {
    const char *json, *what;
  };
  const Case cases[] = {
      {"[build]\n", "the target specification is not JSON"},
      {"[1]", "the target specification is no JSON object"},
      {"{\"arch\": \"x86_64\"}", "the target specification has no llvm-target"},
      {"{\"llvm-target\": \"x86_64-none\"}", "the target specification has no arch"},
      {"{\"llvm-target\": \"ve-none\", \"arch\": \"ve\", \"target-pointer-width\": 64}",
       "no linker is known for the architecture of bad"},
  };
  for (const Case &c : cases) {
    files.file("/home/u/p/bad.json", c.json);
    Failure failure;
    EXPECT_FALSE(run({"build", "--target", "bad.json"}, failure)) << c.json;
    EXPECT_EQ(failure.what, c.what);
  }
  Failure failure;
  EXPECT_FALSE(run({"build", "--target", "none.json"}, failure));
  EXPECT_EQ(failure.what, "the specification of the target none cannot be read");
  files.file("/home/u/p/my-kernel.json", kernel);
  EXPECT_FALSE(run({"build", "--target", "my-kernel.json"}, failure));
  EXPECT_EQ(failure.action,
            "cargo +nightly linkshim build -Zbuild-std -Zjson-target-spec --target /home/u/p/my-kernel.json");
}

/// A linker of a configuration that linkshim is by its name; the command line's floor is the stronger one.
TEST_F(CargoTest, KnowsItsOwnNamesInAConfiguration) {
  struct Case {
    std::string configured, target, linker; ///< empty: what is configured stays
  };
  const Case cases[] = {
      {"aarch64-unknown-linux-gnu-cc", triple, "aarch64-unknown-linux-gnu-cc"},
      {"aarch64-unknown-linux-gnu.2.28-cc", triple, "aarch64-unknown-linux-gnu.2.28-cc"},
      {"aarch64-unknown-linux-gnu.2.28-cc", "aarch64-unknown-linux-gnu.2.17",
       "aarch64-unknown-linux-gnu.2.17-cc"},
      {"x86_64-unknown-linux-gnu-cc", triple, ""},
      {"aarch64-unknown-linux-gnu-ld", triple, ""},
      {"aarch64-linux-gnu-gcc", triple, ""}, // the distribution's, which is on PATH
      {"bin/aarch64-unknown-linux-gnu-cc", triple, ""},
  };
  files.program("/usr/bin/aarch64-linux-gnu-gcc", "GCC");
  for (const Case &c : cases) {
    SCOPED_TRACE(c.configured);
    files.file("/home/u/p/.cargo/config.toml",
               "[target.aarch64-unknown-linux-gnu]\nlinker = \"" + c.configured + "\"\n");
    Failure failure;
    ASSERT_TRUE(run({"build", "--target", c.target}, failure)) << failure.text();
    EXPECT_EQ(baseName(passed(linkerName)), c.linker);
    EXPECT_EQ(notice, "");
  }
}

TEST_F(CargoTest, TakesTheLinkBesideTheProgram) {
  files.symlink("/opt/bin/aarch64-unknown-linux-gnu-cc", "linkshim");
  Failure failure;
  ASSERT_TRUE(run({"build", "--target", triple}, failure)) << failure.text();
  EXPECT_EQ(passed(linkerName), "/opt/bin/aarch64-unknown-linux-gnu-cc");
}

TEST_F(CargoTest, TakesTheFloorOffTheVariable) {
  extra = {{"CARGO_BUILD_TARGET", "aarch64-unknown-linux-gnu.2.28"}};
  Failure failure;
  ASSERT_TRUE(run({"build"}, failure)) << failure.text();
  EXPECT_EQ(passed("CARGO_BUILD_TARGET"), triple);
  EXPECT_EQ(baseName(passed(linkerName)), "aarch64-unknown-linux-gnu.2.28-cc");
}

TEST_F(CargoTest, TakesThePlatformsTargetWhereNothingElseNamesOne) {
  using Variables = std::vector<std::pair<std::string, std::string>>;
  files.file("/usr/lib/rustlib/s390x-unknown-linux-gnu/lib/libcore-1.rlib");
  struct {
    Variables variables;
    Words more;
    std::string config;
    std::string built;  ///< CARGO_BUILD_TARGET
    std::string linker; ///< of aarch64, less its folder
  } const cases[] = {
      {{{"TARGETPLATFORM", "linux/arm64"}}, {}, "", triple, "aarch64-unknown-linux-gnu-cc"},
      {{{"LINKSHIM_TARGET", "aarch64-linux-gnu.2.28"}}, {}, "", triple, "aarch64-unknown-linux-gnu.2.28-cc"},
      {{{"TARGETPLATFORM", "linux/s390x"}}, {"--target", triple}, "", "", "aarch64-unknown-linux-gnu-cc"},
      {{{"TARGETPLATFORM", "linux/s390x"}, {"CARGO_BUILD_TARGET", triple}},
       {},
       "",
       triple,
       "aarch64-unknown-linux-gnu-cc"},
      {{{"TARGETPLATFORM", "linux/s390x"}},
       {},
       "build.target = 'aarch64-unknown-linux-gnu'",
       "",
       "aarch64-unknown-linux-gnu-cc"},
      {{{"TARGETPLATFORM", "linux/s390x"}}, {}, "build.target = 'own.json'", "", ""},
      {{{"TARGETPLATFORM", "linux/s390x"}}, {}, "build.jobs = 1", "s390x-unknown-linux-gnu", ""},
  };
  for (const auto &c : cases) {
    SCOPED_TRACE(c.config + c.built);
    files.file("/home/u/p/.cargo/config.toml", c.config);
    extra = c.variables;
    Words args{"build"};
    args.insert(args.end(), c.more.begin(), c.more.end());
    Failure failure;
    ASSERT_TRUE(run(args, failure)) << failure.text();
    EXPECT_EQ(launch->args.size(), args.size() + 1);
    EXPECT_EQ(passed("CARGO_BUILD_TARGET"), c.built);
    EXPECT_EQ(baseName(passed(linkerName)), c.linker);
  }
  extra = {{"TARGETPLATFORM", "linux/arm65"}};
  files.file("/home/u/p/.cargo/config.toml", "");
  Failure failure;
  EXPECT_FALSE(run({"build"}, failure));
  EXPECT_EQ(failure.what, "no target belongs to the platform linux/arm65");
}

TEST_F(CargoTest, WithoutTargetNothingIsSet) {
  Failure failure;
  ASSERT_TRUE(run({"build", "-v"}, failure)) << failure.text();
  EXPECT_EQ(launch->args, (Words{"cargo", "build", "-v"}));
  EXPECT_EQ(launch->environment.all(), environment.all());
}

struct PrecedenceCase {
  const char *name;
  std::string file, text; ///< a configuration
  Words more;             ///< arguments
  bool linker, runner;    ///< set by linkshim
};

const PrecedenceCase precedenceCases[] = {
    {"none", "", "", {}, true, true},
    {"in the folder",
     "/home/u/p/.cargo/config.toml",
     "[target.aarch64-unknown-linux-gnu]\nlinker='x'\n",
     {},
     false,
     true},
    {"without an ending",
     "/home/u/p/.cargo/config",
     "target.aarch64-unknown-linux-gnu.runner=['x']\n",
     {},
     true,
     false},
    {"above the folder",
     "/home/.cargo/config.toml",
     "[target.aarch64-unknown-linux-gnu]\nlinker='x'\nrunner='y'",
     {},
     false,
     false},
    {"at home",
     "/home/u/.cargo/config.toml",
     "[target.aarch64-unknown-linux-gnu]\nlinker='x'\n",
     {},
     false,
     true},
    {"below the folder",
     "/home/u/p/q/.cargo/config.toml",
     "[target.aarch64-unknown-linux-gnu]\nlinker='x'\n",
     {},
     true,
     true},
    {"another target's",
     "/home/u/.cargo/config.toml",
     "[target.s390x-unknown-linux-gnu]\nlinker='x'\n",
     {},
     true,
     true},
    {"by cfg", "/home/u/.cargo/config.toml", "[target.'cfg(unix)']\nrunner='x'\n", {}, true, false},
    {"by a cfg that does not hold",
     "/home/u/.cargo/config.toml",
     "[target.'cfg(windows)']\nrunner='x'\n",
     {},
     true,
     true},
    {"not TOML", "/home/u/.cargo/config.toml", "[target\nlinker='x'\n", {}, true, true},
    {"on the line", "", "", {"--config", "target.aarch64-unknown-linux-gnu.linker='x'"}, false, true},
    {"a file on the line",
     "/home/u/p/c.toml",
     "[target.aarch64-unknown-linux-gnu]\nlinker='x'\n",
     {"--config=c.toml"},
     false,
     true},
    {"included",
     "/home/u/p/i.toml",
     "[target.aarch64-unknown-linux-gnu]\nlinker='x'\n",
     {"--config", "include='i.toml'"},
     false,
     true},
};

TEST_F(CargoTest, GivesWay) {
  for (const PrecedenceCase &c : precedenceCases) {
    SCOPED_TRACE(c.name);
    test::FakeFileSystem before = files;
    if (!c.file.empty()) files.file(c.file, c.text);
    Words args{"build", "--target", "aarch64-unknown-linux-gnu.2.28"};
    args.insert(args.end(), c.more.begin(), c.more.end());
    Failure failure;
    ASSERT_TRUE(run(args, failure)) << failure.text();
    EXPECT_EQ(!passed(linkerName).empty(), c.linker);
    EXPECT_EQ(!passed(runnerName).empty(), c.runner);
    EXPECT_EQ(notice.empty(), c.linker);
    files = before;
  }
}

TEST_F(CargoTest, GivesWayToTheEnvironment) {
  extra = {{linkerName, "/usr/bin/my-cc"}, {runnerName, "my-runner"}};
  Failure failure;
  ASSERT_TRUE(run({"build", "--target", triple}, failure)) << failure.text();
  EXPECT_EQ(passed(linkerName), "/usr/bin/my-cc");
  EXPECT_EQ(passed(runnerName), "my-runner");
}

TEST_F(CargoTest, RustcFindsTheDlltool) {
  const Words build{"build", "-Zbuild-std", "--target", "x86_64-pc-windows-gnu"};
  Failure failure;
  ASSERT_TRUE(run(build, failure)) << failure.text();
  std::string path = passed("PATH"), folder = path.substr(path.rfind(':') + 1);
  EXPECT_EQ(files.readLink(folder + "/x86_64-w64-mingw32-dlltool"), "/opt/bin/linkshim") << path;
  for (const char *tool : {"dlltool", "windres", "ar"})
    files.program(std::string("/usr/bin/x86_64-w64-mingw32-") + tool, "of the system");
  ASSERT_TRUE(run(build, failure)) << failure.text();
  EXPECT_EQ(path, passed("PATH") + ":" + folder);
}

TEST_F(CargoTest, RustcFindsWhatItCallsForApplesTargets) {
  Failure failure;
  ASSERT_TRUE(run({"build", "-Zbuild-std", "--target", "aarch64-apple-darwin"}, failure)) << failure.text();
  std::string path = passed("PATH"), folder = path.substr(path.rfind(':') + 1);
  for (const char *name : {"/rust-objcopy", "/dsymutil"})
    EXPECT_EQ(files.readLink(folder + name), "/opt/bin/linkshim") << path;
  EXPECT_EQ(path.find(folder), path.rfind(folder)) << "once";
}

struct StdCase {
  const char *name;
  Words args;
  std::vector<std::pair<std::string, std::string>> variables;
  std::string config;
  bool passes;
};

const StdCase stdCases[] = {
    {"missing", {"build"}, {}, "", false},
    {"nothing compiled", {"metadata"}, {}, "", true},
    {"built", {"build", "-Zbuild-std"}, {}, "", true},
    {"built, by a variable", {"build"}, {{"CARGO_UNSTABLE_BUILD_STD", "std"}}, "", true},
    {"built, by a configuration", {"build"}, {}, "[unstable]\nbuild-std=['std']\n", true},
    {"another sysroot", {"build"}, {{"RUSTFLAGS", "--sysroot /s"}}, "", true},
    {"another sysroot, by a configuration", {"build"}, {}, "[build]\nrustflags='--sysroot=/s'\n", true},
    {"other flags", {"build"}, {{"RUSTFLAGS", "-Copt-level=3"}}, "", false},
};

TEST_F(CargoTest, StandardLibrary) {
  for (const StdCase &c : stdCases) {
    SCOPED_TRACE(c.name);
    extra = c.variables;
    files.file("/home/u/.cargo/config.toml", c.config);
    Words args = c.args;
    args.insert(args.end(), {"--target", "s390x-unknown-linux-gnu"});
    Failure failure;
    EXPECT_EQ(run(args, failure), c.passes);
    if (!c.passes)
      EXPECT_EQ(failure.what, "Rust's standard library for s390x-unknown-linux-gnu is not installed");
  }
}

TEST_F(CargoTest, StandardLibraryOfRustup) {
  files.program("/home/u/.cargo/bin/rustup", "rustup").symlink("/home/u/.cargo/bin/rustc", "rustup");
  files.file(
      "/home/u/.rustup/settings.toml",
      "default_toolchain = \"stable-x86_64-unknown-linux-gnu\"\n[overrides]\n\"/home/u/o\" = \"beta\"\n");
  for (const char *name : {"stable", "beta", "nightly"})
    files.directory(std::string("/home/u/.rustup/toolchains/") + name +
                    "-x86_64-unknown-linux-gnu/lib/rustlib");
  std::string nightly = "/home/u/.rustup/toolchains/nightly-x86_64-unknown-linux-gnu";
  files.file(nightly + "/lib/rustlib/aarch64-unknown-linux-gnu/lib/libcore-1.rlib");
  files.file("/home/u/n/rust-toolchain.toml", "[toolchain]\nchannel = 'nightly'\n");
  files.file("/home/u/old/rust-toolchain", "beta\n");
  struct {
    std::string folder, toolchain, action; ///< `action` empty: the library is there
  } const cases[] = {
      {"/home/u/p", "", "rustup target add aarch64-unknown-linux-gnu"},
      {"/home/u/n/deeper", "", ""},
      {"/home/u/o", "", "rustup target add aarch64-unknown-linux-gnu"},
      {"/home/u/old", "", "rustup target add aarch64-unknown-linux-gnu"},
      {"/home/u/p", "nightly", ""},
      {"/home/u/n", "beta", "rustup target add aarch64-unknown-linux-gnu --toolchain beta"},
      {"/home/u/n", "stable", "rustup target add aarch64-unknown-linux-gnu"},
  };
  for (const auto &c : cases) {
    SCOPED_TRACE(c.folder + " " + c.toolchain);
    extra = {{"PATH", "/home/u/.cargo/bin:/usr/bin"}};
    if (!c.toolchain.empty()) extra.emplace_back("RUSTUP_TOOLCHAIN", c.toolchain);
    files.workIn(c.folder);
    std::vector<std::pair<std::string, std::string>> variables{{"HOME", "/home/u"}};
    variables.insert(variables.end(), extra.begin(), extra.end());
    environment = Environment(variables);
    CommandCall call{{"build", "--target", triple}, environment, files, "/opt/bin/linkshim"};
    test::Outcome outcome = test::outcomeOf(runCargoCommand(call));
    EXPECT_EQ(outcome.done, c.action.empty());
    EXPECT_EQ(outcome.failure.action, c.action);
  }
}

/// rustup has no std of the third tier, and not every rustc has every target.
TEST_F(CargoTest, StandardLibraryThatRustupLacks) {
  files.program("/home/u/.cargo/bin/rustup", "rustup").symlink("/home/u/.cargo/bin/rustc", "rustup");
  files.file("/home/u/.rustup/settings.toml", "default_toolchain = \"stable-x86_64-unknown-linux-gnu\"\n");
  files.directory("/home/u/.rustup/toolchains/stable-x86_64-unknown-linux-gnu/lib/rustlib");
  environment = Environment({{"HOME", "/home/u"}, {"PATH", "/home/u/.cargo/bin:/usr/bin"}});
  struct {
    std::string target, releases;
  } const cases[] = {
      {"mips-unknown-linux-gnu", ""}, {"aarch64-oe-linux-gnu", "from 1.98"}, {"armv7a-vex-v5", "to 1.98"}};
  for (const auto &c : cases) {
    CommandCall call{{"build", "--target", c.target}, environment, files, "/opt/bin/linkshim"};
    Failure failure = test::outcomeOf(runCargoCommand(call)).failure;
    EXPECT_EQ(failure.action, "cargo +nightly linkshim build -Zbuild-std --target " + c.target);
    ASSERT_FALSE(failure.facts.empty());
    EXPECT_EQ(failure.facts.back().second,
              c.releases.empty() ? "stable-x86_64-unknown-linux-gnu" : c.releases);
  }
}

} // namespace
} // namespace linkshim
