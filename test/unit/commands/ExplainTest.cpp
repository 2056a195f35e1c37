#include "shim/commands/Command.h"
#include "test/unit/FakeFileSystem.h"
#include "test/unit/commands/Outcome.h"
#include "llvm/Support/JSON.h"
#include <gmock/gmock.h>

namespace linkshim {
namespace {

using Words = std::vector<std::string>;
using test::Outcome;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

test::FakeFileSystem machine() {
  test::FakeFileSystem files;
  files.program("/opt/bin/linkshim", "linkshim itself").file("/lib64/ld-linux-x86-64.so.2").directory("/tmp");
  return files;
}

/// A machine with a compiler and a linker.
test::FakeFileSystem toolchain() {
  test::FakeFileSystem files = machine();
  files.program("/usr/bin/clang", "clang").program("/usr/bin/ld.lld", "lld").file("/w/a.o").workIn("/w");
  return files;
}

Outcome call(Result<CommandResult> (*command)(const CommandCall &), test::FakeFileSystem &files, Words args,
             std::vector<std::pair<std::string, std::string>> variables = {}) {
  variables.insert(variables.end(), {{"PATH", "/usr/bin"}, {"HOME", "/home/u"}});
  Environment environment(variables);
  return test::outcomeOf(command({std::move(args), environment, files, "/opt/bin/linkshim"}));
}

llvm::json::Object explained(test::FakeFileSystem &files, Words args) {
  args.insert(args.begin(), "--json");
  Outcome outcome = call(runExplain, files, std::move(args));
  EXPECT_TRUE(outcome.done) << outcome.failure.text();
  llvm::Expected<llvm::json::Value> json = llvm::json::parse(outcome.output);
  EXPECT_TRUE(static_cast<bool>(json)) << outcome.output;
  return json ? std::move(*json->getAsObject()) : llvm::json::Object();
}

/// The notes of a step: `fate argument -> became`.
Words notesOf(const llvm::json::Value &step) {
  Words notes;
  for (const llvm::json::Value &note : *step.getAsObject()->getArray("arguments")) {
    const llvm::json::Object &each = *note.getAsObject();
    notes.push_back((each.getString("fate").value() + " " + each.getString("argument").value() + " -> " +
                     each.getString("became").value())
                        .str());
  }
  return notes;
}

/// A call that compiles and links is a step for each source and the link, and each argument is told where it
/// matters.
TEST(Explain, CompileAndLink) {
  test::FakeFileSystem files = toolchain();
  llvm::json::Object json = explained(
      files, {"x86_64-unknown-none-cc", "-O2", "-DX=1", "main.c", "a.o", "b.c", "-o", "x", "-lfoo"});
  EXPECT_EQ(json.getString("kind"), llvm::StringRef("programs"));
  const llvm::json::Array &steps = *json.getArray("steps");
  ASSERT_EQ(steps.size(), 3U);
  EXPECT_EQ(steps[0].getAsObject()->getString("work"), llvm::StringRef("compile main.c"));
  EXPECT_EQ(steps[1].getAsObject()->getString("work"), llvm::StringRef("compile b.c"));
  EXPECT_EQ(steps[2].getAsObject()->getString("work"), llvm::StringRef("link"));
  const Words compile = notesOf(steps[0]);
  for (const char *note : {"kept -O2 -> -O2", "kept -DX=1 -> -DX=1", "kept main.c -> main.c",
                           "dropped a.o -> ", "dropped b.c -> ", "dropped -o x -> ", "dropped -lfoo -> ",
                           "added  -> -c", "added  -> /tmp/linkshim-NUMBER/0-main.o"})
    EXPECT_THAT(compile, testing::Contains(note));
  const Words link = notesOf(steps[2]);
  for (const char *note : {"translated main.c -> /tmp/linkshim-NUMBER/0-main.o", "kept a.o -> a.o",
                           "translated b.c -> /tmp/linkshim-NUMBER/1-b.o", "kept -lfoo -> -lfoo",
                           "dropped -O2 -> ", "dropped -DX=1 -> "})
    EXPECT_THAT(link, testing::Contains(note));
  EXPECT_EQ(json.getString("program"), llvm::StringRef("/usr/bin/ld.lld"));
  EXPECT_EQ(*json.getArray("command"), *steps[2].getAsObject()->getArray("command"));
}

TEST(Explain, StepsAsText) {
  test::FakeFileSystem files = toolchain();
  std::string text = call(runExplain, files, {"x86_64-unknown-none-cc", "-O2", "main.c", "-o", "x"}).output;
  EXPECT_THAT(text, HasSubstr("\nstep 1 of 2: compile main.c\narguments\n"));
  EXPECT_THAT(text, HasSubstr("  kept        -O2\n"));
  EXPECT_THAT(text, HasSubstr("  dropped     -o x\n              names the output of the link\n"));
  EXPECT_THAT(text, HasSubstr("\nstep 2 of 2: link\narguments\n"));
  EXPECT_THAT(text, HasSubstr("  dropped     -O2\n              the compiler got it\n"));
  EXPECT_THAT(text, HasSubstr("  translated  main.c  ->  /tmp/linkshim-NUMBER/0-main.o\n"));
  EXPECT_THAT(text, HasSubstr("\nprogram  /usr/bin/clang\n"));
  EXPECT_THAT(text, HasSubstr("\nprogram  /usr/bin/ld.lld\n"));
  std::string one = call(runExplain, files, {"x86_64-unknown-none-cc", "-c", "a.c", "b.c"}).output;
  EXPECT_THAT(one, Not(HasSubstr("step ")));
}

/// Every kind of call has the same keys for what it is.
TEST(Explain, KindsOfCalls) {
  struct {
    Words args;
    const char *kind, *asks, *work;
  } const calls[] = {
      {{"x86_64-unknown-none-cc", "a.o"}, "programs", nullptr, "link"},
      {{"x86_64-unknown-none-ld", "a.o"}, "programs", nullptr, "link"},
      {{"x86_64-unknown-none-cc", "-c", "a.c"}, "programs", nullptr, "compile"},
      {{"x86_64-unknown-none-cc", "-S", "a.c"}, "programs", nullptr, "compile to assembly"},
      {{"x86_64-unknown-none-cc", "-E", "a.c"}, "programs", nullptr, "preprocess"},
      {{"x86_64-unknown-none-cc", "-MM", "a.c"}, "programs", nullptr, "list what a source includes"},
      {{"x86_64-unknown-none-cc", "-fsyntax-only", "a.c"}, "programs", nullptr, "check"},
      {{"x86_64-unknown-none-cc", "--version"}, "programs", "--version", "answer a question"},
      {{"x86_64-unknown-none-cc", "-print-targets", "a.o"},
       "programs",
       "-print-targets",
       "answer a question"},
      {{"x86_64-unknown-none-as", "a.s"}, "programs", nullptr, "assemble"},
      {{"x86_64-unknown-none-cc", "-dumpmachine", "a.c"}, "answer", "-dumpmachine", nullptr},
      {{"x86_64-unknown-none-ar", "--version"}, "answer", "--version", nullptr},
      {{"x86_64-unknown-none-ar", "rcs", "x.a"}, "linkshim", nullptr, nullptr},
      {{"x86_64-w64-mingw32-dlltool", "-d", "a.def"}, "linkshim", nullptr, nullptr},
  };
  test::FakeFileSystem files = toolchain();
  for (const auto &c : calls) {
    SCOPED_TRACE(c.args[0] + " " + c.args[1]);
    llvm::json::Object json = explained(files, c.args);
    EXPECT_EQ(json.getString("kind"), llvm::StringRef(c.kind));
    EXPECT_EQ(json.getString("asks"), c.asks ? std::optional<llvm::StringRef>(c.asks) : std::nullopt);
    const llvm::json::Array &steps = *json.getArray("steps");
    ASSERT_EQ(steps.size(), c.work ? 1U : 0U);
    if (c.work) {
      EXPECT_EQ(steps[0].getAsObject()->getString("work"), llvm::StringRef(c.work));
    }
  }
}

/// as is clang under another name: its own arguments are told, not clang's.
TEST(Explain, Assembler) {
  test::FakeFileSystem files = toolchain();
  llvm::json::Object json = explained(files, {"x86_64-unknown-none-as", "--divide", "--fatal-warnings",
                                              "--defsym", "A=1", "a.s", "-o", "a.o"});
  const Words notes = notesOf((*json.getArray("steps"))[0]);
  for (const char *note :
       {"dropped --divide -> ", "translated --fatal-warnings -> -Wa,--fatal-warnings",
        "translated --defsym A=1 -> -Wa,--defsym,A=1", "kept a.s -> a.s", "added  -> assembler"})
    EXPECT_THAT(notes, testing::Contains(note));
}

TEST(Explain, WholeOutput) {
  test::FakeFileSystem files = machine();
  files.program("/usr/bin/ld.lld", "lld");
  Outcome outcome =
      call(runExplain, files, {"thumbv7em-none-eabihf-ld", "a.o", "-o", "x"}, {{"LINKSHIM_CACHE_DIR", "/c"}});
  ASSERT_TRUE(outcome.done) << outcome.failure.text();
  EXPECT_EQ(outcome.output, "target   thumbv7em-none-eabihf\n"
                            "\n"
                            "arguments\n"
                            "  kept        a.o\n"
                            "  kept        -o\n"
                            "  kept        x\n"
                            "  added       -m\n"
                            "              the emulation of the target\n"
                            "  added       armelf\n"
                            "\n"
                            "program  /usr/bin/ld.lld\n"
                            "\n"
                            "command\n"
                            "  /usr/bin/ld.lld a.o -o x -m armelf\n");
  EXPECT_EQ(files.status("/c").kind, FileStatus::Kind::missing);
}

/// A call that only asks the tool something starts no program: what linkshim itself answers is shown.
TEST(Explain, Questions) {
  test::FakeFileSystem files = machine();
  Outcome text = call(runExplain, files, {"s390x-unknown-linux-gnu-cc", "-dumpmachine"});
  EXPECT_EQ(text.output, "target   s390x-unknown-linux-gnu, glibc 2.17 or newer\n"
                         "asks     -dumpmachine\n"
                         "\n"
                         "no program is run; linkshim prints\n"
                         "s390x-linux-gnu\n");
  Outcome json = call(runExplain, files, {"--json", "s390x-unknown-linux-gnu-cc", "-dumpmachine"});
  EXPECT_EQ(json.output, R"({
  "target": "s390x-unknown-linux-gnu",
  "floor": "2.17",
  "kind": "answer",
  "asks": "-dumpmachine",
  "steps": [],
  "answer": "s390x-linux-gnu\n",
  "status": 0,
  "pieces": []
}
)");
}

TEST(Explain, OwnTool) {
  test::FakeFileSystem files = machine();
  Outcome own = call(runExplain, files, {"s390x-unknown-linux-gnu-ar", "q", "x.a"});
  EXPECT_EQ(own.output, "target   s390x-unknown-linux-gnu, glibc 2.17 or newer\n"
                        "\n"
                        "arguments\n"
                        "  kept        q\n"
                        "  kept        x.a\n"
                        "\n"
                        "no program is run; linkshim does it itself, since no other tool for it was found\n");
}

/// Names of files need not be UTF-8; JSON has to be.
TEST(Explain, JsonOfANameThatIsNotUtf8) {
  test::FakeFileSystem files = machine();
  files.program("/usr/bin/ld.lld", "lld");
  Outcome outcome = call(runExplain, files, {"--json", "thumbv7em-none-eabihf-ld", "\xff\n.o"});
  ASSERT_TRUE(outcome.done) << outcome.failure.text();
  EXPECT_TRUE(llvm::json::isUTF8(outcome.output));
  llvm::Expected<llvm::json::Value> json = llvm::json::parse(outcome.output);
  ASSERT_TRUE(static_cast<bool>(json)) << outcome.output;
  const llvm::json::Array *command = json->getAsObject()->getArray("command");
  ASSERT_TRUE(command);
  ASSERT_GE(command->size(), 2U);
  EXPECT_EQ((*command)[1].getAsString(), llvm::StringRef("\xef\xbf\xbd\n.o"));
}

} // namespace
} // namespace linkshim
