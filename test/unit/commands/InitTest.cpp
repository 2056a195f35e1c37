#include "shim/commands/init/Init.h"
#include "shim/call/TargetSpec.h"
#include "test/unit/FakeFileSystem.h"
#include "test/unit/commands/Outcome.h"
#include <algorithm>
#include <gtest/gtest.h>

namespace linkshim {
namespace {

using test::FakeFileSystem;
using Words = std::vector<std::string>;

std::string package(const std::string &folder, const std::string &name, const Words &binaries) {
  std::string targets;
  for (const std::string &binary : binaries)
    targets += (targets.empty() ? "" : ",") +
               ("{\"kind\":[\"bin\"],\"name\":\"" + binary + "\"},{\"kind\":[\"test\"],\"name\":\"t\"}");
  return "{\"name\":\"" + name + "\",\"manifest_path\":\"" + folder + "/Cargo.toml\",\"targets\":[" +
         targets + "]}";
}

std::string metadata(const std::string &packages) {
  return R"({"workspace_root":"/p","packages":[)" + packages + "]}";
}

struct Outcome : test::Outcome {
  std::string question;
};

/// A project in /p, with a cargo that answers `metadata`.
Outcome init(FakeFileSystem &files, Words args, const std::string &cargoSays,
             std::optional<bool> answer = std::nullopt) {
  files.program("/usr/bin/cargo", "cargo")
      .program("/opt/linkshim")
      .file("/p/Cargo.toml", files.read("/p/Cargo.toml").value_or("[package]\n"));
  if (files.currentDirectory() == "/") files.workIn("/p");
  Environment environment({{"PATH", "/usr/bin"}});
  std::string question;
  CommandCall call{std::move(args), environment, files, "/opt/linkshim"};
  call.ask = [&](const std::string &, const Words &) { return std::optional(cargoSays); };
  call.confirm = [&](const std::string &text) {
    if (answer) question = text;
    return answer;
  };
  test::Outcome outcome = test::outcomeOf(runInit(call));
  return {std::move(outcome), std::move(question)};
}

const std::string onePackage = metadata(package("/p", "tool", {"tool"}));

TEST(Init, Templates) {
  std::vector<std::string_view> names = templateNames();
  // The image of linkshim itself is made where linkshim is installed, not in a project.
  std::vector<std::string_view> rows{"linkshim.Dockerfile"};
  for (const InitFile &file : initFiles()) {
    EXPECT_TRUE(findTemplate(file.templateName)) << file.templateName;
    EXPECT_TRUE(std::any_of(initParts().begin(), initParts().end(), [&](const InitPart &part) {
      return part.name == file.part;
    })) << file.part;
    rows.push_back(file.templateName);
  }
  std::sort(rows.begin(), rows.end());
  EXPECT_EQ(names, rows);
}

struct FillCase {
  const char *name;
  std::string text, filled;
};

const FillCase fillCases[] = {
    {"the name", "run my-app, my-app\r\n", "run two, two\r\n"},
    {"targets",
     "a\n  # begin: each target\n  - target: x86_64-unknown-linux-musl\n    verify: --static\n"
     "    emulator: \"\"\n    test: \"\"\n  # end: each target\nb",
     "a\n"
     "  - target: x86_64-unknown-linux-musl\n    verify: --static\n    emulator: \"\"\n    test: \"\"\n"
     "  - target: aarch64-unknown-linux-gnu.2.28\n    verify: --max-glibc 2.28\n"
     "    emulator: qemu-user-static libgcc-s1-arm64-cross\n    test: \"\"\n"
     "  - target: aarch64-apple-darwin\n    verify: \"\"\n    emulator: \"\"\n    test: --no-run\n"
     "  - target: x86_64-pc-windows-msvc\n    verify: --require no-runtime-dlls\n    emulator: wine64\n    "
     "test: \"\"\n"
     "  - target: i686-pc-windows-msvc\n    verify: --require no-runtime-dlls\n    emulator: \"\"\n"
     "    test: --no-run\n"
     "b"},
    {"programs", "(\n# begin: each binary\n  my-app \\\n# end: each binary\n)\n",
     "(\n  one \\\n  two \\\n)\n"},
};

TEST(Init, Fill) {
  TemplateValues values{"two", {"one", "two"}, {}};
  for (const char *text : {"x86_64-unknown-linux-musl", "aarch64-unknown-linux-gnu.2.28",
                           "aarch64-apple-darwin", "x86_64-pc-windows-msvc", "i686-pc-windows-msvc"}) {
    Result<TargetSpec> spec = parseTargetSpec(text);
    ASSERT_TRUE(spec);
    values.targets.push_back(*spec);
  }
  for (const FillCase &c : fillCases)
    EXPECT_EQ(fillTemplate(c.text, values), c.filled) << c.name;
}

TEST(Init, ServiceNames) {
  EXPECT_EQ(serviceName("my-app"), "my-app");
  EXPECT_EQ(serviceName("_My__App.2_"), "my-app-2");
}

TEST(Init, WritesAndThenNothing) {
  FakeFileSystem files;
  Outcome first = init(files, {"--yes"}, onePackage);
  ASSERT_TRUE(first.done) << first.failure.text();
  EXPECT_EQ(files.read("/p/.cargo/config.toml"),
            "[target.x86_64-unknown-linux-musl]\nlinker = \"x86_64-unknown-linux-musl-cc\"\n"
            "runner = [\"linkshim\", \"run\", \"x86_64-unknown-linux-musl\", \"--\"]\n\n"
            "[target.aarch64-unknown-linux-musl]\nlinker = \"aarch64-unknown-linux-musl-cc\"\n"
            "runner = [\"linkshim\", \"run\", \"aarch64-unknown-linux-musl\", \"--\"]\n");
  EXPECT_EQ(files.read("/p/rust-toolchain.toml"),
            "[toolchain]\ntargets = [\"x86_64-unknown-linux-musl\", \"aarch64-unknown-linux-musl\"]\n");
  EXPECT_EQ(files.read("/p/Cargo.toml"),
            "[package]\n\n[profile.release]\nlto = true\ncodegen-units = 1\nstrip = true\n");
  EXPECT_NE(files.read("/p/.github/workflows/release.yml").value_or("").find("aarch64-unknown-linux-musl"),
            std::string::npos);
  auto tree = files.tree("/p");
  Outcome second = init(files, {}, onePackage);
  ASSERT_TRUE(second.done) << second.failure.text();
  EXPECT_NE(second.output.find("Nothing to write."), std::string::npos) << second.output;
  EXPECT_EQ(files.tree("/p"), tree);
}

TEST(Init, Asks) {
  FakeFileSystem files;
  files.file("/p/Cargo.toml", "[package]\n");
  auto before = files.tree("/p");
  Outcome noTerminal = init(files, {}, onePackage);
  EXPECT_FALSE(noTerminal.done);
  EXPECT_EQ(noTerminal.failure.action, "linkshim init --yes");
  Outcome no = init(files, {}, onePackage, false);
  EXPECT_TRUE(no.done);
  EXPECT_NE(no.question.find("\nadded to Cargo.toml\n  @@ 2\n  + \n  + [profile.release]\n"),
            std::string::npos)
      << no.question;
  EXPECT_NE(no.question.find("\nnew: .cargo/config.toml\n  + [target."), std::string::npos) << no.question;
  Outcome dry = init(files, {"--dry-run"}, onePackage, true);
  EXPECT_TRUE(dry.done);
  EXPECT_NE(dry.output.find("Nothing was written."), std::string::npos);
  EXPECT_EQ(files.tree("/p"), before);
  EXPECT_TRUE(init(files, {}, onePackage, true).done);
  EXPECT_NE(files.tree("/p"), before);
}

struct KeptCase {
  const char *name;
  std::map<std::string, std::string> files; ///< `-> ` begins a link
  Words args;
  std::map<std::string, std::string> after;
  Words notes; ///< parts of the output
};

const KeptCase keptCases[] = {
    {"another linker, a runner for a kind of targets",
     {{"/p/.cargo/config.toml",
       "[target.aarch64-unknown-linux-gnu]\nlinker = \"mine\"\n[target.'cfg(unix)']\nrunner = \"r\"\n"}},
     {"--target=aarch64-unknown-linux-gnu.2.17", "--only=config"},
     {{"/p/.cargo/config.toml",
       "[target.aarch64-unknown-linux-gnu]\nlinker = \"mine\"\n[target.'cfg(unix)']\nrunner = \"r\"\n"}},
     {".cargo/config.toml:2: \"mine\" stays"}},
    {"a target that rustup has not, without what rustup reads",
     {},
     {"--target=mips-unknown-linux-gnu.2.21", "--only=config"},
     {{"/p/.cargo/config.toml",
       "[target.mips-unknown-linux-gnu]\nlinker = \"mips-unknown-linux-gnu.2.21-cc\"\n"
       "runner = [\"linkshim\", \"run\", \"mips-unknown-linux-gnu\", \"--\"]\n"}},
     {}},
    {"the older name of the configuration",
     {{"/p/.cargo/config", "[build]\njobs = 1\n"}},
     {"--target=x86_64-pc-windows-gnu", "--only=config"},
     {{"/p/.cargo/config",
       "[build]\njobs = 1\n\n[target.x86_64-pc-windows-gnu]\nlinker = \"x86_64-pc-windows-gnu-cc\"\n"
       "runner = [\"linkshim\", \"run\", \"x86_64-pc-windows-gnu\", \"--\"]\n"}},
     {}},
    {"a bare toolchain name",
     {{"/p/rust-toolchain", "nightly-2026-01-01\n"}},
     {"--only=toolchain"},
     {{"/p/rust-toolchain", "nightly-2026-01-01\n"}},
     {"rustup target add x86_64-unknown-linux-musl aarch64-unknown-linux-musl"}},
    {"the older name of the toolchain file, with TOML",
     {{"/p/rust-toolchain", "[toolchain]\nchannel = \"1.80\"\n"}},
     {"--only=toolchain", "--target", "x86_64-unknown-linux-musl"},
     {{"/p/rust-toolchain", "[toolchain]\nchannel = \"1.80\"\ntargets = [\"x86_64-unknown-linux-musl\"]\n"}},
     {}},
    {"a toolchain by its path",
     {{"/p/rust-toolchain.toml", "[toolchain]\npath = \"/r\"\n"}},
     {"--only=toolchain"},
     {{"/p/rust-toolchain.toml", "[toolchain]\npath = \"/r\"\n"}},
     {"rust-toolchain.toml: it has no place for targets"}},
    {"debug information that is wanted",
     {{"/p/Cargo.toml", "[package]\n[profile.release]\ndebug = \"line-tables-only\"\n"}},
     {"--only=profile"},
     {{"/p/Cargo.toml",
       "[package]\n[profile.release]\ndebug = \"line-tables-only\"\nlto = true\ncodegen-units = 1\n"}},
     {"profile.release.debug stays"}},
    {"another workflow",
     {{"/p/.github/workflows/release.yml", "mine"}},
     {"--only=workflow"},
     {{"/p/.github/workflows/release.yml", "mine"}},
     {".github/workflows/release.yml: it is there and differs"}},
    {"a workflow that is a link to nothing",
     {{"/p/.github/workflows/release.yml", "-> gone"}},
     {"--only=workflow"},
     {{"/p/.github/workflows/release.yml", "-> gone"}},
     {".github/workflows/release.yml: it is there and differs"}},
    {"a configuration behind a link",
     {{"/p/.cargo/config.toml", "-> ../shared.toml"}, {"/p/shared.toml", "# shared"}},
     {"--only=config", "--target=aarch64-apple-darwin"},
     {{"/p/.cargo/config.toml", "-> ../shared.toml"},
      {"/p/shared.toml",
       "# shared\n\n[target.aarch64-apple-darwin]\nlinker = \"aarch64-apple-darwin-cc\"\n"}},
     {}},
    {"targets and floors of the project",
     {{"/p/rust-toolchain.toml",
       "[toolchain]\ntargets = [\"s390x-unknown-linux-gnu\", \"no-such-target\"]\n"},
      {"/p/.cargo/config.toml",
       "[target.s390x-unknown-linux-gnu]\nlinker = \"s390x-unknown-linux-gnu.2.28-cc\"\n"}},
     {"--only=config"},
     {{"/p/.cargo/config.toml",
       "[target.s390x-unknown-linux-gnu]\nlinker = \"s390x-unknown-linux-gnu.2.28-cc\"\n"
       "runner = [\"linkshim\", \"run\", \"s390x-unknown-linux-gnu\", \"--\"]\n"}},
     {"tool, for s390x-unknown-linux-gnu.2.28\n"}},
};

TEST(Init, WhatIsThereStays) {
  for (const KeptCase &c : keptCases) {
    SCOPED_TRACE(c.name);
    FakeFileSystem files;
    for (const auto &[path, text] : c.files)
      if (text.starts_with("-> "))
        files.symlink(path, text.substr(3));
      else
        files.file(path, text);
    Words args = c.args;
    args.emplace_back("--yes");
    Outcome outcome = init(files, args, onePackage);
    ASSERT_TRUE(outcome.done) << outcome.failure.text();
    auto tree = files.tree("/p");
    for (const auto &[path, text] : c.after)
      EXPECT_EQ(tree[path], text);
    for (const std::string &note : c.notes)
      EXPECT_NE(outcome.output.find(note), std::string::npos) << outcome.output;
  }
}

struct ProgramCase {
  const char *name;
  std::string packages;
  Words args;
  std::string folder;
  std::string binary; ///< the first word of the output
};

const ProgramCase programCases[] = {
    {"of the package's name", package("/p", "b-b", {"a", "b-b"}), {}, "/p", "b-b, "},
    {"the only one", package("/p", "lib", {"a_a"}), {}, "/p", "a_a, "},
    {"of a workspace, by its name",
     package("/p/x", "x", {"x"}) + "," + package("/p/y", "y", {"y"}),
     {"--bin=y"},
     "/p",
     "y, "},
    {"of the member one is in",
     package("/p/x", "x", {"x"}) + "," + package("/p/y", "y", {"y"}),
     {},
     "/p/y/src",
     "y, "},
    {"none", package("/p", "lib", {}), {}, "/p", "/p, "},
};

TEST(Init, WhichProgram) {
  for (const ProgramCase &c : programCases) {
    SCOPED_TRACE(c.name);
    FakeFileSystem files;
    files.file("/p/y/Cargo.toml", "[package]\n").file("/p/y/src/main.rs").workIn(c.folder);
    Words args = c.args;
    args.emplace_back("--dry-run");
    Outcome outcome = init(files, args, metadata(c.packages));
    ASSERT_TRUE(outcome.done) << outcome.failure.text();
    EXPECT_TRUE(outcome.output.starts_with(c.binary)) << outcome.output;
    bool none = c.binary.starts_with("/");
    EXPECT_EQ(outcome.output.find("workflow: the project has no program") != std::string::npos, none);
  }
}

struct WrongCase {
  const char *name;
  std::map<std::string, std::string> files;
  Words args;
  std::string what, action;
};

const WrongCase wrongCases[] = {
    {"a configuration that is no TOML",
     {{"/p/.cargo/config.toml", "[a]\nb = \n"}},
     {},
     "config.toml is no TOML that can be read",
     "sed -n 2p /p/.cargo/config.toml"},
    {"a manifest that is no TOML",
     {{"/p/Cargo.toml", "[a\n"}},
     {},
     "Cargo.toml is no TOML that can be read",
     "sed -n 1p /p/Cargo.toml"},
    {"a folder in a file's place",
     {{"/p/.cargo/config.toml/x", ""}},
     {},
     ".cargo/config.toml cannot be read",
     "ls -l /p/.cargo/config.toml"},
    {"an unknown target", {}, {"--target", "aarch64-unknown-linux-msul"}, "", ""},
    {"a target that rustup has not",
     {},
     {"--target=mips-unknown-linux-gnu"},
     "rustup has no standard library for mips-unknown-linux-gnu",
     "linkshim init --only config,profile --target mips-unknown-linux-gnu"},
    {"two floors",
     {},
     {"--target=s390x-unknown-linux-gnu.2.17", "--target=s390x-unknown-linux-gnu.2.28"},
     "s390x-unknown-linux-gnu is named with two versions of glibc",
     "linkshim init --target s390x-unknown-linux-gnu.2.28"},
    {"an unknown part",
     {},
     {"--only", "profile,dokcer"},
     "linkshim init has no part dokcer",
     "linkshim init --only docker"},
    {"an unknown program",
     {},
     {"--bin", "tol"},
     "the project has no program named tol",
     "linkshim init --bin tool"},
    {"an unknown option", {}, {"--force"}, "linkshim init has no option --force", "linkshim help init"},
    {"a folder that is not there", {}, {"/nowhere"}, "the folder is not there", "ls -ld /nowhere"},
};

TEST(Init, Wrong) {
  for (const WrongCase &c : wrongCases) {
    SCOPED_TRACE(c.name);
    FakeFileSystem files;
    files.file("/p/Cargo.toml", "[package]\n");
    for (const auto &[path, text] : c.files)
      files.file(path, text);
    auto before = files.tree("/p");
    Words args = c.args;
    args.emplace_back("--yes");
    Outcome outcome = init(files, args, onePackage);
    EXPECT_FALSE(outcome.done);
    if (!c.what.empty()) {
      EXPECT_EQ(outcome.failure.what, c.what);
      EXPECT_EQ(outcome.failure.action, c.action);
    } else {
      EXPECT_NE(outcome.failure.text().find("aarch64-unknown-linux-musl"), std::string::npos);
    }
    EXPECT_EQ(files.tree("/p"), before);
  }
}

TEST(Init, NoProject) {
  FakeFileSystem files;
  files.program("/usr/bin/cargo", "cargo").workIn("/empty");
  Environment environment({{"PATH", "/usr/bin"}});
  Result<CommandResult> result = runInit({{"--yes"}, environment, files, "/opt/linkshim"});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().what, "there is no Cargo.toml here or above");
  EXPECT_TRUE(files.tree("/empty").empty());
}

TEST(Init, OldFilesAreWholeAfterAnyFailure) {
  for (int number = 1;; ++number) {
    ASSERT_LT(number, 100);
    FakeFileSystem files;
    files.file("/p/Cargo.toml", "[package]\n").file("/p/rust-toolchain.toml", "# mine\n");
    auto before = files.tree("/p");
    files.fullAt(number);
    Outcome outcome = init(files, {"--yes"}, onePackage);
    if (outcome.done) {
      EXPECT_GT(number, 10);
      break;
    }
    SCOPED_TRACE(number);
    EXPECT_EQ(files.tree("/p"), before);
    EXPECT_TRUE(outcome.output.empty());
  }
}

} // namespace
} // namespace linkshim
