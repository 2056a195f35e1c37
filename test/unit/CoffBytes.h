#pragma once
#include <string>
#include <vector>

namespace linkshim::test {

inline std::string little(uint64_t value, size_t bytes) {
  std::string text;
  for (size_t i = 0; i < bytes; ++i, value >>= 8)
    text += static_cast<char>(value);
  return text;
}

/// An object for x86-64 with empty sections, and this text in its last one, .drectve; `big`: in the form for
/// many sections.
inline std::string coffObject(const std::string &directives, size_t sections = 2, bool big = false) {
  const std::string magic("\xC7\xA1\xBA\xD1\xEE\xBA\xa9\x4b\xAF\x20\xFA\xF6\x6A\xA4\xDC\xB8", 16);
  std::string head = big ? little(0, 2) + little(0xffff, 2) + little(2, 2) + little(0x8664, 2) +
                               little(0, 4) + magic + little(0, 16) + little(sections, 4) + little(0, 8)
                         : little(0x8664, 2) + little(sections, 2) + little(0, 16);
  size_t text = head.size() + sections * 40;
  for (size_t i = 1; i < sections; ++i)
    head += std::string(".text\0\0\0", 8) + little(0, 32);
  head += ".drectve" + little(0, 8) + little(directives.size(), 4) + little(text, 4) + little(0, 16);
  return head + directives;
}

/// An archive in Microsoft's format; all names are in its list of long names.
inline std::string coffArchive(const std::vector<std::pair<std::string, std::string>> &members) {
  auto header = [](std::string name, size_t size) {
    std::string length = std::to_string(size);
    name.resize(16, ' ');
    length.resize(10, ' ');
    return name + std::string(32, ' ') + length + "`\n";
  };
  auto padded = [](std::string bytes) { return bytes.size() % 2 ? bytes + "\n" : bytes; };
  std::string names, all = "!<arch>\n" + header("/", 4) + little(0, 4) + header("/", 4) + little(0, 4), rest;
  for (const auto &[name, bytes] : members) {
    rest += header("/" + std::to_string(names.size()), bytes.size()) + padded(bytes);
    names += name + std::string(1, '\0');
  }
  return all + header("//", names.size()) + padded(names) + rest;
}

} // namespace linkshim::test
