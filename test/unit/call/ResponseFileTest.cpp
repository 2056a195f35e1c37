#include "shim/call/ResponseFile.h"
#include "test/unit/FakeFileSystem.h"
#include <gmock/gmock.h>

namespace linkshim {
namespace {

using Strings = std::vector<std::string>;

struct SplitCase {
  const char *name;
  Quoting quoting;
  std::string text;
  Strings args;
};

const SplitCase splitCases[] = {
    {"rustc: one a line", Quoting::rustc, "-o\nout\n", {"-o", "out"}},
    {"rustc: quotes stand for themselves",
     Quoting::rustc,
     "-Wl,-rpath,'$ORIGIN'\n\"a\"\n",
     {"-Wl,-rpath,'$ORIGIN'", "\"a\""}},
    {"rustc: backslash and space are escaped", Quoting::rustc, "my\\ dir/a\\\\b.o\n", {"my dir/a\\b.o"}},
    {"rustc: tabs are kept", Quoting::rustc, "a\tb\n", {"a\tb"}},
    {"rustc: no line end at the end", Quoting::rustc, "a\nb", {"a", "b"}},
    {"rustc: bytes that are no UTF-8", Quoting::rustc, "a\xff.o\n", {"a\xff.o"}},
    {"gnu: white space separates", Quoting::gnu, " a  b\tc\nd ", {"a", "b", "c", "d"}},
    {"gnu: both quotes group", Quoting::gnu, "'a b' \"c d\" e\" \"f", {"a b", "c d", "e f"}},
    {"gnu: backslash takes the next", Quoting::gnu, "a\\ b c\\\\d \\\"e", {"a b", "c\\d", "\"e"}},
    {"gnu: an empty argument", Quoting::gnu, "a '' \"\" b", {"a", "", "", "b"}},
    {"gnu: single quotes keep double ones", Quoting::gnu, "'a\"b'", {"a\"b"}},
    {"windows: backslashes before a quote",
     Quoting::windows,
     "a\\\\\\\"b c:\\d\\e \"f g\"",
     {"a\\\"b", "c:\\d\\e", "f g"}},
    {"an empty file", Quoting::gnu, "", {}},
    {"a byte order mark", Quoting::gnu, "\xef\xbb\xbf-c", {"-c"}},
    {"UTF-16 as rustc writes for link.exe",
     Quoting::rustc,
     std::string("\xff\xfe\"\0a\0 \0b\0\"\0\n\0c\0", 16),
     {"a b", "c"}},
};

TEST(ResponseFile, Splits) {
  for (const SplitCase &c : splitCases)
    EXPECT_EQ(splitResponseText(c.text, c.quoting), c.args) << c.name;
}

TEST(ResponseFile, QuotingByName) {
  EXPECT_EQ(quotingOf("/tmp/rustcAbC/linker-arguments", false), Quoting::rustc);
  EXPECT_EQ(quotingOf("linker-arguments", false), Quoting::rustc);
  EXPECT_EQ(quotingOf("/tmp/my-linker-arguments", false), Quoting::gnu);
  EXPECT_EQ(quotingOf("/tmp/rustcAbC/linker-arguments", true), Quoting::windows);
}

TEST(ResponseFile, WhatIsWrittenReadsBack) {
  Strings args = {"-o",          "a b",       "",           "it's",    "say \"x\"",
                  "back\\slash", "tab\there", "new\nline",  "$ORIGIN", "@x",
                  "\xff",        "c:\\d e\\", "\\\\srv\\x", "\\\"",    "\\\\\"\\"};
  for (Quoting quoting : {Quoting::gnu, Quoting::windows})
    EXPECT_EQ(splitResponseText(quoteResponseText(args, quoting), quoting), args);
}

TEST(ResponseFile, QuotingThatIsAskedFor) {
  EXPECT_EQ(quotingAskedFor({"--rsp-quoting=windows"}), Quoting::windows);
  EXPECT_EQ(quotingAskedFor({"-rsp-quoting=windows", "a", "--rsp-quoting=posix"}), Quoting::gnu);
  EXPECT_EQ(quotingAskedFor({"a--rsp-quoting=windows", "--rsp-quoting=no", "-Wl,--rsp-quoting=posix"}),
            std::nullopt);
  test::FakeFileSystem files;
  files.file("/w/args", "-La\\b \"c d\"").workIn("/w");
  Strings args = {"--rsp-quoting=windows", "@args"};
  EXPECT_TRUE(expandResponseFiles(args, files, false).value());
  EXPECT_EQ(args, (Strings{"--rsp-quoting=windows", "-La\\b", "c d"}));
  args = {"--rsp-quoting=posix", "@args"};
  EXPECT_TRUE(expandResponseFiles(args, files, true).value());
  EXPECT_EQ(args, (Strings{"--rsp-quoting=posix", "-Lab", "c d"}));
}

TEST(ResponseFile, Expands) {
  test::FakeFileSystem files;
  files.file("/w/outer", "a @/w/inner b").file("/w/inner", "'c d' @/w/missing").workIn("/w");
  Strings args = {"x", "@outer", "@nothing", "@", "y"};
  EXPECT_TRUE(expandResponseFiles(args, files, false).value());
  EXPECT_EQ(args, (Strings{"x", "a", "c d", "@/w/missing", "b", "@nothing", "@", "y"}));
}

TEST(ResponseFile, WithoutFilesNothingChanges) {
  test::FakeFileSystem files;
  Strings args = {"@nothing", "a"};
  EXPECT_FALSE(expandResponseFiles(args, files, false).value());
  EXPECT_EQ(args, (Strings{"@nothing", "a"}));
}

TEST(ResponseFile, Refuses) {
  test::FakeFileSystem files;
  files.file("/w/self", "@self").directory("/w/folder").workIn("/w");
  Strings endless = {"@self"};
  EXPECT_EQ(expandResponseFiles(endless, files, false).error().what,
            "response files include each other endlessly");
  for (int i = 0; i < 9; ++i) { // each names the next one ten times
    std::string text;
    for (int n = 0; n < 10; ++n)
      text += "@w" + std::to_string(i + 1) + " ";
    files.file("/w/w" + std::to_string(i), text);
  }
  files.file("/w/w9", "-O2");
  Strings wide = {"@w0"};
  EXPECT_FALSE(expandResponseFiles(wide, files, false));
  Strings folder = {"@folder"};
  EXPECT_EQ(expandResponseFiles(folder, files, false).error().text(),
            "linkshim: error: a response file cannot be read\n"
            "  file    folder\n"
            "  reason  it is a folder\n"
            "  try: ls -l folder\n");
}

} // namespace
} // namespace linkshim
