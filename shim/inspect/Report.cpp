#include "shim/inspect/Report.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"
#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace linkshim {
namespace {

namespace json = llvm::json;

using Words = std::vector<std::string>;

std::string join(const Words &words, std::string_view between) {
  return fmt::format("{}", fmt::join(words, between));
}

/// At most so many words, and how many more there are.
std::string few(const Words &words, size_t most) {
  if (words.size() <= most) return join(words, ", ");
  Words first(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(most));
  return fmt::format("{} and {} more", join(first, ", "), words.size() - most);
}

std::string sizeText(uint64_t size) {
  constexpr double step = 1024;
  constexpr std::string_view units[] = {"KiB", "MiB", "GiB"};
  auto number = static_cast<double>(size);
  std::string_view unit;
  for (std::string_view next : units) {
    if (number < step) break;
    number /= step;
    unit = next;
  }
  return unit.empty() ? fmt::format("{} bytes", size)
                      : fmt::format("{:.1f} {} ({} bytes)", number, unit, size);
}

std::string kindText(const BinaryFacts &facts) {
  Words words{std::string(toString(facts.kind))};
  if (facts.linkage != Linkage::none && facts.kind != BinaryKind::sharedLibrary)
    words.emplace_back(toString(facts.linkage));
  if (!facts.subsystem.empty()) words.push_back(facts.subsystem);
  return join(words, ", ");
}

std::string machineText(const BinaryFacts &facts) {
  if (facts.bits == 0) return {};
  Words words{facts.architecture};
  words.push_back(
      fmt::format("{}-bit {}-endian", facts.bits, facts.endian == Endian::big ? "big" : "little"));
  if (!facts.abi.empty() && facts.abi != facts.architecture) words.push_back("ABI " + facts.abi);
  if (!facts.floatAbi.empty()) words.push_back(facts.floatAbi + " float");
  if (facts.format != BinaryFormat::wasm)
    words.insert(words.end(), facts.abiFlags.begin(), facts.abiFlags.end());
  return join(words, ", ");
}

/// Of WebAssembly they are many, and have a line of their own.
std::string featuresText(const BinaryFacts &facts) {
  return facts.format == BinaryFormat::wasm ? join(facts.abiFlags, ", ") : "";
}

std::string systemText(const BinaryFacts &facts) {
  Words words;
  bool platform = !facts.platform.empty(); // says more than the system
  for (const std::string &word : {platform ? facts.platform : facts.system, facts.libc})
    if (!word.empty()) words.push_back(word);
  if (!facts.minimumSystem.empty()) words.push_back("from version " + facts.minimumSystem);
  if (!facts.sdk.empty()) words.push_back("SDK " + facts.sdk);
  if (!facts.wasi.empty()) words.push_back("WASI " + facts.wasi);
  return join(words, ", ");
}

std::string neededText(const NeededLibrary &library) {
  std::string text = library.name;
  Words notes;
  if (!library.how.empty()) notes.emplace_back(library.how);
  if (library.symbols)
    notes.push_back(fmt::format("{} symbol{}", *library.symbols, *library.symbols == 1 ? "" : "s"));
  return notes.empty() ? text : fmt::format("{} ({})", text, join(notes, ", "));
}

std::string hardeningText(const BinaryFacts &facts) {
  Words words;
  if (facts.pie) words.emplace_back(*facts.pie ? "PIE" : "no PIE");
  if (facts.relro)
    words.push_back(*facts.relro == Relro::none ? "no RELRO"
                                                : fmt::format("{} RELRO", toString(*facts.relro)));
  if (facts.nx) words.emplace_back(*facts.nx ? "NX stack" : "executable stack");
  if (facts.textRelocations == true) words.emplace_back("relocations in code");
  words.insert(words.end(), facts.protections.begin(), facts.protections.end());
  return join(words, ", ");
}

std::string symbolsText(const BinaryFacts &facts) {
  Words words;
  if (facts.stripped) words.emplace_back(*facts.stripped ? "stripped" : "symbol table");
  if (facts.debugInfo) words.emplace_back(*facts.debugInfo ? "debug information" : "no debug information");
  if (!facts.debugLink.empty()) words.push_back("debug information in " + facts.debugLink);
  return join(words, ", ");
}

/// A line or lines of the text.
struct Line {
  std::string_view label;
  std::string (*text)(const BinaryFacts &facts);
};
constexpr Line lines[] = {
    {"kind", kindText},
    {"machine", machineText},
    {"features", featuresText},
    {"system", systemText},
    {"size", [](const BinaryFacts &facts) { return sizeText(facts.size); }},
    {"loader", [](const BinaryFacts &facts) { return facts.interpreter; }},
    {"own name", [](const BinaryFacts &facts) { return facts.soname; }},
    {"hardening", hardeningText},
    {"memory",
     [](const BinaryFacts &facts) { return std::string(facts.sharedMemory == true ? "shared" : ""); }},
    {"symbols", symbolsText},
    {"build id", [](const BinaryFacts &facts) { return facts.buildId; }},
    {"signature",
     [](const BinaryFacts &facts) { return std::string(facts.signature ? toString(*facts.signature) : ""); }},
    {"rpath", [](const BinaryFacts &facts) { return join(facts.rpath, ":"); }},
    {"runpath", [](const BinaryFacts &facts) { return join(facts.runpath, ":"); }},
};

void addLine(std::string &out, std::string_view label, std::string_view text) {
  if (!text.empty()) out += fmt::format("  {:10} {}\n", label, printable(text));
}

void addFacts(std::string &out, const BinaryFacts &facts) {
  constexpr size_t symbolsShown = 4;
  for (const Line &line : lines)
    addLine(out, line.label, line.text(facts));
  std::string_view label = "needs";
  for (const NeededLibrary &library : facts.needed) {
    addLine(out, label, neededText(library));
    label = "";
  }
  label = "wants";
  for (const WantedVersion &version : highestVersions(facts)) {
    std::string who = version.symbols.empty() ? "" : ", for " + few(version.symbols, symbolsShown);
    addLine(out, label, fmt::format("{} of {}{}", version.name, version.library, who));
    label = "";
  }
}

/// What is in a universal file, in full; of an archive, how many members there are of each kind.
void addParts(std::string &out, const BinaryFacts &facts) {
  if (facts.format != BinaryFormat::archive) {
    for (const BinaryFacts &part : facts.parts) {
      out += fmt::format(" {}:\n", printable(part.name));
      if (part.format == BinaryFormat::archive)
        addParts(out, part);
      else
        addFacts(out, part);
    }
    return;
  }
  std::vector<std::pair<std::string, size_t>> kinds;
  for (const BinaryFacts &part : facts.parts) {
    std::string text =
        fmt::format("{} {}: {}", formatName(part.format), toString(part.kind), machineText(part));
    auto known =
        std::find_if(kinds.begin(), kinds.end(), [&](const auto &kind) { return kind.first == text; });
    if (known == kinds.end())
      kinds.emplace_back(text, 1);
    else
      ++known->second;
  }
  for (const auto &[text, count] : kinds)
    addLine(out, "members", fmt::format("{} x {}", count, text));
}

/// json::OStream, with keys left out where there is nothing to say.
class Writer {
public:
  explicit Writer(json::OStream &out) : out(out) {}
  void text(llvm::StringRef key, std::string_view value) {
    if (!value.empty()) out.attribute(key, clean(value));
  }
  void flag(llvm::StringRef key, const std::optional<bool> &value) {
    if (value) out.attribute(key, *value);
  }
  void words(llvm::StringRef key, const Words &values) {
    out.attributeArray(key, [&] {
      for (const std::string &value : values)
        out.value(clean(value));
    });
  }
  static std::string clean(std::string_view value) {
    llvm::StringRef text(value.data(), value.size());
    return json::isUTF8(text) ? text.str() : json::fixUTF8(text);
  }
  json::OStream &out;
};

void writeImports(Writer &writer, const BinaryFacts &facts) {
  json::OStream &out = writer.out;
  Words names;
  for (const NeededLibrary &library : facts.needed)
    names.push_back(library.name);
  writer.words("needed", names);
  bool more = std::any_of(facts.needed.begin(), facts.needed.end(), [](const NeededLibrary &library) {
    return library.symbols.has_value() || !library.how.empty();
  });
  if (more)
    out.attributeArray("imports", [&] {
      for (const NeededLibrary &library : facts.needed)
        out.object([&] {
          writer.text("library", library.name);
          writer.text("how", library.how);
          if (library.symbols) out.attribute("symbols", static_cast<int64_t>(*library.symbols));
        });
    });
  if (facts.versions.empty()) return;
  out.attributeArray("versions", [&] {
    for (const WantedVersion &version : highestVersions(facts))
      out.object([&] {
        writer.text("library", version.library);
        writer.text("family", splitVersion(version.name).family);
        writer.text("version", version.name);
        writer.words("symbols", version.symbols);
      });
  });
}

void writeFacts(Writer &writer, const BinaryFacts &facts) {
  json::OStream &out = writer.out;
  writer.text("name", facts.name);
  out.attribute("size", static_cast<int64_t>(facts.size));
  writer.text("format", toString(facts.format));
  writer.text("kind", toString(facts.kind));
  writer.text("system", facts.system);
  writer.text("platform", facts.platform);
  writer.text("libc", facts.libc);
  writer.text("minimumSystem", facts.minimumSystem);
  writer.text("sdk", facts.sdk);
  writer.text("subsystem", facts.subsystem);
  writer.text("wasi", facts.wasi);
  writer.text("architecture", facts.architecture);
  if (facts.bits != 0) {
    out.attribute("bits", facts.bits);
    writer.text("endian", facts.endian == Endian::big ? "big" : "little");
  }
  writer.text("abi", facts.abi);
  writer.text("floatAbi", facts.floatAbi);
  if (!facts.abiFlags.empty()) writer.words("abiFlags", facts.abiFlags);
  if (facts.parts.empty()) {
    writer.text("linkage", toString(facts.linkage));
    writer.text("interpreter", facts.interpreter);
    writer.text("soname", facts.soname);
    writeImports(writer, facts);
    if (!facts.rpath.empty()) writer.words("rpath", facts.rpath);
    if (!facts.runpath.empty()) writer.words("runpath", facts.runpath);
    writer.flag("pie", facts.pie);
    if (facts.relro) writer.text("relro", toString(*facts.relro));
    writer.flag("nx", facts.nx);
    writer.flag("textRelocations", facts.textRelocations);
    writer.words("protections", facts.protections);
    writer.flag("stripped", facts.stripped);
    writer.flag("debugInfo", facts.debugInfo);
    writer.text("debugLink", facts.debugLink);
    writer.text("buildId", facts.buildId);
    if (facts.signature) writer.text("signature", toString(*facts.signature));
    writer.flag("sharedMemory", facts.sharedMemory);
    return;
  }
  out.attributeArray("parts", [&] {
    for (const BinaryFacts &part : facts.parts)
      out.object([&] { writeFacts(writer, part); });
  });
}

} // namespace

std::string printable(std::string_view text) {
  std::string out = Writer::clean(text);
  for (char &c : out)
    if (static_cast<unsigned char>(c) < ' ' || c == 0x7f) c = '?';
  return out;
}

std::string reportText(const FileReport &report) {
  std::string out = printable(report.path);
  if (!report.facts) return out + "\n  not read\n";
  const BinaryFacts &facts = *report.facts;
  out += fmt::format(": {}\n", formatName(facts.format));
  if (facts.parts.empty() && facts.format != BinaryFormat::archive) {
    addFacts(out, facts);
    return out;
  }
  addLine(out, "size", sizeText(facts.size));
  addParts(out, facts);
  return out;
}

std::string reportJson(const std::vector<FileReport> &reports) {
  constexpr unsigned indent = 2;
  std::string text;
  llvm::raw_string_ostream stream(text);
  json::OStream out(stream, indent);
  Writer writer(out);
  out.array([&] {
    for (const FileReport &report : reports)
      out.object([&] {
        writer.text("file", report.path);
        out.attribute("ok", report.faults.empty());
        writer.words("faults", report.faults);
        if (report.facts) writeFacts(writer, *report.facts);
      });
  });
  return text + "\n";
}

} // namespace linkshim
