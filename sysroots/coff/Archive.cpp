#include "sysroots/coff/Archive.h"
#include "llvm/Support/Endian.h"
#include <algorithm>
#include <charconv>
#include <compare>
#include <cstring>

namespace linkshim::coff {
namespace {

namespace endian = llvm::support::endian;

constexpr std::string_view magic = "!<arch>\n", headerEnd = "`\n";
constexpr size_t headerSize = 60, nameSize = 16, sizeAt = 48, sizeDigits = 10;

void addNumber(std::string &to, uint32_t number, llvm::endianness order) {
  char bytes[sizeof number];
  endian::write<uint32_t>(bytes, number, order);
  to.append(bytes, sizeof bytes);
}

/// Pads with blanks to `width`.
void addField(std::string &to, std::string_view text, size_t width) {
  to.append(text).append(width - text.size(), ' ');
}

/// `mode` is that of a file; the list of long names has neither that nor a date and owners.
void addHeader(std::string &to, std::string_view nameField, std::string_view mode, size_t size) {
  bool dated = !mode.empty();
  addField(to, nameField, nameSize);
  addField(to, dated ? "0" : "", 12);
  addField(to, dated ? "0" : "", 6);
  addField(to, dated ? "0" : "", 6);
  addField(to, mode, 8);
  addField(to, std::to_string(size), sizeDigits);
  to += headerEnd;
}

size_t even(size_t size) {
  return size + (size & 1);
}

/// A member of an archive: its name as the header has it, and its bytes.
struct RawMember {
  std::string_view name, bytes;
};

/// Takes the member at the beginning of `rest`; false where there is no whole one.
bool takeMember(std::string_view &rest, RawMember &member) {
  if (rest.size() < headerSize) return false;
  std::string_view digits = rest.substr(sizeAt, sizeDigits);
  size_t size = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), size);
  if (size > rest.size() - headerSize) return false;
  std::string_view name = rest.substr(0, nameSize);
  member = {name.substr(0, name.find_last_not_of(' ') + 1), rest.substr(headerSize, size)};
  rest.remove_prefix(std::min(headerSize + even(size), rest.size()));
  return true;
}

/// The name itself: `text/`, or `/place` in the list of long names.
std::string_view fullName(std::string_view field, std::string_view longNames) {
  if (!field.starts_with('/')) return field.substr(0, field.find('/'));
  size_t place = 0;
  std::from_chars(field.data() + 1, field.data() + field.size(), place);
  if (place >= longNames.size()) return {};
  std::string_view name = longNames.substr(place);
  return name.substr(0, name.find_first_of(std::string_view("\0\n", 2)));
}

} // namespace

std::string_view ArchiveWriter::keep(std::string_view first, std::string_view second) {
  char *at = texts.Allocate<char>(first.size() + second.size());
  std::memcpy(at, first.data(), first.size());
  if (!second.empty()) std::memcpy(at + first.size(), second.data(), second.size());
  return {at, first.size() + second.size()};
}

std::string ArchiveWriter::nameField(std::string_view name) {
  if (name == lastName) return lastField; // all members of a DLL have its name
  lastName = name;
  if (name.size() < nameSize) return lastField = lastName + '/';
  std::string entry = lastName + '\0';
  size_t at = longNames.starts_with(entry) ? 0 : longNames.find('\0' + entry);
  if (at == std::string::npos) {
    at = longNames.size();
    longNames += entry;
  } else if (at != 0) {
    ++at;
  }
  return lastField = '/' + std::to_string(at);
}

void ArchiveWriter::addMember(std::string_view name, std::string_view bytes) {
  offsets.push_back(static_cast<uint32_t>(body.size()));
  addHeader(body, nameField(name), "644", bytes.size());
  body += bytes;
  if (bytes.size() & 1) body += '\n';
}

