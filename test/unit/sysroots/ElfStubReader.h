#pragma once
#include <cstdint>
#include <map>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim::test {

/// A dynamic symbol as a linker sees it.
struct ReadSymbol {
  bool isDefault = false;
  unsigned type = 0;
  unsigned bind = 0;
  uint64_t size = 0;
  uint64_t value = 0;
  unsigned section = 0;
  bool operator==(const ReadSymbol &) const = default;
};

/// Reads the bytes of a shared library by its section headers.
struct ReadLibrary {
  unsigned bits = 0;
  bool bigEndian = false;
  unsigned machine = 0;
  uint32_t flags = 0;
  std::string soname;
  std::vector<std::string> needed;
  std::vector<std::string> versions;                      ///< `NAME` or `NAME < PARENT PARENT`, base first
  std::map<std::string, ReadSymbol, std::less<>> symbols; ///< `NAME@VERSION`, `NAME@` without version
  std::vector<std::string> undefined;

  explicit ReadLibrary(std::string_view bytes);
  const ReadSymbol *find(std::string_view symbol) const;

private:
  struct Section {
    uint64_t type = 0, offset = 0, size = 0, link = 0;
  };
  uint64_t number(uint64_t at, unsigned size) const;
  uint64_t word(uint64_t at) const { return number(at, bits / 8); }
  std::string text(const Section &strings, uint64_t at) const;
  void readVersions(std::map<unsigned, std::string> &names);
  void readSymbols(const std::map<unsigned, std::string> &names);
  void readDynamic();
  const Section *section(uint64_t type) const;

  std::string_view data;
  std::vector<Section> sections;
};

} // namespace linkshim::test
