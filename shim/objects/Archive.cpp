#include "shim/objects/Archive.h"
#include "shim/objects/ArchiveHead.h"
#include "llvm/Support/Endian.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {
namespace {

constexpr size_t longestShortName = 15;

std::string header(std::string_view name, size_t size) {
  std::string padded(name); // fmt counts letters, not bytes
  padded.resize(archiveNameSize, ' ');
  return fmt::format("{}{:<12}{:<6}{:<6}{:<8}{:<10}{}", padded, 0, 0, 0, 644, size, archiveHeadEnd);
}

/// Numbers of an object file at places that may lie outside of it; those read as 0.
class Bytes {
public:
  Bytes(std::string_view bytes, bool big) : bytes(bytes), big(big) {}
  uint64_t at(uint64_t offset, unsigned width) const {
    if (offset > bytes.size() || bytes.size() - offset < width) return 0;
    uint64_t value = 0;
    for (unsigned i = 0; i < width; ++i)
      value |= uint64_t(static_cast<unsigned char>(bytes[offset + i])) << 8 * (big ? width - 1 - i : i);
    return value;
  }
  std::string text(uint64_t offset) const {
    if (offset >= bytes.size()) return {};
    std::string_view rest = bytes.substr(offset);
    return std::string(rest.substr(0, rest.find('\0')));
  }

private:
  std::string_view bytes;
  bool big;
};

// Field places of ELF's structures, from its specification; 32-bit, 64-bit.
struct ElfLayout {
  unsigned word, sectionOffset, sectionEntry, sectionCount, shOffset, shSize, shLink, symbolSize, info, index;
};
constexpr ElfLayout elf32{4, 0x20, 0x2e, 0x30, 0x10, 0x14, 0x18, 16, 12, 14};
constexpr ElfLayout elf64{8, 0x28, 0x3a, 0x3c, 0x18, 0x20, 0x28, 24, 4, 6};

std::vector<std::string> elfSymbols(std::string_view object) {
  constexpr unsigned symtab = 2, stbLocal = 0;
  const ElfLayout &l = object[4] == 2 ? elf64 : elf32;
  Bytes file(object, object[5] == 2);
  uint64_t table = file.at(l.sectionOffset, l.word), entry = file.at(l.sectionEntry, 2);
  uint64_t count = file.at(l.sectionCount, 2);
  if (count == 0) count = file.at(table + l.shSize, l.word); // more sections than the field holds
  std::vector<std::string> names;
  if (entry < l.shLink + 4 || table >= object.size()) return names;
  for (uint64_t i = 0; i < std::min<uint64_t>(count, (object.size() - table) / entry); ++i) {
    uint64_t section = table + i * entry;
    if (file.at(section + 4, 4) != symtab) continue;
    uint64_t symbols = std::min<uint64_t>(file.at(section + l.shOffset, l.word), object.size());
    uint64_t size = std::min<uint64_t>(file.at(section + l.shSize, l.word), object.size() - symbols);
    uint64_t strings = file.at(table + file.at(section + l.shLink, 4) * entry + l.shOffset, l.word);
    for (uint64_t at = symbols; at + l.symbolSize <= symbols + size; at += l.symbolSize)
      if (file.at(at + l.info, 1) >> 4 != stbLocal && file.at(at + l.index, 2) != 0)
        names.push_back(file.text(strings + file.at(at, 4)));
    break; // an object has one symbol table
  }
  return names;
}

std::vector<std::string> coffSymbols(std::string_view object) {
  constexpr unsigned symbolSize = 18, external = 2, weak = 105;
  Bytes file(object, false);
  uint64_t table = file.at(8, 4), count = file.at(12, 4), strings = table + count * symbolSize;
  std::vector<std::string> names;
  for (uint64_t i = 0; i < count && table + i * symbolSize < object.size(); ++i) {
    uint64_t at = table + i * symbolSize, kind = file.at(at + 16, 1);
    bool defined =
        file.at(at + 12, 2) != 0 || file.at(at + 8, 4) != 0; // without a section: common, by its size
    i += file.at(at + 17, 1);
    if ((kind != external && kind != weak) || !defined) continue;
    std::string name(object.substr(at, 8));
    names.push_back(file.at(at, 4) == 0 ? file.text(strings + file.at(at + 4, 4))
                                        : name.substr(0, name.find('\0')));
  }
  return names;
}

bool isCoff(std::string_view object) {
  constexpr uint16_t machines[] = {0x14c, 0x1c4, 0x8664, 0xaa64, 0xa641};
  if (object.size() < 20) return false;
  return std::find(std::begin(machines), std::end(machines), Bytes(object, false).at(0, 2)) !=
         std::end(machines);
}

std::string bigEndian(uint32_t value) {
  std::string text(4, '\0');
  llvm::support::endian::write32be(text.data(), value);
  return text;
}

void pad(std::string &text) {
  if (text.size() % 2 != 0) text += '\n';
}

} // namespace

