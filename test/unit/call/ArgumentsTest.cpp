#include "shim/call/Arguments.h"
#include "shim/call/Invocation.h"
#include "test/unit/FakeFileSystem.h"
#include <gmock/gmock.h>

namespace linkshim {
namespace {

using Strings = std::vector<std::string>;
using testing::ElementsAre;

/// What was read, an argument as [option value] and an input as it is.
Strings readAs(OptionSet set, Strings words) {
  Arguments arguments(std::move(words), set);
  Strings read;
  for (const Argument &argument : arguments.all()) {
    std::string name = argument.arg->getOption().getName().str();
    read.push_back(argument.isInput()         ? arguments.args()[argument.index]
                   : argument.value().empty() ? "[" + name + "]"
                                              : "[" + name + " " + std::string(argument.value()) + "]");
  }
  return read;
}

TEST(Arguments, AreReadByTheSetOfTheTool) {
  EXPECT_THAT(readAs(OptionSet::driver, {"-o", "-lgcc_s", "-lm", "a.o", "-L", "/x", "-Wl,-z,now"}),
              ElementsAre("[o -lgcc_s]", "[l m]", "a.o", "[L /x]", "[Wl, -z]"));
  EXPECT_THAT(readAs(OptionSet::gnuLd, {"-m", "elf_x86_64", "--dll", "-soname", "a", "b.o"}),
              ElementsAre("[m elf_x86_64]", "[dll]", "[soname a]", "b.o"));
  EXPECT_THAT(readAs(OptionSet::ld64, {"-arch", "arm64", "-order_file", "o", "-lSystem", "-framework", "A"}),
              ElementsAre("[arch arm64]", "[order_file o]", "[l System]", "[framework A]"));
  EXPECT_THAT(readAs(OptionSet::wasmLd, {"--export", "main", "a.o"}), ElementsAre("[export main]", "a.o"));
  for (OptionSet set :
       {OptionSet::driver, OptionSet::appleDriver, OptionSet::gnuLd, OptionSet::wasmLd, OptionSet::ld64})
    EXPECT_THAT(readAs(set, {"-o", "-lfoo", "-u", "-Lx", "-L", "-lbar", "-e", "-o"}),
                ElementsAre("[o -lfoo]", "[u -Lx]", "[L -lbar]", "[e -o]"));
  EXPECT_THAT(readAs(OptionSet::msvc, {"/OUT:a.exe", "-libpath:c:\\x", "/home/a.obj", "kernel32.lib"}),
              ElementsAre("[out: a.exe]", "[libpath: c:\\x]", "/home/a.obj", "kernel32.lib"));
  EXPECT_THAT(readAs(OptionSet::assembler, {"-W", "--defsym", "A=1", "-o", "-I", "a.s"}),
              ElementsAre("[W]", "[defsym A=1]", "[o -I]", "a.s"));
  EXPECT_THAT(readAs(OptionSet::dlltool, {"-da.def", "--output-lib=x.a", "-m", "i386"}),
              ElementsAre("[d a.def]", "[l x.a]", "[m i386]"));
  EXPECT_THAT(readAs(OptionSet::none, {"-o", "x"}), ElementsAre("[<unknown> -o]", "x"));
}

TEST(Arguments, DryRunIsTakenOutButForAValue) {
  Arguments dry({"a.o", "-###", "-o", "x"}, OptionSet::driver);
  EXPECT_TRUE(dry.dryRun());
  EXPECT_EQ(dry.args(), (Strings{"a.o", "-o", "x"}));
  Arguments output({"a.o", "-o", "-###"}, OptionSet::driver);
  EXPECT_FALSE(output.dryRun());
  EXPECT_EQ(output.lastValue(OPT_o), "-###");
}

TEST(Arguments, WordsForTheLinkerKeepTheirOption) {
  Arguments arguments({"-Wl,-rpath", "a.o", "-Xlinker", "/x", "--new", "-Wl,-z,now,--gc-sections"},
                      OptionSet::driver);
  Strings words;
  for (const LinkerArg &word : arguments.linkerArgs())
    words.push_back(std::string(word.text) + (word.part > 0 ? " of " : "") +
                    (word.part > 0 ? word.option->getSpelling().str() : ""));
  EXPECT_THAT(words, ElementsAre("-rpath", "/x of -rpath", "--new", "-z", "now of -z", "--gc-sections"));
  EXPECT_EQ(arguments.linkerArgsOf(arguments.all()[0]).size(), 1u);
  EXPECT_EQ(arguments.linkerArgsOf(arguments.all()[1]).size(), 0u);
}

TEST(Arguments, KindsOfInputs) {
  const struct {
    Strings words;
    InputKind last;
  } cases[] = {{{"a.c"}, InputKind::source},
               {{"a.hpp"}, InputKind::header},
               {{"a.o"}, InputKind::object},
               {{"-x", "c", "a"}, InputKind::source},
               {{"-xc-header", "a.c"}, InputKind::header},
               {{"-xc", "-xnone", "a.so"}, InputKind::object},
               {{"-"}, InputKind::source},
               {{".c"}, InputKind::object}};
  for (const auto &c : cases)
    EXPECT_EQ(Arguments(c.words, OptionSet::driver).all().back().kind, c.last) << c.words.back();
}

/// A bare tool is read for the environment's target first; the target that its arguments name counts.
TEST(Arguments, OfABareToolAreReadForItsTarget) {
  test::FakeFileSystem files;
  const struct {
    const char *tool, *target;
    Strings args;
    OptionSet set;
  } cases[] = {
      {"cc", "x86_64-unknown-linux-gnu", {"--target=arm64-apple-macos11", "a.o"}, OptionSet::appleDriver},
      {"ld", "aarch64-apple-darwin", {"-arch", "arm64"}, OptionSet::ld64},
      {"ld", "x86_64-pc-windows-msvc", {"-flavor", "gnu", "a.o"}, OptionSet::gnuLd},
      {"ld", "x86_64-pc-windows-msvc", {"a.obj"}, OptionSet::msvc},
      {"ar", "x86_64-pc-windows-msvc", {"-out:a.lib", "a.obj"}, OptionSet::msvc},
      {"ar", "x86_64-pc-windows-msvc", {"rcs", "a.lib", "a.obj"}, OptionSet::none},
      {"ar", "x86_64-pc-windows-msvc", {"/LIST", "a.lib"}, OptionSet::msvc},
      {"lib", "x86_64-pc-windows-msvc", {"a.obj"}, OptionSet::msvc},
      {"cc", "x86_64-pc-windows-msvc", {"a.obj", "-o", "a.exe"}, OptionSet::msvcDriver},
      {"cc", "x86_64-pc-windows-msvc", {"a.obj", "-Xlinker", "/dll"}, OptionSet::msvcDriver},
      {"cc", "x86_64-pc-windows-msvc", {"a.obj", "-nologo"}, OptionSet::msvc},
      {"cc", "x86_64-unknown-uefi", {"/out:a", "a.obj"}, OptionSet::msvc},
      {"cc", "x86_64-pc-windows-gnu", {"/out:a", "a.obj"}, OptionSet::driver},
  };
  for (const auto &c : cases) {
    Result<Invocation> invocation = readInvocation(*parseToolName(c.tool), c.tool, c.args,
                                                   Environment({{"LINKSHIM_TARGET", c.target}}), files);
    ASSERT_TRUE(invocation) << invocation.error().text();
    EXPECT_EQ(invocation->arguments->set(), c.set) << c.tool << " " << c.target;
  }
}

} // namespace
} // namespace linkshim
