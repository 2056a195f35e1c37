#include "shim/objects/CoffDirectives.h"
#include "shim/objects/ArchiveHead.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/BinaryFormat/COFF.h"
#include "llvm/Support/Endian.h"
#include <algorithm>
#include <cstring>

namespace linkshim {
namespace {

using llvm::StringRef;
using llvm::support::endian::read16le;
using llvm::support::endian::read32le;

constexpr size_t sectionSize = llvm::COFF::SectionSize, firstRead = 4096, largestText = 1 << 20;

/// Where the table of sections is in an object.
struct SectionTable {
  uint64_t offset = 0;
  uint64_t count = 0;
  bool isImport = false; ///< it is no object: it says what a DLL exports
};

SectionTable sectionTable(std::string_view head) {
  const char *bytes = head.data();
  if (head.size() < llvm::COFF::Header16Size) return {};
  // Objects with many sections have a longer header; an import object begins alike, with a lower version.
  bool anonymous = read16le(bytes) == 0 && read16le(bytes + 2) == 0xffff;
  if (!anonymous) return {uint64_t{llvm::COFF::Header16Size} + read16le(bytes + 16), read16le(bytes + 2)};
  bool big = head.size() >= llvm::COFF::Header32Size &&
             read16le(bytes + 4) >= llvm::COFF::BigObjHeader::MinBigObjectVersion &&
             std::memcmp(bytes + 12, llvm::COFF::BigObjMagic, sizeof llvm::COFF::BigObjMagic) == 0;
  return big ? SectionTable{llvm::COFF::Header32Size, read32le(bytes + 44)} : SectionTable{.isImport = true};
}

/// Adds the values of /DEFAULTLIB in the text of a directive section.
void addLibraries(StringRef text, std::vector<std::string> &to) {
  text.consume_front("\xef\xbb\xbf");
  while (!(text = text.ltrim(StringRef(" \0", 2))).empty()) {
    size_t end = 0;
    for (bool quoted = false; end < text.size() && (quoted || text[end] != ' '); ++end)
      if (text[end] == '"') quoted = !quoted;
    StringRef word = text.take_front(end);
    text = text.drop_front(end);
    word = word.trim('"');
    if ((!word.consume_front("/") && !word.consume_front("-")) ||
        !word.consume_front_insensitive("defaultlib:"))
      continue;
    std::string name = word.trim('"').str();
    if (!name.empty() && std::find(to.begin(), to.end(), name) == to.end()) to.push_back(std::move(name));
  }
}

/// Adds what the object at `offset` asks for; false where it is an import object.
bool readObject(const std::string &path, uint64_t offset, const FileReader &files,
                std::vector<std::string> &to) {
  std::string head = files.readPart(path, offset, firstRead);
  auto [table, count, isImport] = sectionTable(head);
  uint64_t size = count * sectionSize;
  std::string sections = table + size <= head.size()
                             ? head.substr(std::min<uint64_t>(table, head.size()), size)
                             : files.readPart(path, offset + table, size);
  for (size_t at = 0; at + sectionSize <= sections.size(); at += sectionSize) {
    const char *section = sections.data() + at;
    if (StringRef(section, llvm::COFF::NameSize) != ".drectve") continue;
    uint64_t length = std::min<uint64_t>(read32le(section + 16), largestText);
    addLibraries(files.readPart(path, offset + read32le(section + 20), length), to);
  }
  return !isImport;
}

bool isOfRustc(StringRef name) {
  return name.ends_with(".rcgu.o") || name.ends_with(".rmeta");
}

/// True for a library of the toolchain's own: they have objects of C, and only those of the profiler ask for
/// a library.
bool isOfRust(std::string_view path) {
  return path.find("/rustlib/") != std::string_view::npos &&
         path.find("/libprofiler_builtins-") == std::string_view::npos;
}

/// An archive's members, and the names that are too long for their headers.
class Members {
public:
  Members(const std::string &path, const FileReader &files) : path(path), files(files) {}

  void read(std::vector<std::string> &to) {
    at = archiveMagic.size();
    for (std::optional<ArchiveHead> head = next(); head; head = next()) {
      uint64_t contents = at + archiveHeadSize;
      if (head->name == "//") {
        longNames = files.readPart(path, contents, std::min<uint64_t>(head->size, largestText));
        if (rustcsAlone()) return;
      } else if (head->name != "/" && !isOfRustc(nameOf(*head))) {
        if (!readObject(path, contents, files, to)) return; // an import library
      }
      at += head->step();
    }
  }

private:
  std::optional<ArchiveHead> next() {
    text = files.readPart(path, at, archiveHeadSize);
    return readArchiveHead(text);
  }
  StringRef nameOf(const ArchiveHead &head) const {
    if (!head.name.starts_with('/')) return StringRef(head.name).rtrim('/');
    uint64_t offset = archiveNumber(head.name.substr(1));
    return StringRef(longNames)
        .drop_front(std::min<uint64_t>(offset, longNames.size()))
        .take_until([](char c) { return c == '\0' || c == '\n' || c == '/'; });
  }
  /// Objects of other compilers have long names in an archive of rustc's: cc puts a digest before each.
  bool rustcsAlone() const {
    bool rust = false;
    for (StringRef rest = longNames; !rest.empty();) {
      size_t end = std::min(rest.find_first_of(StringRef("\0\n", 2)), rest.size());
      StringRef name = rest.take_front(end).rtrim('/');
      rest = rest.drop_front(std::min(end + 1, rest.size()));
      if (name.empty()) continue;
      if (!isOfRustc(name)) return false;
      rust = true;
    }
    return rust;
  }

  const std::string &path;
  const FileReader &files;
  uint64_t at = 0;
  std::string text, longNames;
};

} // namespace

std::vector<std::string> librariesAskedFor(const std::string &path, const FileReader &files) {
  std::vector<std::string> names;
  if (isOfRustc(path) || isOfRust(path)) return names;
  if (files.readPart(path, 0, archiveMagic.size()) == archiveMagic)
    Members(path, files).read(names);
  else
    readObject(path, 0, files, names);
  return names;
}

} // namespace linkshim
