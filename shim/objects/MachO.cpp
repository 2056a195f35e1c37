#include "shim/objects/MachO.h"
#include "shim/objects/ArchiveHead.h"
#include "llvm/BinaryFormat/MachO.h"
#include "llvm/Support/Endian.h"
#include <algorithm>
#include <fmt/format.h>
#include <tuple>

namespace linkshim {
namespace {

namespace MachO = llvm::MachO;

struct ArchName {
  uint32_t type, subtype;
  std::string_view name;
};
constexpr ArchName archNames[] = {
    {MachO::CPU_TYPE_X86_64, MachO::CPU_SUBTYPE_X86_64_ALL, "x86_64"},
    {MachO::CPU_TYPE_X86_64, MachO::CPU_SUBTYPE_X86_64_H, "x86_64h"},
    {MachO::CPU_TYPE_ARM64, MachO::CPU_SUBTYPE_ARM64_ALL, "arm64"},
    {MachO::CPU_TYPE_ARM64, MachO::CPU_SUBTYPE_ARM64E, "arm64e"},
    {MachO::CPU_TYPE_ARM64_32, MachO::CPU_SUBTYPE_ARM64_32_V8, "arm64_32"},
    {MachO::CPU_TYPE_I386, MachO::CPU_SUBTYPE_I386_ALL, "i386"},
    {MachO::CPU_TYPE_ARM, MachO::CPU_SUBTYPE_ARM_V7, "armv7"},
    {MachO::CPU_TYPE_ARM, MachO::CPU_SUBTYPE_ARM_V7S, "armv7s"},
    {MachO::CPU_TYPE_ARM, MachO::CPU_SUBTYPE_ARM_V7K, "armv7k"},
};

constexpr size_t fatHeaderSize = 8, fatArchSize = 20, fatArch64Size = 32;

uint32_t big32(std::string_view bytes, size_t at) {
  return llvm::support::endian::read32be(bytes.data() + at);
}
uint32_t little32(std::string_view bytes, size_t at) {
  return llvm::support::endian::read32le(bytes.data() + at);
}
void put32(std::string &out, uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8)
    out += static_cast<char>(value >> shift);
}

bool isThin(std::string_view bytes) {
  if (bytes.size() < sizeof(MachO::mach_header)) return false;
  uint32_t magic = little32(bytes, 0);
  return magic == MachO::MH_MAGIC || magic == MachO::MH_MAGIC_64;
}

/// The first Mach-O object in an archive; empty when there is none.
std::string_view firstObject(std::string_view archive) {
  size_t at = archiveMagic.size();
  while (at < archive.size()) {
    std::optional<ArchiveHead> head = readArchiveHead(archive.substr(at));
    if (!head || head->size > archive.size() - at - archiveHeadSize || head->nameLength > head->size) break;
    std::string_view member =
        archive.substr(at + archiveHeadSize + head->nameLength, head->size - head->nameLength);
    if (isThin(member)) return member;
    at += head->step();
  }
  return {};
}

/// As a power of two: pages have 16 KB on arm64, 4 KB elsewhere.
uint32_t alignmentOf(const MachOSlice &slice) {
  constexpr uint32_t page4k = 12, page16k = 14;
  bool arm = (slice.cpuType & ~MachO::CPU_ARCH_MASK) == MachO::CPU_TYPE_ARM;
  return arm ? page16k : page4k;
}

uint32_t plainSubtype(const MachOSlice &slice) {
  return slice.cpuSubtype & ~static_cast<uint32_t>(MachO::CPU_SUBTYPE_MASK);
}

std::vector<MachOSlice> readFat(std::string_view bytes) {
  bool wide = big32(bytes, 0) == MachO::FAT_MAGIC_64;
  size_t entry = wide ? fatArch64Size : fatArchSize, count = big32(bytes, 4);
  std::vector<MachOSlice> slices;
  // Java class files begin with the same magic; their version, read as the count, is more than the file can
  // hold.
  if (count > (bytes.size() - fatHeaderSize) / entry) return {};
  for (size_t i = 0; i < count; ++i) {
    size_t at = fatHeaderSize + i * entry;
    auto wideNumber = [&](size_t where) {
      return uint64_t{big32(bytes, where)} << 32 | big32(bytes, where + 4);
    };
    uint64_t offset = wide ? wideNumber(at + 8) : big32(bytes, at + 8),
             size = wide ? wideNumber(at + 16) : big32(bytes, at + 12);
    if (offset > bytes.size() || size > bytes.size() - offset) return {};
    slices.push_back({big32(bytes, at), big32(bytes, at + 4), bytes.substr(offset, size)});
  }
  return slices;
}

} // namespace

std::string archName(const MachOSlice &slice) {
  for (const ArchName &row : archNames)
    if (row.type == slice.cpuType && row.subtype == plainSubtype(slice)) return std::string(row.name);
  return fmt::format("cpu {}/{}", slice.cpuType, plainSubtype(slice));
}

bool isUniversal(std::string_view bytes) {
  if (bytes.size() < fatHeaderSize + fatArchSize) return false;
  uint32_t magic = big32(bytes, 0);
  return (magic == MachO::FAT_MAGIC || magic == MachO::FAT_MAGIC_64) && !readFat(bytes).empty();
}

std::vector<MachOSlice> readMachO(std::string_view bytes) {
  if (isUniversal(bytes)) return readFat(bytes);
  std::string_view object = bytes.starts_with(archiveMagic) ? firstObject(bytes) : bytes;
  if (!isThin(object)) return {};
  return {{little32(object, 4), little32(object, 8), bytes}};
}

Result<std::string> writeUniversal(std::vector<MachOSlice> slices) {
  std::sort(slices.begin(), slices.end(), [](const MachOSlice &a, const MachOSlice &b) {
    return std::tuple(alignmentOf(a), a.cpuType, a.cpuSubtype) <
           std::tuple(alignmentOf(b), b.cpuType, b.cpuSubtype);
  });
  for (size_t i = 0; i < slices.size(); ++i)
    for (size_t j = i + 1; j < slices.size(); ++j)
      if (archName(slices[i]) == archName(slices[j]))
        return fail({"two of the files have the same architecture",
                     {{"architecture", archName(slices[i])}},
                     "name one file for each architecture"});
  uint64_t offset = fatHeaderSize + fatArchSize * slices.size();
  std::string out;
  put32(out, MachO::FAT_MAGIC);
  put32(out, static_cast<uint32_t>(slices.size()));
  for (const MachOSlice &slice : slices) {
    uint64_t align = uint64_t{1} << alignmentOf(slice);
    offset = (offset + align - 1) / align * align;
    if (offset + slice.bytes.size() > UINT32_MAX)
      return fail({"a universal file cannot be larger than 4 GB", {}, "strip the files first"});
    for (uint32_t value : {slice.cpuType, slice.cpuSubtype, static_cast<uint32_t>(offset),
                           static_cast<uint32_t>(slice.bytes.size()), alignmentOf(slice)})
      put32(out, value);
    offset += slice.bytes.size();
  }
  for (const MachOSlice &slice : slices) {
    size_t align = size_t{1} << alignmentOf(slice);
    out.resize((out.size() + align - 1) / align * align);
    out += slice.bytes;
  }
  return out;
}

} // namespace linkshim
