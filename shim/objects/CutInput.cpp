#include "shim/objects/CutInput.h"
#include "shim/objects/ArchiveHead.h"
#include "shim/objects/MachO.h"
#include "llvm/BinaryFormat/MachO.h"
#include "llvm/Support/Endian.h"

namespace linkshim {
namespace {

namespace MachO = llvm::MachO;

/// Reads numbers from a file's header; what lies beyond its end reads as 0.
class Head {
public:
  explicit Head(std::string_view bytes) : bytes(bytes) {}
  uint64_t at(size_t offset, size_t width) const {
    if (offset > bytes.size() || bytes.size() - offset < width) return 0;
    const char *place = bytes.data() + offset;
    return width == 8 ? llvm::support::endian::read64le(place) : llvm::support::endian::read32le(place);
  }

private:
  std::string_view bytes;
};

/// A load command that refers to bytes elsewhere in the file: where its fields for their offset and count
/// are, and the size of an entry.
struct Extent {
  uint32_t command;
  unsigned offsetAt, countAt, entry;
};
constexpr Extent extents[] = {
    {MachO::LC_SYMTAB, 8, 12, 16}, // smaller in 32-bit files, which lld does not link
    {MachO::LC_SYMTAB, 16, 20, 1},         {MachO::LC_DATA_IN_CODE, 8, 12, 1},
    {MachO::LC_FUNCTION_STARTS, 8, 12, 1}, {MachO::LC_LINKER_OPTIMIZATION_HINT, 8, 12, 1},
    {MachO::LC_CODE_SIGNATURE, 8, 12, 1},
};

constexpr std::string_view tooShort = "it ends before what its load commands describe";

bool fits(uint64_t offset, uint64_t count, uint64_t entry, uint64_t size) {
  return count == 0 || (offset <= size && count <= (size - offset) / entry);
}

/// True when the sections of a segment command at `at` lie within `size` bytes.
bool sectionsFit(const Head &head, size_t at, bool wide, uint64_t size) {
  size_t word = wide ? 8 : 4, sectionsAt = wide ? 72 : 56, step = wide ? 80 : 68;
  uint64_t sections = head.at(at + (wide ? 64 : 48), 4), length = head.at(at + 4, 4);
  if (sections > length / step) return false;
  for (uint64_t i = 0; i < sections; ++i) {
    uint64_t section = at + sectionsAt + i * step, numbers = section + 32 + 2 * word;
    uint64_t type = head.at(numbers + 16, 4) & MachO::SECTION_TYPE;
    bool zero =
        type == MachO::S_ZEROFILL || type == MachO::S_THREAD_LOCAL_ZEROFILL || type == MachO::S_GB_ZEROFILL;
    if (!zero && !fits(head.at(numbers, 4), head.at(section + 32 + word, word), 1, size)) return false;
    if (!fits(head.at(numbers + 8, 4), head.at(numbers + 12, 4), 8, size)) return false;
  }
  return true;
}

std::string_view whyObjectCut(const std::string &path, const FileReader &files, uint64_t size) {
  std::string start = files.readPart(path, 0, sizeof(MachO::mach_header_64));
  bool wide = start.starts_with("\xcf");
  size_t headerSize = wide ? sizeof(MachO::mach_header_64) : sizeof(MachO::mach_header);
  if (start.size() < headerSize) return tooShort;
  uint64_t commands = Head(start).at(16, 4), length = Head(start).at(20, 4);
  if (length > size - headerSize) return tooShort;
  std::string bytes = files.readPart(path, 0, headerSize + length);
  Head head(bytes);
  size_t at = headerSize;
  for (uint64_t i = 0; i < commands; ++i) {
    uint64_t command = head.at(at, 4), step = head.at(at + 4, 4);
    if (step < 8 || step > bytes.size() - at) return tooShort;
    if ((command == MachO::LC_SEGMENT || command == MachO::LC_SEGMENT_64) &&
        !sectionsFit(head, at, command == MachO::LC_SEGMENT_64, size))
      return tooShort;
    for (const Extent &extent : extents)
      if (command == extent.command &&
          !fits(head.at(at + extent.offsetAt, 4), head.at(at + extent.countAt, 4), extent.entry, size))
        return tooShort;
    at += step;
  }
  return {};
}

/// A module is a header of eight bytes, then sections: an id, the size as LEB128, the contents.
std::string_view whyModuleCut(const std::string &path, const FileReader &files, uint64_t size) {
  constexpr size_t headSize = 8, longestSize = 5;
  for (uint64_t at = headSize; at < size;) {
    std::string head = files.readPart(path, at, 1 + longestSize);
    uint64_t length = 0;
    size_t used = 1;
    bool more = true;
    for (unsigned shift = 0; more && used < head.size(); shift += 7, ++used) {
      auto byte = static_cast<unsigned char>(head[used]);
      length |= uint64_t(byte & 127u) << shift;
      more = byte >= 128;
    }
    if (more || length > size - at - used) return "it ends inside of a section";
    at += used + length;
  }
  return size < headSize ? "it ends inside of a section" : std::string_view();
}

std::string_view whyArchiveCut(const std::string &path, const FileReader &files, uint64_t size) {
  for (uint64_t at = archiveMagic.size(); at < size;) {
    std::string bytes = files.readPart(path, at, archiveHeadSize);
    std::optional<ArchiveHead> head = readArchiveHead(bytes);
    if (!head) return "it ends inside of a member's header";
    if (head->size > size - at - archiveHeadSize) return "it ends inside of a member";
    at += head->step();
  }
  return {};
}

} // namespace

std::string_view whyCut(const std::string &path, const FileReader &files) {
  FileStatus status = files.status(path);
  if (!status.isFile()) return {};
  std::string magic = files.readPart(path, 0, 8);
  if (magic == archiveMagic) return whyArchiveCut(path, files, status.size);
  if (magic.starts_with("\xcf\xfa\xed\xfe") || magic.starts_with("\xce\xfa\xed\xfe"))
    return whyObjectCut(path, files, status.size);
  if (magic.starts_with(std::string_view("\0asm", 4))) return whyModuleCut(path, files, status.size);
  if (magic.starts_with("\xca\xfe\xba\xbe")) {
    SystemResult<std::string> bytes = files.read(path);
    if (bytes && readMachO(*bytes).empty()) return "it ends before one of its architectures does";
  }
  return {};
}

Result<void> checkWhole(const std::string &path, const FileReader &files) {
  std::string_view why = whyCut(path, files);
  if (why.empty()) return {};
  return fail(
      {"an input file is cut off", {{"file", path}, {"reason", std::string(why)}}, "make that file again"});
}

} // namespace linkshim
