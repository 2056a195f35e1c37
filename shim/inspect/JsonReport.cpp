#include "shim/base/Json.h"
#include "shim/inspect/Report.h"
#include <algorithm>

namespace linkshim {
namespace {

using llvm::json::OStream;

// A key is left out where there is nothing to say.
void write(OStream &out, std::string_view key, std::string_view text) {
  if (!text.empty()) jsonAttribute(out, key, text);
}
void write(OStream &out, std::string_view key, std::optional<bool> value) {
  if (value) out.attribute(jsonSafe(key), *value);
}
template <typename Enum>
  requires std::is_enum_v<Enum>
void write(OStream &out, std::string_view key, std::optional<Enum> value) {
  if (value) write(out, key, toString(*value));
}
template <typename Enum>
  requires std::is_enum_v<Enum>
void write(OStream &out, std::string_view key, Enum value) {
  write(out, key, toString(value));
}

void writeAll(OStream &out, std::string_view key, const std::vector<std::string> &texts) {
  out.attributeArray(jsonSafe(key), [&] {
    for (const std::string &text : texts)
      out.value(jsonSafe(text));
  });
}
void write(OStream &out, std::string_view key, const std::vector<std::string> &texts) {
  if (!texts.empty()) writeAll(out, key, texts);
}

void writeSize(OStream &out, std::string_view key, const BinaryFacts &facts) {
  out.attribute(jsonSafe(key), static_cast<int64_t>(facts.size));
}
void writeBits(OStream &out, std::string_view key, const BinaryFacts &facts) {
  if (facts.bits != 0) out.attribute(jsonSafe(key), facts.bits);
}
void writeEndian(OStream &out, std::string_view key, const BinaryFacts &facts) {
  if (facts.bits != 0) write(out, key, std::string_view(facts.endian == Endian::big ? "big" : "little"));
}

void writeNeeded(OStream &out, std::string_view key, const BinaryFacts &facts) {
  std::vector<std::string> names;
  for (const NeededLibrary &library : facts.needed)
    names.push_back(library.name);
  writeAll(out, key, names);
}

/// The needed libraries again, where the file tells more than their names.
void writeImports(OStream &out, std::string_view key, const BinaryFacts &facts) {
  bool more = std::any_of(facts.needed.begin(), facts.needed.end(), [](const NeededLibrary &library) {
    return library.symbols.has_value() || !library.how.empty();
  });
  if (!more) return;
  out.attributeArray(jsonSafe(key), [&] {
    for (const NeededLibrary &library : facts.needed)
      out.object([&] {
        write(out, "library", library.name);
        write(out, "how", library.how);
        if (library.symbols) out.attribute("symbols", static_cast<int64_t>(*library.symbols));
        if (!library.names.empty()) writeAll(out, "names", library.names);
      });
  });
}

void writeVersions(OStream &out, std::string_view key, const BinaryFacts &facts) {
  if (facts.versions.empty()) return;
  out.attributeArray(jsonSafe(key), [&] {
    for (const WantedVersion &version : highestVersions(facts))
      out.object([&] {
        write(out, "library", version.library);
        write(out, "family", splitVersion(version.name).family);
        write(out, "version", version.name);
        writeAll(out, "symbols", version.symbols);
      });
  });
}

void writeWindows(OStream &out, std::string_view key, const BinaryFacts &facts) {
  if (facts.oldestWindows) write(out, key, facts.oldestWindows->str());
}

void writeProtections(OStream &out, std::string_view key, const BinaryFacts &facts) {
  writeAll(out, key, facts.protections);
}

/// A key of the object for a file, and what writes it.
struct Key {
  std::string_view name;
  void (*write)(OStream &out, std::string_view key, const BinaryFacts &facts);
};

template <auto Member> void member(OStream &out, std::string_view key, const BinaryFacts &facts) {
  write(out, key, facts.*Member);
}

using Facts = BinaryFacts;
constexpr Key commonKeys[] = {
    {"name", member<&Facts::name>},
    {"size", writeSize},
    {"format", member<&Facts::format>},
    {"kind", member<&Facts::kind>},
    {"system", member<&Facts::system>},
    {"platform", member<&Facts::platform>},
    {"libc", member<&Facts::libc>},
    {"minimumSystem", member<&Facts::minimumSystem>},
    {"sdk", member<&Facts::sdk>},
    {"oldestWindows", writeWindows},
    {"subsystem", member<&Facts::subsystem>},
    {"wasi", member<&Facts::wasi>},
    {"architecture", member<&Facts::architecture>},
    {"bits", writeBits},
    {"endian", writeEndian},
    {"abi", member<&Facts::abi>},
    {"floatAbi", member<&Facts::floatAbi>},
    {"abiFlags", member<&Facts::abiFlags>},
};
/// Of a file without parts.
constexpr Key detailKeys[] = {
    {"linkage", member<&Facts::linkage>},
    {"interpreter", member<&Facts::interpreter>},
    {"soname", member<&Facts::soname>},
    {"needed", writeNeeded},
    {"imports", writeImports},
    {"runtimeDlls", member<&Facts::runtimeDlls>},
    {"versions", writeVersions},
    {"rpath", member<&Facts::rpath>},
    {"runpath", member<&Facts::runpath>},
    {"pie", member<&Facts::pie>},
    {"relro", member<&Facts::relro>},
    {"nx", member<&Facts::nx>},
    {"textRelocations", member<&Facts::textRelocations>},
    {"protections", writeProtections},
    {"stripped", member<&Facts::stripped>},
    {"debugInfo", member<&Facts::debugInfo>},
    {"debugLink", member<&Facts::debugLink>},
    {"debugFile", member<&Facts::debugFile>},
    {"buildId", member<&Facts::buildId>},
    {"allocator", member<&Facts::allocator>},
    {"signature", member<&Facts::signature>},
    {"sharedMemory", member<&Facts::sharedMemory>},
};

void writeFacts(OStream &out, const BinaryFacts &facts) {
  for (const Key &key : commonKeys)
    key.write(out, key.name, facts);
  if (facts.parts.empty()) {
    for (const Key &key : detailKeys)
      key.write(out, key.name, facts);
    return;
  }
  out.attributeArray("parts", [&] {
    for (const BinaryFacts &part : facts.parts)
      out.object([&] { writeFacts(out, part); });
  });
}

} // namespace

std::string reportJson(const std::vector<FileReport> &reports) {
  return jsonText(jsonIndent,
                  [&](OStream &out) {
                    out.array([&] {
                      for (const FileReport &report : reports)
                        out.object([&] {
                          write(out, "file", report.path);
                          out.attribute("ok", report.faults.empty());
                          writeAll(out, "faults", report.faults);
                          if (report.facts) writeFacts(out, *report.facts);
                        });
                    });
                  }) +
         "\n";
}

} // namespace linkshim
