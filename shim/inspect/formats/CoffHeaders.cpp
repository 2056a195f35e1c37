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

bool cut(const CoffHeaders &headers, std::string_view what, std::string &problem) {
  problem = fmt::format("ends too early: {} lies beyond its {} bytes", what, headers.bytes.size());
  return false;
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

bool readOptionalHeader(uint64_t offset, uint64_t size, CoffHeaders &headers, std::string &problem) {
  const auto *magic = at<llvm::support::ulittle16_t>(headers.bytes, offset);
  if (!magic) return cut(headers, "its optional header", problem);
  uint64_t end = offset + size;
  bool good = false;
  if (*magic == COFF::PE32Header::PE32) {
    headers.narrow = at<object::pe32_header>(headers.bytes, offset);
    good = headers.narrow && readDirectories(*headers.narrow, offset + sizeof(*headers.narrow), end, headers);
  } else if (*magic == COFF::PE32Header::PE32_PLUS) {
    headers.wide = at<object::pe32plus_header>(headers.bytes, offset);
    good = headers.wide && readDirectories(*headers.wide, offset + sizeof(*headers.wide), end, headers);
  }
  if (!good) problem = "is damaged: its optional header does not read as one";
  return good;
}

bool readSections(uint64_t offset, uint64_t count, CoffHeaders &headers, std::string &problem) {
  if (!headers.fits(offset, count * sizeof(object::coff_section)))
    return cut(headers, "its table of sections", problem);
  for (uint64_t i = 0; i < count; ++i) {
    const auto *section = at<object::coff_section>(headers.bytes, offset + i * sizeof(object::coff_section));
    // Of an object, the place of what is all zero means nothing.
    bool zero =
        !headers.isImage() && (section->Characteristics & COFF::IMAGE_SCN_CNT_UNINITIALIZED_DATA) != 0;
    bool contents = zero || headers.fits(section->PointerToRawData, section->SizeOfRawData),
         relocations = headers.isImage() ||
                       headers.fits(section->PointerToRelocations,
                                    uint64_t{section->NumberOfRelocations} * sizeof(object::coff_relocation));
    if (!contents || !relocations) return cut(headers, "a section", problem);
    headers.sections.push_back(section);
  }
  return true;
}

/// An object with more sections than a usual header can count.
bool readBigHeaders(CoffHeaders &headers, std::string &problem) {
  constexpr uint64_t symbolSize = 20;
  const auto *header = at<object::coff_bigobj_file_header>(headers.bytes, 0);
  if (!header) return cut(headers, "its header", problem);
  headers.machine = header->Machine;
  headers.symbols = header->PointerToSymbolTable;
  headers.symbolCount = header->NumberOfSymbols;
  headers.symbolSize = symbolSize;
  return readSections(sizeof(*header), header->NumberOfSections, headers, problem);
}

} // namespace

const object::data_directory *CoffHeaders::directory(size_t index) const {
  // The loader does not look at the size of the table of imports.
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

bool readCoffHeaders(std::string_view bytes, CoffHeaders &headers, std::string &problem) {
  headers.bytes = bytes;
  uint64_t offset = 0;
  bool image = bytes.starts_with("MZ");
  if (image) {
    const auto *dos = at<object::dos_header>(bytes, 0);
    if (!dos) return cut(headers, "its DOS header", problem);
    offset = dos->AddressOfNewExeHeader;
    if (!headers.fits(offset, sizeof(COFF::PEMagic))) return cut(headers, "its PE header", problem);
    if (bytes.substr(offset, sizeof(COFF::PEMagic)) !=
        std::string_view(COFF::PEMagic, sizeof(COFF::PEMagic))) {
      problem = "is a program for DOS, or damaged: it has no PE header";
      return false;
    }
    offset += sizeof(COFF::PEMagic);
  }
  const auto *header = at<object::coff_file_header>(bytes, offset);
  if (!header) return cut(headers, "its header", problem);
  if (!image && header->isImportLibrary()) return readBigHeaders(headers, problem);
  headers.machine = header->Machine;
  headers.characteristics = header->Characteristics;
  headers.symbols = header->PointerToSymbolTable;
  headers.symbolCount = header->NumberOfSymbols;
  offset += sizeof(*header);
  if (image && !readOptionalHeader(offset, header->SizeOfOptionalHeader, headers, problem)) return false;
  return readSections(offset + header->SizeOfOptionalHeader, header->NumberOfSections, headers, problem);
}

} // namespace linkshim
