#include "sysroots/coff/ImportObjects.h"
#include "llvm/BinaryFormat/COFF.h"
#include "llvm/Support/Endian.h"
#include <initializer_list>

namespace linkshim::coff {
namespace {

using namespace llvm::COFF;

constexpr std::string_view endOfTable = "__NULL_IMPORT_DESCRIPTOR";
constexpr uint32_t headerSize = Header16Size, descriptorSize = 20, descriptorPlaces = 3;

template <class T> void put(std::string &to, T number) {
  char raw[sizeof(T)];
  llvm::support::endian::write<T>(raw, number, llvm::endianness::little);
  to.append(raw, sizeof raw);
}

struct Section {
  std::string_view name; ///< 8 characters
  uint32_t size = 0, align = 0;
  uint16_t relocations = 0;
};

struct Symbol {
  std::string_view name; ///< 8 characters; empty: the next one of the string table
  uint16_t section = 0;
  uint8_t kind = IMAGE_SYM_CLASS_EXTERNAL;
};

bool is64(uint16_t machine) {
  return machine == IMAGE_FILE_MACHINE_AMD64 || machine == IMAGE_FILE_MACHINE_ARM64;
}

void putHeader(std::string &to, uint16_t machine, size_t sections, size_t symbolsAt, size_t symbols,
               uint16_t flags) {
  put<uint16_t>(to, machine);
  put<uint16_t>(to, static_cast<uint16_t>(sections));
  put<uint32_t>(to, 0); // no date
  put<uint32_t>(to, static_cast<uint32_t>(symbolsAt));
  put<uint32_t>(to, static_cast<uint32_t>(symbols));
  put<uint16_t>(to, 0);
  put<uint16_t>(to, flags);
}

/// The head of an object whose sections' bytes follow: of each its contents, then its relocations.
void putHead(std::string &to, uint16_t machine, std::initializer_list<Section> sections, size_t symbols) {
  size_t first = headerSize + sections.size() * SectionSize, end = first;
  for (const Section &section : sections)
    end += section.size + section.relocations * RelocationSize;
  putHeader(to, machine, sections.size(), end, symbols,
            is64(machine) ? uint16_t(0) : uint16_t(IMAGE_FILE_32BIT_MACHINE));
  for (const Section &section : sections) {
    to += section.name;
    put<uint32_t>(to, 0);
    put<uint32_t>(to, 0);
    put<uint32_t>(to, section.size);
    put<uint32_t>(to, static_cast<uint32_t>(first));
    put<uint32_t>(to, section.relocations ? static_cast<uint32_t>(first + section.size) : 0);
    put<uint32_t>(to, 0);
    put<uint16_t>(to, section.relocations);
    put<uint16_t>(to, 0);
    put<uint32_t>(to,
                  section.align | IMAGE_SCN_CNT_INITIALIZED_DATA | IMAGE_SCN_MEM_READ | IMAGE_SCN_MEM_WRITE);
    first += section.size + section.relocations * RelocationSize;
  }
}

/// The symbols, and the string table with the names of those that have none of their own.
void putSymbols(std::string &to, std::initializer_list<Symbol> symbols,
                std::initializer_list<std::string_view> names) {
  uint32_t place = sizeof(uint32_t);
  const std::string_view *next = names.begin();
  for (const Symbol &symbol : symbols) {
    if (symbol.name.empty()) {
      put<uint32_t>(to, 0);
      put<uint32_t>(to, place);
      place += static_cast<uint32_t>((next++)->size() + 1);
    } else {
      to += symbol.name;
    }
    put<uint32_t>(to, 0);
    put<uint16_t>(to, symbol.section);
    put<uint16_t>(to, 0);
    to += static_cast<char>(symbol.kind);
    to += symbol.kind == IMAGE_SYM_CLASS_WEAK_EXTERNAL ? '\1' : '\0'; // how many entries belong to it
    if (symbol.kind == IMAGE_SYM_CLASS_WEAK_EXTERNAL) {
      put<uint32_t>(to, 2); // the symbol that it is another name of
      put<uint32_t>(to, IMAGE_WEAK_EXTERN_SEARCH_ALIAS);
      to.append(Symbol16Size - 2 * sizeof(uint32_t), '\0');
    }
  }
  put<uint32_t>(to, place);
  for (std::string_view name : names)
    to.append(name).push_back('\0');
}

/// The relocation for an address relative to the image's.
uint16_t relativeAddress(uint16_t machine) {
  switch (machine) {
  case IMAGE_FILE_MACHINE_I386: return IMAGE_REL_I386_DIR32NB;
  case IMAGE_FILE_MACHINE_ARMNT: return IMAGE_REL_ARM_ADDR32NB;
  case IMAGE_FILE_MACHINE_ARM64: return IMAGE_REL_ARM64_ADDR32NB;
  default: return IMAGE_REL_AMD64_ADDR32NB;
  }
}

/// The DLL's name without its last ending.
std::string_view stem(std::string_view dll) {
  size_t dot = dll.rfind('.');
  return dot == std::string_view::npos || dll == "." || dll == ".." ? dll : dll.substr(0, dot);
}

} // namespace

ImportObjects::ImportObjects(std::string_view path, uint16_t machine, ArchiveWriter &out)
    : dll(path.substr(path.rfind('/') + 1)), descriptor("__IMPORT_DESCRIPTOR_"), endOfList("\x7f"),
      machine(machine), out(out) {
  descriptor += stem(dll);
  endOfList.append(stem(dll)).append("_NULL_THUNK_DATA");
}

void ImportObjects::addTables() {
  addDescriptor();
  addEndOfTable();
  addEndOfList();
}

void ImportObjects::addDescriptor() {
  bytes.clear();
  uint32_t nameSize = static_cast<uint32_t>(dll.size() + 1);
  putHead(bytes, machine,
          {{".idata$2", descriptorSize, IMAGE_SCN_ALIGN_4BYTES, descriptorPlaces},
           {".idata$6", nameSize, IMAGE_SCN_ALIGN_2BYTES}},
          7);
  bytes.append(descriptorSize, '\0');
  // Where in the entry the addresses of the name, of the list of names and of that of addresses are, and the
  // symbols for them.
  for (auto [place, symbol] : {std::pair(12u, 2u), {0u, 3u}, {16u, 4u}}) {
    put<uint32_t>(bytes, place);
    put<uint32_t>(bytes, symbol);
    put<uint16_t>(bytes, relativeAddress(machine));
  }
  bytes.append(dll.data(), nameSize);
  putSymbols(bytes,
             {{{}, 1},
              {".idata$2", 1, IMAGE_SYM_CLASS_SECTION},
              {".idata$6", 2, IMAGE_SYM_CLASS_STATIC},
              {".idata$4", 0, IMAGE_SYM_CLASS_SECTION},
              {".idata$5", 0, IMAGE_SYM_CLASS_SECTION},
              {{}, 0},
              {{}, 0}},
             {descriptor, endOfTable, endOfList});
  out.addMember(dll, bytes);
  out.addSymbol(out.keep(descriptor));
}

void ImportObjects::addEndOfTable() {
  bytes.clear();
  putHead(bytes, machine, {{".idata$3", descriptorSize, IMAGE_SCN_ALIGN_4BYTES}}, 1);
  bytes.append(descriptorSize, '\0');
  putSymbols(bytes, {{{}, 1}}, {endOfTable});
  out.addMember(dll, bytes);
  out.addSymbol(endOfTable);
}

void ImportObjects::addEndOfList() {
  bytes.clear();
  uint32_t size = is64(machine) ? 8 : 4,
           align = is64(machine) ? IMAGE_SCN_ALIGN_8BYTES : IMAGE_SCN_ALIGN_4BYTES;
  putHead(bytes, machine, {{".idata$5", size, align}, {".idata$4", size, align}}, 1);
  bytes.append(size_t(2) * size, '\0');
  putSymbols(bytes, {{{}, 1}}, {endOfList});
  out.addMember(dll, bytes);
  out.addSymbol(out.keep(endOfList));
}

void ImportObjects::addImport(const Import &import) {
  bytes.clear();
  size_t size = import.symbol.size() + dll.size() + 2;
  if (!import.exportedAs.empty()) size += import.exportedAs.size() + 1;
  put<uint16_t>(bytes, 0);
  put<uint16_t>(bytes, 0xffff);
  put<uint16_t>(bytes, 0);
  put<uint16_t>(bytes, machine);
  put<uint32_t>(bytes, 0);
  put<uint32_t>(bytes, static_cast<uint32_t>(size));
  put<uint16_t>(bytes, import.ordinal);
  put<uint16_t>(bytes, static_cast<uint16_t>(import.nameType << 2 | import.type));
  for (std::string_view text : {import.symbol, std::string_view(dll), import.exportedAs})
    if (!text.empty()) bytes.append(text).push_back('\0');
  out.addMember(dll, bytes);
  constexpr std::string_view pointer = "__imp_";
  std::string_view both = out.keep(pointer, import.symbol);
  out.addSymbol(both);
  if (import.type != IMPORT_DATA) out.addSymbol(both.substr(pointer.size()));
}

void ImportObjects::addAlias(std::string_view prefix, std::string_view symbol, std::string_view name) {
  bytes.clear();
  putHeader(bytes, machine, 1, headerSize + SectionSize, 5, 0);
  bytes += ".drectve";
  bytes.append(SectionSize - 8 - sizeof(uint32_t), '\0');
  put<uint32_t>(bytes, IMAGE_SCN_LNK_INFO | IMAGE_SCN_LNK_REMOVE);
  std::string_view target = out.keep(prefix, symbol), alias = out.keep(prefix, name);
  constexpr uint16_t absolute = 0xffff;
  putSymbols(bytes,
             {{"@comp.id", absolute, IMAGE_SYM_CLASS_STATIC},
              {"@feat.00", absolute, IMAGE_SYM_CLASS_STATIC},
              {{}, 0},
              {{}, 0, IMAGE_SYM_CLASS_WEAK_EXTERNAL}},
             {target, alias});
  out.addMember(dll, bytes);
  out.addSymbol(alias);
}

} // namespace linkshim::coff
