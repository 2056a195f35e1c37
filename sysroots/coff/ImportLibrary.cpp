#include "sysroots/coff/ImportLibrary.h"
#include "sysroots/elf/ArWriter.h"
#include "llvm/BinaryFormat/COFF.h"
#include <array>
#include <list>

namespace linkshim::coff {
namespace {

namespace COFF = llvm::COFF;

class Bytes {
public:
  void u16(uint32_t value) { number(value, 2); }
  void u32(uint32_t value) { number(value, 4); }
  void text(std::string_view text, size_t size) {
    out += text.substr(0, size);
    out.append(size - std::min(size, text.size()), '\0');
  }
  void zeros(size_t count) { out.append(count, '\0'); }
  void string(std::string_view text) { text_ends(text); }
  std::string out;

private:
  void text_ends(std::string_view text) {
    out += text;
    out += '\0';
  }
  void number(uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i)
      out += static_cast<char>(value >> (8 * i));
  }
};

struct Section {
  std::string_view name;
  std::string bytes;
  uint32_t flags;
  struct Relocation {
    uint32_t at;
    uint32_t symbol;
  };
  std::vector<Relocation> relocations; ///< to addresses relative to the image
};
struct Symbol {
  std::string name;
  uint16_t section; ///< 1 is the first, 0 is none
  uint8_t storage;
};

constexpr uint32_t dataFlags =
    COFF::IMAGE_SCN_CNT_INITIALIZED_DATA | COFF::IMAGE_SCN_MEM_READ | COFF::IMAGE_SCN_MEM_WRITE;

bool is64(uint16_t machine) {
  return machine != COFF::IMAGE_FILE_MACHINE_I386 && machine != COFF::IMAGE_FILE_MACHINE_ARMNT;
}

/// A relocation's type that means an address relative to the image.
uint16_t imageRelative(uint16_t machine) {
  switch (machine) {
  case COFF::IMAGE_FILE_MACHINE_AMD64: return COFF::IMAGE_REL_AMD64_ADDR32NB;
  case COFF::IMAGE_FILE_MACHINE_ARMNT: return COFF::IMAGE_REL_ARM_ADDR32NB;
  case COFF::IMAGE_FILE_MACHINE_I386: return COFF::IMAGE_REL_I386_DIR32NB;
  default: return COFF::IMAGE_REL_ARM64_ADDR32NB;
  }
}

std::string objectFile(uint16_t machine, const std::vector<Section> &sections,
                       const std::vector<Symbol> &symbols) {
  uint32_t place = 20 + 40 * static_cast<uint32_t>(sections.size());
  std::vector<uint32_t> starts;
  for (const Section &section : sections) {
    starts.push_back(place);
    place += static_cast<uint32_t>(section.bytes.size() + 10 * section.relocations.size());
  }
  Bytes file;
  file.u16(machine);
  file.u16(static_cast<uint32_t>(sections.size()));
  file.u32(0);
  file.u32(place);
  file.u32(static_cast<uint32_t>(symbols.size()));
  file.u16(0);
  file.u16(is64(machine) ? 0 : static_cast<uint32_t>(COFF::IMAGE_FILE_32BIT_MACHINE));
  for (size_t i = 0; i < sections.size(); ++i) {
    const Section &section = sections[i];
    auto size = static_cast<uint32_t>(section.bytes.size());
    file.text(section.name, 8);
    file.zeros(8);
    file.u32(size);
    file.u32(starts[i]);
    file.u32(section.relocations.empty() ? 0 : starts[i] + size);
    file.u32(0);
    file.u16(static_cast<uint32_t>(section.relocations.size()));
    file.u16(0);
    file.u32(section.flags);
  }
  for (const Section &section : sections) {
    file.out += section.bytes;
    for (const Section::Relocation &relocation : section.relocations) {
      file.u32(relocation.at);
      file.u32(relocation.symbol);
      file.u16(imageRelative(machine));
    }
  }
  Bytes strings;
  for (const Symbol &symbol : symbols) {
    if (symbol.name.size() <= 8) {
      file.text(symbol.name, 8);
    } else {
      file.u32(0);
      file.u32(static_cast<uint32_t>(strings.out.size()) + 4);
      strings.string(symbol.name);
    }
    file.u32(0);
    file.u16(symbol.section);
    file.u16(0);
    file.out += static_cast<char>(symbol.storage);
    file.out += '\0';
  }
  file.u32(static_cast<uint32_t>(strings.out.size()) + 4);
  return file.out + strings.out;
}

/// The DLL's name less its extension, as the symbols of its tables have it.
std::string stemOf(const std::string &dll) {
  return dll.substr(0, dll.rfind('.'));
}

/// Begins the entry of the DLL in the table of imports.
std::string descriptor(const std::string &dll, uint16_t machine) {
  constexpr uint32_t align2 = COFF::IMAGE_SCN_ALIGN_2BYTES, align4 = COFF::IMAGE_SCN_ALIGN_4BYTES;
  std::string name = dll + '\0';
  std::vector<Section> sections = {
      {".idata$2", std::string(20, '\0'), align4 | dataFlags, {{12, 2}, {0, 3}, {16, 4}}},
      {".idata$6", name, align2 | dataFlags, {}}};
  std::vector<Symbol> symbols = {
      {"__IMPORT_DESCRIPTOR_" + stemOf(dll), 1, COFF::IMAGE_SYM_CLASS_EXTERNAL},
      {".idata$2", 1, COFF::IMAGE_SYM_CLASS_SECTION},
      {".idata$6", 2, COFF::IMAGE_SYM_CLASS_STATIC},
      {".idata$4", 0, COFF::IMAGE_SYM_CLASS_SECTION},
      {".idata$5", 0, COFF::IMAGE_SYM_CLASS_SECTION},
      {"__NULL_IMPORT_DESCRIPTOR", 0, COFF::IMAGE_SYM_CLASS_EXTERNAL},
      {"\x7f" + stemOf(dll) + "_NULL_THUNK_DATA", 0, COFF::IMAGE_SYM_CLASS_EXTERNAL}};
  return objectFile(machine, sections, symbols);
}

/// Ends the table of imports.
std::string nullDescriptor(uint16_t machine) {
  return objectFile(machine,
                    {{".idata$3", std::string(20, '\0'), COFF::IMAGE_SCN_ALIGN_4BYTES | dataFlags, {}}},
                    {{"__NULL_IMPORT_DESCRIPTOR", 1, COFF::IMAGE_SYM_CLASS_EXTERNAL}});
}

/// Ends the DLL's table of functions.
std::string nullThunk(const std::string &dll, uint16_t machine) {
  size_t size = is64(machine) ? 8 : 4;
  uint32_t align = is64(machine) ? COFF::IMAGE_SCN_ALIGN_8BYTES : COFF::IMAGE_SCN_ALIGN_4BYTES;
  return objectFile(machine,
                    {{".idata$5", std::string(size, '\0'), align | dataFlags, {}},
                     {".idata$4", std::string(size, '\0'), align | dataFlags, {}}},
                    {{"\x7f" + stemOf(dll) + "_NULL_THUNK_DATA", 1, COFF::IMAGE_SYM_CLASS_EXTERNAL}});
}

/// An import as a symbol and what the loader looks for.
struct Import {
  std::string symbol;
  COFF::ImportNameType kind;
  std::string exportedAs; ///< only for IMPORT_NAME_EXPORTAS
};

/// C++ and fastcall names are decorated already.
bool isDecorated(std::string_view name) {
  return name.starts_with('@') || name.starts_with('?') || name.find("@@") != std::string_view::npos;
}

Import importOf(const Export &entry, const ImportOptions &options) {
  bool x86 = options.machine == COFF::IMAGE_FILE_MACHINE_I386;
  Import import{entry.name, COFF::IMPORT_NAME, {}};
  if (x86 && options.leadingUnderscores && !isDecorated(entry.name)) import.symbol = "_" + entry.name;
  bool stdcall = import.symbol.find('@', 1) != std::string::npos && !entry.name.starts_with('?');
  if (entry.noName) {
    import.kind = COFF::IMPORT_ORDINAL;
  } else if (!entry.alias.empty()) {
    import.kind = COFF::IMPORT_NAME_EXPORTAS;
    import.exportedAs = entry.alias;
  } else if (x86 && options.killAt && stdcall) {
    import.kind = COFF::IMPORT_NAME_UNDECORATE;
  } else if (x86 && import.symbol.starts_with('_')) {
    import.kind = COFF::IMPORT_NAME_NOPREFIX;
  }
  return import;
}

std::string shortImport(const Export &entry, const Import &import, const std::string &dll, uint16_t machine) {
  Bytes data;
  data.string(import.symbol);
  data.string(dll);
  if (import.kind == COFF::IMPORT_NAME_EXPORTAS) data.string(import.exportedAs);
  uint32_t type = entry.data ? COFF::IMPORT_DATA : entry.constant ? COFF::IMPORT_CONST : COFF::IMPORT_CODE;
  Bytes file;
  file.u16(0);
  file.u16(0xffff);
  file.u16(0);
  file.u16(machine);
  file.u32(0);
  file.u32(static_cast<uint32_t>(data.out.size()));
  file.u16(entry.ordinal);
  file.u16(type | static_cast<uint32_t>(import.kind) << 2);
  return file.out + data.out;
}

} // namespace

std::string writeImportLibrary(const std::string &dll, const std::vector<Export> &exports,
                               const ImportOptions &options) {
  struct Member {
    std::string bytes;
    std::vector<std::string> symbols;
  };
  std::list<Member> members;
  members.push_back({descriptor(dll, options.machine), {"__IMPORT_DESCRIPTOR_" + stemOf(dll)}});
  members.push_back({nullDescriptor(options.machine), {"__NULL_IMPORT_DESCRIPTOR"}});
  members.push_back({nullThunk(dll, options.machine), {"\x7f" + stemOf(dll) + "_NULL_THUNK_DATA"}});
  for (const Export &entry : exports) {
    if (entry.priv) continue;
    Import import = importOf(entry, options);
    Member member{shortImport(entry, import, dll, options.machine), {"__imp_" + import.symbol}};
    if (!entry.data) member.symbols.push_back(import.symbol);
    members.push_back(std::move(member));
  }
  std::vector<elf::ArMember> views;
  for (const Member &member : members)
    views.push_back({dll, member.bytes, {member.symbols.begin(), member.symbols.end()}});
  return elf::writeArchive(views);
}

} // namespace linkshim::coff
