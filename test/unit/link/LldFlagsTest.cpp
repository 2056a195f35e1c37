// Every option of lld (test/golden/lld-flags.txt, from lld's own help) reaches lld as it was given: behind
// -Wl, of a compiler driver, and in a raw call of the linker. What is meant to become something else is
// listed below, with the reason.
#include "test/unit/PlannedCall.h"
#include "test/unit/Results.h"
#include <algorithm>
#include <fstream>
#include <gmock/gmock.h>
#include <map>

namespace linkshim {
namespace {

using test::Strings;

/// An option as lld's help spells it, and the arguments that give it.
struct LldFlag {
  std::string spelling; ///< --soname=<value>
  Strings args;         ///< --soname=value
};

/// The first word with the value that its placeholder stands for.
std::string withValue(const std::string &word) {
  size_t at = word.find_first_of("<[{");
  if (at == std::string::npos) return word;
  if (word[at] != '[') return word.substr(0, at) + "value";
  return word.substr(0, at) + word.substr(at + 1, word.find_first_of(",]", at) - at - 1);
}

std::map<std::string, std::vector<LldFlag>> readFlags() {
  std::map<std::string, std::vector<LldFlag>> flags;
  std::ifstream in(LINKSHIM_SOURCE_DIR "/test/golden/lld-flags.txt");
  std::string flavor;
  for (std::string line; std::getline(in, line);) {
    line = line.substr(0, line.find('\t'));
    if (line.starts_with("[")) flavor = line.substr(1, line.size() - 2);
    if (line.empty() || line.starts_with("#") || line.starts_with("[")) continue;
    LldFlag flag{line, {}};
    for (const std::string &word : test::words(line))
      flag.args.push_back(flag.args.empty()                      ? withValue(word)
                          : line.find("framework") < line.size() ? "AppKit"
                                                                 : "value");
    flags[flavor].push_back(std::move(flag));
  }
  return flags;
}

/// A way in which options come to a linker.
struct Way {
  const char *flavor;
  const char *tool;
  const char *before; ///< arguments before them
  const char *behind; ///< arguments after them, with the objects
  bool behindWl;
};
const Way ways[] = {
    {"gnu", "x86_64-unknown-linux-gnu-cc", "", "a.o -o a", true},
    {"gnu", "x86_64-unknown-linux-gnu-ld", "", "a.o -o a", false},
    {"gnu", "thumbv7em-none-eabihf-ld", "-flavor gnu", "a.o -o a", false},
    {"mingw", "x86_64-pc-windows-gnu-cc", "", "a.o -o a", true},
    {"mingw", "x86_64-pc-windows-gnu-ld", "", "a.o -o a", false},
    {"darwin", "aarch64-apple-darwin-cc", "", "a.o -o a", true},
    {"darwin", "aarch64-apple-darwin-ld", "", "a.o -o a", false},
    {"link", "x86_64-pc-windows-msvc-ld", "", "a.o /out:a", false},
    {"link", "x86_64-pc-windows-msvc-cc", "/nologo", "a.o", false},
    {"link", "x86_64-pc-windows-msvc-cc", "", "a.o -o a", true},
    {"link", "x86_64-unknown-uefi-ld", "-flavor link", "a.o /out:a", false},
    {"wasm", "wasm32-unknown-unknown-cc", "", "a.o -o a", true},
    {"wasm", "wasm32-unknown-unknown-ld", "-flavor wasm", "a.o -o a", false},
};

/// What is meant to reach lld otherwise, or not at all. `becomes` is a part of the line, or of the message.
struct Otherwise {
  const char *flavor;
  const char *spelling;
  const char *becomes;
  const char *why;
  bool raw = false; ///< in a raw call of the linker alone
};
const Otherwise otherwise[] = {
    {"mingw", "-###", "", "linkshim itself prints what it would run", true},
    {"mingw", "--push-state", "",
     "lld has it from version 23 on; what it saves is brought back in older words"},
    {"mingw", "--pop-state", "", "as above; here there is nothing to bring back"},
    {"darwin", "-syslibroot <rootdir>", "names no folder", "an SDK, in which linkshim looks as well"},
    {"darwin", "-macos_version_min <version>", "-platform_version macos 11.0",
     "lld's -platform_version, which every link has, says it; one that is no version says nothing"},
    {"gnu", "--threads value", "", "gold's --threads has no value, and GNU ld's links have it so"},
    {"mingw", "--threads value", "", "as above"},
};

const Otherwise *meantOtherwise(const Way &way, const LldFlag &flag) {
  for (const Otherwise &row : otherwise)
    if (std::string_view(way.flavor) == row.flavor && flag.spelling == row.spelling &&
        !(row.raw && way.behindWl))
      return &row;
  return nullptr;
}

test::FakeFileSystem machine() {
  test::FakeFileSystem files;
  files.program("/rust/bin/rust-lld").workIn("/w").file("/w/value", "");
  files.file("/xwin/crt/lib/x86_64/libcmt.lib");
  for (const char *name : {"crt2.o", "crt2u.o", "dllcrt2.o", "libgcc.a", "libunwind.a", "libkernel32.a"})
    files.file(std::string("/share/sysroots/x86_64-pc-windows-gnu/lib/") + name);
  return files;
}

Strings argumentsOf(const Way &way, const LldFlag &flag) {
  Strings args = test::words(way.before);
  if (way.behindWl) {
    std::string word = "-Wl";
    for (const std::string &arg : flag.args)
      word += "," + arg;
    args.push_back(word);
  } else {
    args.insert(args.end(), flag.args.begin(), flag.args.end());
  }
  for (const std::string &arg : test::words(way.behind))
    args.push_back(arg);
  return args;
}

/// The command line that is planned, or the message that there is instead.
std::string lineOf(const Way &way, const LldFlag &flag, const test::FakeFileSystem &files, bool &arrives) {
  Plan plan;
  Failure failure;
  arrives = false;
  if (!test::into(test::plannedCall(way.tool, argumentsOf(way, flag),
                                    {{"PATH", "/rust/bin"}, {"XWIN_DIR", "/xwin"}}, files),
                  plan, failure))
    return failure.what;
  arrives = !std::ranges::search(plan.args, flag.args).empty();
  return test::joined(plan.args);
}

void expectArrival(const Way &way, const LldFlag &flag, const test::FakeFileSystem &files) {
  bool arrives = false;
  std::string line = lineOf(way, flag, files, arrives), given = test::joined(argumentsOf(way, flag));
  const Otherwise *meant = meantOtherwise(way, flag);
  EXPECT_EQ(arrives, !meant) << way.tool << " " << given << "\nbecame " << line;
  if (meant) EXPECT_NE(line.find(meant->becomes), std::string::npos) << given << "\nbecame " << line;
}

TEST(LldFlags, EachReachesLldAsItWasGiven) {
  const auto flags = readFlags();
  const test::FakeFileSystem files = machine();
  for (const Way &way : ways)
    for (const LldFlag &flag : flags.at(way.flavor))
      expectArrival(way, flag, files);
}

/// GNU's spelling of a value as the next argument, which lld takes for all that have an equals sign in its
/// help except for those that may also stand alone.
TEST(LldFlags, ValuesMayStandApart) {
  const auto flags = readFlags();
  const test::FakeFileSystem files = machine();
  for (const Way &way : ways) {
    if (std::string_view(way.flavor) == "darwin" || std::string_view(way.flavor) == "link") continue;
    const std::vector<LldFlag> &known = flags.at(way.flavor);
    for (const LldFlag &flag : known) {
      size_t at = flag.args.front().find('=');
      if (flag.args.size() > 1 || at == std::string::npos || meantOtherwise(way, flag)) continue;
      std::string name = flag.args.front().substr(0, at);
      bool alone = std::ranges::any_of(known, [&](const LldFlag &other) { return other.spelling == name; });
      const Strings apart{name, flag.args.front().substr(at + 1)};
      if (!alone) expectArrival(way, {test::joined(apart), apart}, files);
    }
  }
}

/// What no version has yet: lld judges it.
TEST(LldFlags, UnknownOnesReachLldToo) {
  const test::FakeFileSystem files = machine();
  const std::map<std::string, std::vector<Strings>> unknown = {
      {"gnu",
       {{"--new-option=value"},
        {"--new-flag"},
        {"--no-new-flag"},
        {"-new-option=value"},
        {"-z", "new-keyword"},
        {"-z", "new-keyword=1"},
        {"-znew-keyword"},
        {"--new-option", "value"},
        {"--new:word=a,b"}}},
      {"mingw", {{"--new-option=value"}, {"--new-flag"}, {"--new-option", "value"}, {"-Xlink=-new:value"}}},
      {"darwin", {{"-new_flag"}, {"--new-option=value"}, {"-new_option", "value"}}},
      {"link", {{"/newoption:value"}, {"/newflag"}, {"-newflag"}, {"--new-option=value"}}},
      {"wasm", {{"--new-option=value"}, {"--new-flag"}, {"-z", "new-keyword=1"}, {"--new-option", "value"}}},
  };
  for (const Way &way : ways)
    for (const Strings &args : unknown.at(way.flavor))
      if (!way.behindWl || args.back().find(',') == std::string::npos)
        expectArrival(way, {test::joined(args), args}, files);
}

} // namespace
} // namespace linkshim
