#include "triples/Version.h"
#include <gtest/gtest.h>

using linkshim::Version;

namespace {

struct Case {
  std::string_view text;
  std::optional<Version> version;
};

TEST(Version, Parse) {
  const Case cases[] = {
      {"2.17", Version{2, 17, 0}},
      {"2.2.5", Version{2, 2, 5}},
      {"2.0", Version{2, 0, 0}},
      {"0.0.0", Version{0, 0, 0}},
      {"65535.65535.65535", Version{65535, 65535, 65535}},
      {"", std::nullopt},
      {"2", std::nullopt},
      {"2.", std::nullopt},
      {".17", std::nullopt},
      {"2..17", std::nullopt},
      {"2.17.", std::nullopt},
      {"2.2.5.1", std::nullopt},
      {"02.17", std::nullopt},
      {"2.017", std::nullopt},
      {"2.00", std::nullopt},
      {"2.17 ", std::nullopt},
      {" 2.17", std::nullopt},
      {"+2.17", std::nullopt},
      {"2.-17", std::nullopt},
      {"2,17", std::nullopt},
      {"2.17x", std::nullopt},
      {"GLIBC_2.17", std::nullopt},
      {"65536.1", std::nullopt},
      {"2.99999999999999999999", std::nullopt},
      {std::string_view("2.17\0", 5), std::nullopt},
      {std::string_view("2.17", 3), Version{2, 1, 0}}, // reads no further than the text
  };
  for (const Case &c : cases)
    EXPECT_EQ(Version::parse(c.text), c.version) << "'" << c.text << "'";
}

TEST(Version, Order) {
  const std::string_view rising[] = {"0.9", "2.0",  "2.2",  "2.2.5", "2.3",
                                     "2.9", "2.10", "2.17", "2.43",  "3.0"};
  for (size_t i = 1; i < std::size(rising); ++i)
    EXPECT_LT(Version::parse(rising[i - 1]), Version::parse(rising[i])) << rising[i];
}

TEST(Version, Text) {
  EXPECT_EQ((Version{2, 17, 0}).str(), "2.17");
  EXPECT_EQ((Version{2, 2, 5}).str(), "2.2.5");
  EXPECT_EQ((Version{2, 0, 0}).str(), "2.0");
  EXPECT_EQ((Version{65535, 65535, 65535}).str(), "65535.65535.65535");
}

} // namespace
