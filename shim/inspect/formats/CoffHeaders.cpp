#include "shim/inspect/formats/CoffHeaders.h"
#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace linkshim {
namespace {

namespace COFF = llvm::COFF;
namespace object = llvm::object;

/// The structure at an offset; nullptr when it does not lie within the bytes.
template <class T> const T *at(std::string_view bytes, uint64_t offset) {
  if (offset > bytes.size() || bytes.size() - offset < sizeof(T)) return nullptr;
  return reinterpret_cast<const T *>(bytes.data() + offset);
}

template <class Header>
bool readDirectories(const Header &header, uint64_t offset, uint64_t end, CoffHeaders &headers) {
  for (uint32_t i = 0; i < header.NumberOfRvaAndSize; ++i, offset += sizeof(object::data_directory)) {
    const auto *directory = at<object::data_directory>(headers.bytes, offset);
    if (!directory || offset + sizeof(object::data_directory) > end) return false;
    headers.directories.push_back(directory);
  }
  return true;
}

Reading<void> readOptionalHeader(uint64_t offset, uint64_t size, CoffHeaders &headers) {
  const auto *magic = at<llvm::support::ulittle16_t>(headers.bytes, offset);
  if (!magic) return cutOff("its optional header", headers.bytes);
  uint64_t end = offset + size;
  bool good = false;
  if (*magic == COFF::PE32Header::PE32) {
    headers.narrow = at<object::pe32_header>(headers.bytes, offset);
    good = headers.narrow && readDirectories(*headers.narrow, offset + sizeof(*headers.narrow), end, headers);
  } else if (*magic == COFF::PE32Header::PE32_PLUS) {
    headers.wide = at<object::pe32plus_header>(headers.bytes, offset);
    good = headers.wide && readDirectories(*headers.wide, offset + sizeof(*headers.wide), end, headers);
  }
  if (!good) return unreadable("is damaged: its optional header does not read as one");
  return {};
}

Reading<void> readSections(uint64_t offset, uint64_t count, CoffHeaders &headers) {
  if (!headers.fits(offset, count * sizeof(object::coff_section)))
    return cutOff("its table of sections", headers.bytes);
  for (uint64_t i = 0; i < count; ++i) {
    const auto *section = at<object::coff_section>(headers.bytes, offset + i * sizeof(object::coff_section));
    // A section of an object that is all zero has no contents in the file; its offset is not used.
    bool zero =
        !headers.isImage() && (section->Characteristics & COFF::IMAGE_SCN_CNT_UNINITIALIZED_DATA) != 0;
    bool contents = zero || headers.fits(section->PointerToRawData, section->SizeOfRawData),
         relocations = headers.isImage() ||
                       headers.fits(section->PointerToRelocations,
                                    uint64_t{section->NumberOfRelocations} * sizeof(object::coff_relocation));
    if (!contents || !relocations) return cutOff("a section", headers.bytes);
    headers.sections.push_back(section);
  }
  return {};
}

/// An object in the `bigobj` form: with more sections than the usual header can count.
Reading<CoffHeaders> readBigHeaders(CoffHeaders headers) {
  constexpr uint64_t symbolSize = 20;
  const auto *header = at<object::coff_bigobj_file_header>(headers.bytes, 0);
  if (!header) return cutOff("its header", headers.bytes);
  headers.machine = header->Machine;
  headers.symbols = header->PointerToSymbolTable;
  headers.symbolCount = header->NumberOfSymbols;
  headers.symbolSize = symbolSize;
  Reading<void> sections = readSections(sizeof(*header), header->NumberOfSections, headers);
  if (!sections) return unreadable(sections.error());
  return headers;
}

/// The offset of the COFF header in an image, behind the DOS header and the signature of PE.
Reading<uint64_t> findHeader(const CoffHeaders &headers) {
  constexpr std::string_view signature(COFF::PEMagic, sizeof(COFF::PEMagic));
  const auto *dos = at<object::dos_header>(headers.bytes, 0);
  if (!dos) return cutOff("its DOS header", headers.bytes);
  uint64_t offset = dos->AddressOfNewExeHeader;
  if (!headers.fits(offset, signature.size())) return cutOff("its PE header", headers.bytes);
  if (headers.bytes.substr(offset, signature.size()) != signature)
    return unreadable("is a program for DOS, or damaged: it has no PE header");
  return offset + signature.size();
}

} // namespace

const object::data_directory *CoffHeaders::directory(size_t index) const {
  // The size may be 0: Windows' loader ignores the size of the import table.
  bool is = index < directories.size() && directories[index]->RelativeVirtualAddress != 0;
  return is ? directories[index] : nullptr;
}

std::string_view CoffHeaders::mapped(uint32_t address) const {
  for (const object::coff_section *section : sections) {
    uint32_t start = section->VirtualAddress, size = section->SizeOfRawData;
    if (address < start || address - start >= size) continue;
    return bytes.substr(section->PointerToRawData + uint64_t{address - start}, size - (address - start));
  }
  return {};
}

std::string_view CoffHeaders::name(const object::coff_section &section) const {
  std::string_view name(section.Name, sizeof(section.Name));
  name = name.substr(0, name.find('\0'));
  if (!name.starts_with('/')) return name;
  uint64_t place = 0, strings = symbols + symbolCount * symbolSize;
  std::from_chars(name.data() + 1, name.data() + name.size(), place);
  if (!fits(strings, place)) return name;
  std::string_view text = bytes.substr(strings + place);
  return text.substr(0, text.find('\0'));
}

bool CoffHeaders::symbolsFit() const {
  if (symbols == 0) return true;
  if (!fits(symbols, symbolCount * symbolSize)) return false;
  uint64_t strings = symbols + symbolCount * symbolSize;
  const auto *size = at<llvm::support::ulittle32_t>(bytes, strings);
  // An image without strings may end here.
  return size ? fits(strings, *size) : isImage() && strings == bytes.size();
}

std::unexpected<std::string> cutOff(std::string_view part, std::string_view bytes) {
  return unreadable(fmt::format("ends too early: {} lies beyond its {} bytes", part, bytes.size()));
}

Reading<CoffHeaders> readCoffHeaders(std::string_view bytes) {
  CoffHeaders headers;
  headers.bytes = bytes;
  bool image = bytes.starts_with("MZ");
  Reading<uint64_t> offset = image ? findHeader(headers) : Reading<uint64_t>(0);
  if (!offset) return unreadable(offset.error());
  const auto *header = at<object::coff_file_header>(bytes, *offset);
  if (!header) return cutOff("its header", bytes);
  if (!image && header->isImportLibrary()) return readBigHeaders(std::move(headers));
  headers.machine = header->Machine;
  headers.characteristics = header->Characteristics;
  headers.symbols = header->PointerToSymbolTable;
  headers.symbolCount = header->NumberOfSymbols;
  uint64_t optional = *offset + sizeof(*header), size = header->SizeOfOptionalHeader;
  Reading<void> read;
  if (image) read = readOptionalHeader(optional, size, headers);
  if (read) read = readSections(optional + size, header->NumberOfSections, headers);
  if (!read) return unreadable(read.error());
  return headers;
}

} // namespace linkshim
