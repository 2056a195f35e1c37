#include "shim/commands/text/TomlMerge.h"
#include <gtest/gtest.h>

namespace linkshim {
namespace {

/// In every case the same three are wanted: two values of a table, and a list.
const std::vector<TomlSetting> wanted = {{{"profile", "release", "lto"}, "true"},
                                         {{"profile", "release", "strip"}, "true"},
                                         {{"toolchain", "targets"}, R"(["a", "b"])", true}};

struct MergeCase {
  const char *name;
  std::string before, after;
  std::vector<std::string> kept; ///< `line: what stands there`
};

const MergeCase mergeCases[] = {
    {"an empty file",
     "",
     "[profile.release]\nlto = true\nstrip = true\n\n[toolchain]\ntargets = [\"a\", \"b\"]\n",
     {}},
    {"nothing lacks",
     "[toolchain]\ntargets = [ 'b', \"x\", \"a\" ]\n[profile.release]\nstrip=true\nlto = true # c",
     "[toolchain]\ntargets = [ 'b', \"x\", \"a\" ]\n[profile.release]\nstrip=true\nlto = true # c",
     {}},
    {"other values stay",
     "[profile.release]\nlto = \"thin\"\nstrip = false\n[toolchain]\ntargets = \"a\"\n",
     "[profile.release]\nlto = \"thin\"\nstrip = false\n[toolchain]\ntargets = \"a\"\n",
     {"2: \"thin\"", "3: false", "5: \"a\""}},
    {"behind the last value of the table, in its indentation, before comments",
     "[profile.release] # r\n  debug = 1 # d\n\n# about the next\n[toolchain]\nchannel = \"x\"\n# end\n",
     "[profile.release] # r\n  debug = 1 # d\n  lto = true\n  strip = true\n\n# about the next\n"
     "[toolchain]\nchannel = \"x\"\ntargets = [\"a\", \"b\"]\n# end\n",
     {}},
    {"a table with nothing in it",
     "[toolchain]\n[profile.release]\n[profile.release.package.x]\nopt-level = 1\n",
     "[toolchain]\ntargets = [\"a\", \"b\"]\n[profile.release]\nlto = true\nstrip = true\n"
     "[profile.release.package.x]\nopt-level = 1\n",
     {}},
    {"a table that only its parts made",
     "[profile.release.package.x]\nopt-level = 1\n[toolchain]\ntargets = [\"a\", \"b\"]\n",
     "[profile.release.package.x]\nopt-level = 1\n[toolchain]\ntargets = [\"a\", \"b\"]\n"
     "\n[profile.release]\nlto = true\nstrip = true\n",
     {}},
    {"dotted keys at the root",
     "profile.release.debug = 1\ntoolchain.channel = \"x\" # t\n[package]\nname = \"n\"\n",
     "profile.release.debug = 1\nprofile.release.lto = true\nprofile.release.strip = true\n"
     "toolchain.channel = \"x\" # t\ntoolchain.targets = [\"a\", \"b\"]\n[package]\nname = \"n\"\n",
     {}},
    {"a dotted key of a neighbour",
     "profile.dev.debug = 1\n[toolchain]\ntargets=[\"a\",\"b\"]\n",
     "profile.dev.debug = 1\nprofile.release.lto = true\nprofile.release.strip = true\n"
     "[toolchain]\ntargets=[\"a\",\"b\"]\n",
     {}},
    {"dotted keys below a header",
     "[profile]\nrelease.debug = 1\n[toolchain]\ntargets = [\"b\", \"a\"]\n",
     "[profile]\nrelease.debug = 1\nrelease.lto = true\nrelease.strip = true\n"
     "[toolchain]\ntargets = [\"b\", \"a\"]\n",
     {}},
    {"inline tables take nothing",
     "profile = { release = { debug = 1 } }\n[toolchain]\ntargets = [\"a\", \"b\"]\n",
     "profile = { release = { debug = 1 } }\n[toolchain]\ntargets = [\"a\", \"b\"]\n",
     {"1: { release = { debug = 1 } }", "1: { release = { debug = 1 } }"}},
    {"an inline table of a header",
     "[profile]\nrelease = { lto = true }\n[toolchain]\ntargets = [\"a\", \"b\"]\n",
     "[profile]\nrelease = { lto = true }\n[toolchain]\ntargets = [\"a\", \"b\"]\n",
     {"2: { lto = true }"}},
    {"values where tables should be",
     "profile = 1\ntoolchain = [\n 1,\n]\n",
     "profile = 1\ntoolchain = [\n 1,\n]\n",
     {"1: 1", "1: 1", "2: [ ..."}},
    {"tables in a list",
     "[[profile]]\nx = 1\n[[toolchain]]\n",
     "[[profile]]\nx = 1\n[[toolchain]]\n",
     {"1: [[profile]]", "1: [[profile]]", "3: [[toolchain]]"}},
    {"a header in quotes",
     "[ 'profile' . \"release\" ]\nx = 1\n[\"toolchain\"]\ny = 2",
     "[ 'profile' . \"release\" ]\nx = 1\nlto = true\nstrip = true\n[\"toolchain\"]\ny = 2\n"
     "targets = [\"a\", \"b\"]\n",
     {}},
    {"lines that only look like headers and values",
     "[profile.release]\ntext = \"\"\"\n[toolchain]\nlto = 1\n\"\"\"\nlist = [\n[\n'x'],\n# [toolchain]\n]\n",
     "[profile.release]\ntext = \"\"\"\n[toolchain]\nlto = 1\n\"\"\"\nlist = [\n[\n'x'],\n# [toolchain]\n]\n"
     "lto = true\nstrip = true\n\n[toolchain]\ntargets = [\"a\", \"b\"]\n",
     {}},
    {"carriage returns",
     "[profile.release]\r\ndebug = 1\r\n[toolchain]\r\ntargets = [\r\n  \"a\",\r\n]\r\n",
     "[profile.release]\r\ndebug = 1\r\nlto = true\r\nstrip = true\r\n"
     "[toolchain]\r\ntargets = [\r\n  \"a\",\r\n  \"b\",\r\n]\r\n",
     {}},
    {"carriage returns and no last line end",
     "[package]\r\nname = \"n\"",
     "[package]\r\nname = \"n\"\r\n\r\n[profile.release]\r\nlto = true\r\nstrip = true\r\n"
     "\r\n[toolchain]\r\ntargets = [\"a\", \"b\"]\r\n",
     {}},
    {"no last line end",
     "[toolchain]\ntargets = [\"b\"]\n[profile.release]\nlto = true",
     "[toolchain]\ntargets = [\"b\", \"a\"]\n[profile.release]\nlto = true\nstrip = true\n",
     {}},
    {"a byte order mark",
     "\xef\xbb\xbftoolchain.targets = [\"\xc3\xa9\"]\n[profile.release]\n",
     "\xef\xbb\xbftoolchain.targets = [\"\xc3\xa9\", \"a\", \"b\"]\n[profile.release]\nlto = true\nstrip = "
     "true\n",
     {}},
    {"an empty list",
     "[toolchain]\ntargets = [ ] # none\n[profile]\nrelease.lto = true\nrelease.strip = true\n",
     "[toolchain]\ntargets = [\"a\", \"b\" ] # none\n[profile]\nrelease.lto = true\nrelease.strip = true\n",
     {}},
    {"a list by lines, no comma behind the last, comments",
     "[toolchain]\ntargets = [\n\t\"x\", # [x]\n\t\"y\" # y, and more\n\t# end\n]\n"
     "[profile.release]\nlto = true\nstrip = true\n",
     "[toolchain]\ntargets = [\n\t\"x\", # [x]\n\t\"y\", # y, and more\n\t\"a\",\n\t\"b\",\n\t# end\n]\n"
     "[profile.release]\nlto = true\nstrip = true\n",
     {}},
    {"a list that begins beside its key",
     "[profile.release]\nlto = true\nstrip = true\n[toolchain]\ntargets = [\"x\"\n,]",
     "[profile.release]\nlto = true\nstrip = true\n[toolchain]\ntargets = [\"x\",\n    \"a\",\n    \"b\"\n,]",
     {}},
    {"a list of other things",
     "[profile.release]\nlto = true\nstrip = true\n[toolchain]\ntargets = [1, 2]\n",
     "[profile.release]\nlto = true\nstrip = true\n[toolchain]\ntargets = [1, 2]\n",
     {"5: [1, 2]"}},
};

/// Every byte of `part` is in `whole`, in its order.
bool isWithin(std::string_view part, std::string_view whole) {
  size_t at = 0;
  for (char c : whole)
    at += at < part.size() && part[at] == c;
  return at == part.size();
}

TEST(TomlMerge, Table) {
  for (const MergeCase &c : mergeCases) {
    SCOPED_TRACE(c.name);
    auto merge = mergeToml(c.before, wanted);
    ASSERT_TRUE(merge) << merge.error().reason;
    EXPECT_EQ(merge->text, c.after);
    EXPECT_TRUE(isWithin(c.before, merge->text));
    std::vector<std::string> kept;
    for (const TomlKept &one : merge->kept)
      kept.push_back(std::to_string(one.line) + ": " + one.has);
    EXPECT_EQ(kept, c.kept);
    auto again = mergeToml(merge->text, wanted);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->text, merge->text);
  }
}

TEST(TomlMerge, NoToml) {
  struct Case {
    std::string text;
    uint32_t line, column;
  };
  const Case cases[] = {
      {"a = 1\nb = [1,\n x", 3, 2},
      {"a = 1\na = 2\n", 2, 3},
      {"[a\n", 1, 3},
      {"a = \"\xff\"\n", 1, 6},
  };
  for (const Case &c : cases) {
    SCOPED_TRACE(c.text);
    auto merge = mergeToml(c.text, wanted);
    ASSERT_FALSE(merge);
    EXPECT_EQ(merge.error().line, c.line);
    EXPECT_NE(merge.error().column, 0U);
    EXPECT_FALSE(merge.error().reason.empty());
  }
}

/// A key with a dot in it, as some targets have.
TEST(TomlMerge, KeysInQuotes) {
  const TomlSetting setting[] = {{{"target", "thumbv8m.main-none-eabi", "linker"}, "\"l\""}};
  auto merge = mergeToml("", setting);
  ASSERT_TRUE(merge);
  EXPECT_EQ(merge->text, "[target.\"thumbv8m.main-none-eabi\"]\nlinker = \"l\"\n");
}

} // namespace
} // namespace linkshim