std::vector<std::string> definedSymbols(std::string_view object) {
  if (object.size() > 0x40 && object.starts_with("\x7f"
                                                 "ELF"))
    return elfSymbols(object);
  return isCoff(object) ? coffSymbols(object) : std::vector<std::string>();
}

bool readArchive(std::string_view bytes, std::vector<ArchiveMember> &members, std::string &error) {
  members.clear();
  bool thin = bytes.starts_with(thinArchiveMagic);
  if (thin || !bytes.starts_with(archiveMagic)) {
    error = thin ? "it is a thin archive, which needs llvm-ar" : "it is no archive";
    return false;
  }
  std::string_view longNames;
  for (size_t at = archiveMagic.size(); at < bytes.size();) {
    if (at + archiveHeadSize > bytes.size()) {
      error = fmt::format("it ends too early, in the head of a member at byte {}", at);
      return false;
    }
    std::optional<ArchiveHead> head = readArchiveHead(bytes.substr(at));
    if (!head || head->size > bytes.size() - at - archiveHeadSize) {
      error = fmt::format("it is damaged at byte {}", at);
      return false;
    }
    std::string_view body = bytes.substr(at + archiveHeadSize, head->size), name = head->name;
    at += head->step();
    if (name == "//") {
      longNames = body;
      continue;
    }
    if (name == "/" || name == "/SYM64/") continue;
    if (name.starts_with("#1/")) {
      size_t length = std::min<size_t>(head->nameLength, body.size());
      name = body.substr(0, length);
      name = name.substr(0, name.find('\0'));
      body.remove_prefix(length);
    } else if (name.starts_with('/')) {
      size_t place = std::min<size_t>(archiveNumber(name.substr(1)), longNames.size());
      name = longNames.substr(place, longNames.substr(place).find('\n'));
    }
    if (name.ends_with('/')) name.remove_suffix(1);
    if (name.empty() || name.find_first_of(std::string_view("\0\n", 2)) != std::string_view::npos) {
      error = fmt::format("it has a member without a name before byte {}", at);
      return false;
    }
    if (!name.starts_with("__.SYMDEF")) members.push_back({std::string(name), std::string(body)});
  }
  return true;
}

std::string writeArchive(const std::vector<ArchiveMember> &members, bool index) {
  std::string longNames;
  std::vector<std::string> heads;
  for (const ArchiveMember &member : members) {
    std::string name = member.name + "/";
    if (member.name.size() > longestShortName || member.name.find_first_of("/ #") != std::string::npos) {
      name = fmt::format("/{}", longNames.size());
      longNames += member.name + "/\n";
    }
    heads.push_back(header(name, member.bytes.size()));
  }
  pad(longNames);
  std::string names;
  std::vector<size_t> owners;
  for (size_t i = 0; index && i < members.size(); ++i)
    for (const std::string &symbol : definedSymbols(members[i].bytes)) {
      names += symbol + '\0';
      owners.push_back(i);
    }
  size_t indexSize = owners.empty() ? 0 : 4 + 4 * owners.size() + names.size();
  indexSize += indexSize % 2;
  size_t place = archiveMagic.size() + (indexSize ? archiveHeadSize + indexSize : 0) +
                 (longNames.empty() ? 0 : archiveHeadSize + longNames.size());
  std::vector<uint32_t> places;
  for (const ArchiveMember &member : members) {
    places.push_back(static_cast<uint32_t>(place));
    place += archiveHeadSize + member.bytes.size() + member.bytes.size() % 2;
  }
  std::string out(archiveMagic);
  if (indexSize) {
    out += header("/", indexSize) + bigEndian(static_cast<uint32_t>(owners.size()));
    for (size_t owner : owners)
      out += bigEndian(places[owner]);
    out += names;
    if (out.size() % 2 != 0) out += '\0';
  }
  if (!longNames.empty())
    out += fmt::format("{:<48}{:<10}{}", "//", longNames.size(), archiveHeadEnd) + longNames;
  for (size_t i = 0; i < members.size(); ++i) {
    out += heads[i] + members[i].bytes;
    pad(out);
  }
  return out;
}

} // namespace linkshim
