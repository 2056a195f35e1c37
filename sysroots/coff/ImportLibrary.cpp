#include "sysroots/coff/ImportLibrary.h"
#include "sysroots/coff/ImportObjects.h"
#include "llvm/BinaryFormat/COFF.h"
#include <map>
#include <optional>

namespace linkshim::coff {
namespace {

using namespace llvm::COFF;

/// True for names of C++ and fastcall functions, which compilers have decorated already.
bool isDecorated(std::string_view name) {
  return name.starts_with('@') || name.starts_with('?') || name.contains("@@");
}

std::string_view withoutPrefix(std::string_view name) {
  return !name.empty() && std::string_view("?@_").contains(name[0]) ? name.substr(1) : name;
}

std::string_view undecorated(std::string_view name) {
  name = withoutPrefix(name);
  return name.substr(0, name.find('@'));
}

/// How exports become members of the library.
class Imports {
public:
  Imports(const std::string &dll, const ImportOptions &options, ArchiveWriter &out)
      : objects(dll, options.machine, out), options(options),
        x86(options.machine == IMAGE_FILE_MACHINE_I386) {}

  void add(const std::vector<Export> &exports) {
    objects.addTables();
    bool renames = false;
    for (const Export &entry : exports)
      if (!entry.priv) renames |= !addShort(entry);
    if (renames) addRenamed(exports);
  }

private:
  /// False for a name of `==` that no short import makes of the symbol.
  bool addShort(const Export &entry) {
    ImportObjects::Import import;
    import.symbol = symbolOf(entry);
    import.ordinal = entry.ordinal;
    import.type = typeOf(entry);
    if (entry.noName)
      import.nameType = IMPORT_ORDINAL;
    else if (entry.alias.empty())
      import.nameType = nameType(import.symbol);
    else if (std::optional<uint8_t> type = nameTypeFor(import.symbol, entry.alias))
      import.nameType = *type;
    else
      return false;
    objects.addImport(import);
    return true;
  }

  /// The other names come behind all short imports: each is another name for the last symbol that stands for
  /// what it means. Where the list has none, the import says both names.
  void addRenamed(const std::vector<Export> &exports) {
    std::map<std::string, std::string, std::less<>> symbols; // by what the DLL calls them
    std::vector<const Export *> renamed;
    for (const Export &entry : exports) {
      std::string_view name = symbolOf(entry);
      if (entry.priv || entry.noName) continue;
      if (!entry.alias.empty() && !nameTypeFor(name, entry.alias))
        renamed.push_back(&entry);
      else
        symbols.insert_or_assign(entry.alias.empty() ? std::string(nameInDll(name)) : entry.alias, name);
    }
    for (const Export *entry : renamed) {
      std::string_view name = symbolOf(*entry);
      auto target = symbols.find(entry->alias);
      if (target == symbols.end()) {
        objects.addImport({name, entry->alias, entry->ordinal, typeOf(*entry), IMPORT_NAME_EXPORTAS});
        continue;
      }
      if (typeOf(*entry) == IMPORT_CODE) objects.addAlias("", target->second, name);
      objects.addAlias("__imp_", target->second, name);
    }
  }

  static uint8_t typeOf(const Export &entry) {
    return entry.constant ? IMPORT_CONST : entry.data ? IMPORT_DATA : IMPORT_CODE;
  }

  /// What objects call it; until the next call.
  std::string_view symbolOf(const Export &entry) {
    if (!x86 || !options.leadingUnderscores || isDecorated(entry.name)) return entry.name;
    symbol = '_';
    return symbol += entry.name;
  }

  /// How the DLL's name is made of the symbol.
  uint8_t nameType(std::string_view name) const {
    bool cut = x86 && options.killAt && !name.starts_with('?') && name.find('@', 1) != std::string_view::npos;
    if (cut) return IMPORT_NAME_UNDECORATE;
    return x86 && name.starts_with('_') ? IMPORT_NAME_NOPREFIX : IMPORT_NAME;
  }

  std::string_view nameInDll(std::string_view name) const {
    switch (nameType(name)) {
    case IMPORT_NAME_UNDECORATE: return undecorated(name);
    case IMPORT_NAME_NOPREFIX: return withoutPrefix(name);
    default: return name;
    }
  }

  /// The name type that makes `wanted` of the symbol.
  std::optional<uint8_t> nameTypeFor(std::string_view name, std::string_view wanted) const {
    if (x86 && undecorated(name) == wanted) return uint8_t(IMPORT_NAME_UNDECORATE);
    if (x86 && withoutPrefix(name) == wanted) return uint8_t(IMPORT_NAME_NOPREFIX);
    return name == wanted ? std::optional<uint8_t>(IMPORT_NAME) : std::nullopt;
  }

  ImportObjects objects;
  const ImportOptions &options;
  bool x86;
  std::string symbol;
};

} // namespace

void addImports(const std::string &dll, const std::vector<Export> &exports, const ImportOptions &options,
                ArchiveWriter &out) {
  Imports(dll, options, out).add(exports);
}

std::expected<std::string, std::string>
writeImportLibrary(const std::string &dll, const std::vector<Export> &exports, const ImportOptions &options) {
  if (isArm64EC(options.machine))
    return std::unexpected("linkshim does not mangle the names of ARM64EC, llvm-dlltool does");
  ArchiveWriter out;
  addImports(dll, exports, options, out);
  return out.finish();
}

std::string_view generation() {
  return LINKSHIM_COFF_GENERATION;
}

} // namespace linkshim::coff