bool ArchiveWriter::addArchive(std::string_view archive) {
  if (!archive.starts_with(magic)) return false;
  std::string_view rest = archive.substr(magic.size()), index, longer;
  std::vector<std::pair<uint32_t, uint32_t>> places; // of each member in the archive, and its number here
  for (RawMember member; !rest.empty();) {
    uint32_t place = static_cast<uint32_t>(archive.size() - rest.size());
    if (!takeMember(rest, member)) return false;
    if (member.name == "//") {
      longer = member.bytes;
    } else if (member.name == "/") {
      if (index.empty()) index = member.bytes;
    } else {
      places.emplace_back(place, memberCount());
      addMember(fullName(member.name, longer), member.bytes);
    }
  }
  if (index.size() < sizeof(uint32_t)) return places.empty();
  uint32_t count = endian::read32be(index.data());
  if (count > index.size() / sizeof(uint32_t) - 1) return false;
  std::string_view names = index.substr((count + 1) * sizeof(uint32_t));
  for (uint32_t i = 1; i <= count; ++i) {
    uint32_t place = endian::read32be(index.data() + i * sizeof(uint32_t));
    auto member = std::ranges::lower_bound(places, std::pair(place, uint32_t(0)));
    if (member == places.end() || member->first != place) return false;
    size_t end = std::min(names.find('\0'), names.size());
    symbols.push_back({names.substr(0, end), member->second});
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return true;
}

void ArchiveWriter::clear() {
  body.clear();
  offsets.clear();
  symbols.clear();
  longNames.clear();
  lastName.clear();
  texts.Reset();
}

std::vector<uint32_t> ArchiveWriter::sortedByName() const {
  // Half of the names begin alike and stand together. What follows, or else the name, is compared by its
  // first eight bytes as one number, which decides in most cases.
  constexpr std::string_view pointer = "__imp_";
  struct Key {
    uint64_t first;
    std::string_view rest;
    uint32_t symbol;
    auto operator<=>(const Key &) const = default;
  };
  std::vector<Key> pointers, others;
  for (uint32_t i = 0; i < symbols.size(); ++i) {
    std::string_view name = symbols[i].name;
    bool isPointer = name.starts_with(pointer);
    if (isPointer) name.remove_prefix(pointer.size());
    char first[sizeof(uint64_t)] = {};
    std::memcpy(first, name.data(), std::min(name.size(), sizeof first));
    (isPointer ? pointers : others).push_back({endian::read64be(first), name, i});
  }
  std::vector<uint32_t> sorted;
  auto add = [&](auto from, auto to) {
    for (; from != to; ++from)
      if (sorted.empty() || symbols[sorted.back()].name != symbols[from->symbol].name)
        sorted.push_back(from->symbol);
  };
  std::ranges::sort(pointers);
  std::ranges::sort(others);
  auto middle = std::ranges::lower_bound(others, pointer, {}, &Key::rest);
  add(others.begin(), middle);
  add(pointers.begin(), pointers.end());
  add(middle, others.end());
  return sorted;
}

std::string ArchiveWriter::finish() const {
  std::vector<uint32_t> byName = sortedByName(), inOrder;
  std::vector<bool> isFirst(symbols.size());
  for (uint32_t i : byName)
    isFirst[i] = true;
  for (uint32_t i = 0; i < symbols.size(); ++i)
    if (isFirst[i]) inOrder.push_back(i);

  size_t names = 0;
  for (uint32_t i : inOrder)
    names += symbols[i].name.size() + 1;
  constexpr size_t number = sizeof(uint32_t);
  size_t first = even(number * (1 + inOrder.size()) + names);
  size_t second = even(number * (2 + offsets.size()) + sizeof(uint16_t) * byName.size() + names);
  size_t longer = longNames.empty() ? 0 : headerSize + even(longNames.size());
  size_t before = magic.size() + headerSize + first + headerSize + second + longer;

  std::string out;
  out.reserve(before + body.size());
  auto place = [&](uint32_t member) { return static_cast<uint32_t>(before + offsets[member]); };
  out = magic;
  addHeader(out, "/", "0", first);
  addNumber(out, static_cast<uint32_t>(inOrder.size()), llvm::endianness::big);
  for (uint32_t i : inOrder)
    addNumber(out, place(symbols[i].member), llvm::endianness::big);
  for (uint32_t i : inOrder)
    out.append(symbols[i].name).push_back('\0');
  out.resize(magic.size() + headerSize + first);
  addHeader(out, "/", "0", second);
  addNumber(out, memberCount(), llvm::endianness::little);
  for (uint32_t member = 0; member < memberCount(); ++member)
    addNumber(out, place(member), llvm::endianness::little);
  addNumber(out, static_cast<uint32_t>(byName.size()), llvm::endianness::little);
  for (uint32_t i : byName) {
    uint32_t counted = symbols[i].member + 1;
    out.push_back(static_cast<char>(counted));
    out.push_back(static_cast<char>(counted >> 8));
  }
  for (uint32_t i : byName)
    out.append(symbols[i].name).push_back('\0');
  out.resize(magic.size() + 2 * headerSize + first + second);
  if (longer) {
    addHeader(out, "//", "", even(longNames.size()));
    out += longNames;
    if (longNames.size() & 1) out += '\n';
  }
  return out += body;
}

} // namespace linkshim::coff
