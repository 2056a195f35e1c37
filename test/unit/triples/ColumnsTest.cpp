#include "triples/Columns.h"
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <regex>

namespace linkshim {
namespace {

/// The names in the list `Fields` of the table of targets, as members of Target.
std::vector<std::string> fieldsOfTable() {
  std::ifstream file(LINKSHIM_SOURCE_DIR "/triples/Platforms.td");
  std::string text{std::istreambuf_iterator<char>(file), {}};
  size_t begin = text.find("let Fields = [", text.find("def Targets")), end = text.find(']', begin);
  EXPECT_NE(end, std::string::npos);
  std::string list = text.substr(begin, end - begin);
  std::regex quoted("\"([^\"]+)\"");
  std::vector<std::string> names;
  for (std::sregex_iterator match(list.begin(), list.end(), quoted), last; match != last; ++match) {
    names.push_back((*match)[1]);
    names.back().front() = static_cast<char>(std::tolower(names.back().front()));
  }
  return names;
}

TEST(Columns, AreTheFieldsOfTheTable) {
  std::vector<std::string> names;
  for (const Column &column : allColumns())
    names.emplace_back(column.name);
  EXPECT_EQ(names, fieldsOfTable());
}

TEST(Columns, HaveTheRowsValues) {
  const Target *target = findTarget("s390x-unknown-linux-gnu");
  ASSERT_TRUE(target);
  auto value = [&](std::string_view name) {
    for (const Column &column : allColumns())
      if (column.name == name) return column.value(*target);
    return ColumnValue("no column of that name");
  };
  EXPECT_EQ(value("triple"), ColumnValue("s390x-unknown-linux-gnu"));
  EXPECT_EQ(value("endian"), ColumnValue("big"));
  EXPECT_EQ(value("format"), ColumnValue("ELF"));
  EXPECT_EQ(value("startFiles"), ColumnValue("glibc"));
  EXPECT_EQ(value("machine"), ColumnValue(22U));
  EXPECT_EQ(value("cxx"), ColumnValue(true));
  EXPECT_EQ(value("components"), ColumnValue(false));
}

} // namespace
} // namespace linkshim
