#include "triples/Distribution.h"
#include <gtest/gtest.h>
#include <set>

namespace linkshim {
namespace {

TEST(Distribution, EachNameIsOneReleaseAndItsGlibcAVersion) {
  std::set<std::string_view> names;
  for (const Release &row : allReleases()) {
    for (std::string_view name : {row.name, row.codename})
      if (!name.empty()) EXPECT_TRUE(names.insert(name).second) << name;
    EXPECT_TRUE(Version::parse(row.glibc)) << row.name;
    EXPECT_FALSE(row.title.empty()) << row.name;
    EXPECT_EQ(row.name.find('-'), row.name.npos) << "a tool's name ends at its last hyphen: " << row.name;
  }
  EXPECT_GT(names.size(), 40U);
}

TEST(Distribution, Glibc) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"debian11", "2.31"}, {"trixie", "2.41"},         {"el9", "2.34"},           {"sles15.6", "2.38"},
      {"2.17", "2.17"},     {"manylinux_2_28", "2.28"}, {"manylinux2014", "2.17"},
  };
  for (const auto &[text, glibc] : cases) {
    ASSERT_TRUE(parseGlibc(text)) << text;
    EXPECT_EQ(parseGlibc(text)->str(), glibc) << text;
  }
  for (std::string_view text :
       {"", "debian", "debian1", "Debian11", "rhel", "manylinux_2", "manylinux_", "musllinux_1_2"})
    EXPECT_FALSE(parseGlibc(text)) << text;
}

TEST(Distribution, Nearest) {
  EXPECT_EQ(nearestRelease("debain11"), "debian11");
  EXPECT_EQ(nearestRelease("bookwrom"), "bookworm");
  EXPECT_EQ(nearestRelease("hannah-montana"), "");
}

} // namespace
} // namespace linkshim
