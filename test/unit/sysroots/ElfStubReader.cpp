#include "test/unit/sysroots/ElfStubReader.h"

namespace linkshim::test {

uint64_t ReadLibrary::number(uint64_t at, unsigned size) const {
  uint64_t value = 0;
  for (unsigned i = 0; i < size; ++i) {
    auto byte = static_cast<unsigned char>(data.at(at + (bigEndian ? i : size - 1 - i)));
    value = value << 8 | byte;
  }
  return value;
}

std::string ReadLibrary::text(const Section &strings, uint64_t at) const {
  std::string_view rest = data.substr(strings.offset + at);
  return std::string(rest.substr(0, rest.find('\0')));
}

const ReadLibrary::Section *ReadLibrary::section(uint64_t type) const {
  for (const Section &s : sections)
    if (s.type == type) return &s;
  return nullptr;
}

ReadLibrary::ReadLibrary(std::string_view bytes) : data(bytes) {
  if (!bytes.starts_with("\x7f"
                         "ELF"))
    return;
  bits = bytes[4] == 2 ? 64 : 32;
  bigEndian = bytes[5] == 2;
  bool wide = bits == 64;
  machine = static_cast<unsigned>(number(18, 2));
  flags = static_cast<uint32_t>(number(wide ? 48 : 36, 4));
  uint64_t table = word(wide ? 40 : 32);
  uint64_t step = number(wide ? 58 : 46, 2), count = number(wide ? 60 : 48, 2);
  for (uint64_t i = 0; i < count; ++i) {
    uint64_t at = table + i * step;
    Section s;
    s.type = number(at + 4, 4);
    s.offset = word(at + (wide ? 24 : 16));
    s.size = word(at + (wide ? 32 : 20));
    s.link = number(at + (wide ? 40 : 24), 4);
    sections.push_back(s);
  }
  std::map<unsigned, std::string> names;
  readVersions(names);
  readSymbols(names);
  readDynamic();
}

void ReadLibrary::readVersions(std::map<unsigned, std::string> &names) {
  const Section *s = section(0x6ffffffd);
  if (!s) return;
  for (uint64_t at = s->offset;;) {
    auto index = static_cast<unsigned>(number(at + 4, 2));
    uint64_t count = number(at + 6, 2), next = number(at + 16, 4);
    std::string line;
    uint64_t aux = at + number(at + 12, 4);
    for (uint64_t i = 0; i < count; ++i) {
      std::string name = text(sections.at(s->link), number(aux, 4));
      if (i == 0) names[index] = name;
      line += (i == 0 ? "" : i == 1 ? " < " : " ") + name;
      aux += number(aux + 4, 4);
    }
    versions.push_back(line);
    if (!next) return;
    at += next;
  }
}

void ReadLibrary::readSymbols(const std::map<unsigned, std::string> &names) {
  const Section *table = section(11), *indices = section(0x6fffffff);
  bool wide = bits == 64;
  uint64_t step = wide ? 24 : 16;
  for (uint64_t i = 1; i < table->size / step; ++i) {
    uint64_t at = table->offset + i * step;
    std::string name = text(sections.at(table->link), number(at, 4));
    ReadSymbol symbol;
    uint64_t info = number(at + (wide ? 4 : 12), 1);
    symbol.section = static_cast<unsigned>(number(at + (wide ? 6 : 14), 2));
    symbol.value = word(at + (wide ? 8 : 4));
    symbol.size = word(at + (wide ? 16 : 8));
    symbol.type = info & 15;
    symbol.bind = static_cast<unsigned>(info >> 4);
    if (symbol.section == 0) {
      undefined.push_back(name);
      continue;
    }
    uint64_t index = indices ? number(indices->offset + 2 * i, 2) : 1;
    symbol.isDefault = !(index & 0x8000);
    index &= 0x7fff;
    symbols[name + "@" + (index > 1 ? names.at(static_cast<unsigned>(index)) : "")] = symbol;
  }
}

void ReadLibrary::readDynamic() {
  const Section *s = section(6);
  uint64_t size = bits / 8;
  for (uint64_t at = s->offset; at < s->offset + s->size; at += 2 * size) {
    uint64_t tag = word(at);
    if (tag == 1) needed.push_back(text(sections.at(s->link), word(at + size)));
    if (tag == 14) soname = text(sections.at(s->link), word(at + size));
  }
}

const ReadSymbol *ReadLibrary::find(std::string_view symbol) const {
  auto at = symbols.find(symbol);
  return at == symbols.end() ? nullptr : &at->second;
}

} // namespace linkshim::test
