#include "sysroots/elf/ArWriter.h"
#include <cstdint>

namespace linkshim::elf {

namespace {

constexpr size_t headerSize = 60;

std::string padded(std::string text, size_t width) {
  text.resize(width, ' ');
  return text;
}

std::string header(const std::string &name, size_t size) {
  return padded(name, 16) + padded("0", 12) + padded("0", 6) + padded("0", 6) + padded("644", 8) +
         padded(std::to_string(size), 10) + "`\n";
}

void addMember(std::string &out, const std::string &name, std::string_view bytes) {
  out += header(name, bytes.size());
  out += bytes;
  if (bytes.size() % 2) out += '\n';
}

size_t even(size_t size) {
  return size + size % 2;
}

void addWord(std::string &out, uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8)
    out += static_cast<char>(value >> shift);
}

} // namespace

std::string writeArchive(const std::vector<ArMember> &members) {
  std::string longNames;
  std::vector<std::string> names;
  uint32_t symbolCount = 0;
  std::string symbolNames;
  for (const ArMember &member : members) {
    if (member.name.size() <= 15) {
      names.push_back(std::string(member.name) + "/");
    } else {
      names.push_back("/" + std::to_string(longNames.size()));
      longNames += std::string(member.name) + "/\n";
    }
    for (std::string_view symbol : member.symbols) {
      ++symbolCount;
      symbolNames += symbol;
      symbolNames += '\0';
    }
  }

  size_t indexSize = 4 + 4 * size_t{symbolCount} + symbolNames.size();
  size_t offset = 8 + headerSize + even(indexSize);
  if (!longNames.empty()) offset += headerSize + even(longNames.size());
  std::string index;
  addWord(index, symbolCount);
  for (const ArMember &member : members) {
    for (size_t i = 0; i < member.symbols.size(); ++i)
      addWord(index, static_cast<uint32_t>(offset));
    offset += headerSize + even(member.bytes.size());
  }
  index += symbolNames;

  std::string out = "!<arch>\n";
  addMember(out, "/", index);
  if (!longNames.empty()) addMember(out, "//", longNames);
  for (size_t i = 0; i < members.size(); ++i)
    addMember(out, names[i], members[i].bytes);
  return out;
}

} // namespace linkshim::elf
