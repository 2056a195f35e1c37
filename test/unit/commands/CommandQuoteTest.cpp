#include "shim/commands/text/Quote.h"
#include "shim/plan/Plan.h"
#include <gtest/gtest.h>

namespace linkshim {
namespace {

struct QuoteCase {
  std::string text, sh, fish, powershell, toml;
};

const QuoteCase quoteCases[] = {
    {"/usr/bin/x", "/usr/bin/x", "'/usr/bin/x'", "'/usr/bin/x'", R"("/usr/bin/x")"},
    {"", "''", "''", "''", R"("")"},
    {"a b", "'a b'", "'a b'", "'a b'", R"("a b")"},
    {"it's", R"('it'\''s')", R"('it\'s')", "'it''s'", R"("it's")"},
    {R"(a"b\c)", R"('a"b\c')", R"('a"b\\c')", R"('a"b\c')", R"("a\"b\\c")"},
    {"$HOME `x` !", "'$HOME `x` !'", "'$HOME `x` !'", "'$HOME `x` !'", R"("$HOME `x` !")"},
    {"a\nb\t\x01", "'a\nb\t\x01'", "'a\nb\t\x01'", "'a\nb\t\x01'", "\"a\\nb\\t\\u0001\""},
    {"\xe2\x80\x99", "'\xe2\x80\x99'", "'\xe2\x80\x99'", "'\xe2\x80\x99\xe2\x80\x99'", "\"\xe2\x80\x99\""},
};

TEST(Quote, Words) {
  for (const QuoteCase &c : quoteCases) {
    SCOPED_TRACE(c.text);
    EXPECT_EQ(shellWord(c.text), c.sh);
    EXPECT_EQ(fishWord(c.text), c.fish);
    EXPECT_EQ(powershellWord(c.text), c.powershell);
    EXPECT_EQ(tomlString(c.text), c.toml);
  }
}

TEST(Quote, TomlKeys) {
  EXPECT_EQ(tomlKey("a-b_1"), "a-b_1");
  EXPECT_EQ(tomlKey("thumbv8m.main-none-eabi"), "\"thumbv8m.main-none-eabi\"");
  EXPECT_EQ(tomlKey(""), "\"\"");
}

TEST(Quote, GithubLines) {
  EXPECT_EQ(githubLine("A", "b c='d'"), "A=b c='d'\n");
  EXPECT_EQ(githubLine("A", "b\nc"), "A<<LINKSHIM_END\nb\nc\nLINKSHIM_END\n");
  EXPECT_EQ(githubLine("A", "b\nLINKSHIM_END"), "A<<LINKSHIM_END_\nb\nLINKSHIM_END\nLINKSHIM_END_\n");
}

} // namespace
} // namespace linkshim
