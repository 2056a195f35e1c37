#include "shim/inspect/Report.h"
#include "shim/base/Json.h"
#include "sysroots/windows/Windows.h"
#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace linkshim {
namespace {

using Texts = std::vector<std::string>;

std::string join(const Texts &texts, std::string_view between) {
  return fmt::format("{}", fmt::join(texts, between));
}

/// At most so many texts, and how many more there are.
std::string few(const Texts &texts, size_t most) {
  if (texts.size() <= most) return join(texts, ", ");
  Texts first(texts.begin(), texts.begin() + static_cast<std::ptrdiff_t>(most));
  return fmt::format("{} and {} more", join(first, ", "), texts.size() - most);
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
  Texts parts{std::string(toString(facts.kind))};
  if (facts.linkage != Linkage::none && facts.kind != BinaryKind::sharedLibrary)
    parts.emplace_back(toString(facts.linkage));
  if (!facts.subsystem.empty()) parts.push_back(facts.subsystem);
  return join(parts, ", ");
}

std::string machineText(const BinaryFacts &facts) {
  if (facts.bits == 0) return {};
  Texts parts{facts.architecture};
  parts.push_back(
      fmt::format("{}-bit {}-endian", facts.bits, facts.endian == Endian::big ? "big" : "little"));
  if (!facts.abi.empty() && facts.abi != facts.architecture) parts.push_back("ABI " + facts.abi);
  if (!facts.floatAbi.empty()) parts.push_back(facts.floatAbi + " float");
  if (facts.format != BinaryFormat::wasm)
    parts.insert(parts.end(), facts.abiFlags.begin(), facts.abiFlags.end());
  return join(parts, ", ");
}

/// The features of WebAssembly have a line of their own, since there are many.
std::string featuresText(const BinaryFacts &facts) {
  return facts.format == BinaryFormat::wasm ? join(facts.abiFlags, ", ") : "";
}

std::string systemText(const BinaryFacts &facts) {
  Texts parts;
  bool platform = !facts.platform.empty(); // tells more than the system
  for (const std::string &word : {platform ? facts.platform : facts.system, facts.libc})
    if (!word.empty()) parts.push_back(word);
  if (!facts.minimumSystem.empty()) parts.push_back("from version " + facts.minimumSystem);
  if (!facts.sdk.empty()) parts.push_back("SDK " + facts.sdk);
  if (!facts.wasi.empty()) parts.push_back("WASI " + facts.wasi);
  return join(parts, ", ");
}

std::string neededText(const NeededLibrary &library) {
  std::string text = library.name;
  Texts notes;
  if (!library.how.empty()) notes.emplace_back(library.how);
  if (library.symbols)
    notes.push_back(fmt::format("{} symbol{}", *library.symbols, *library.symbols == 1 ? "" : "s"));
  return notes.empty() ? text : fmt::format("{} ({})", text, join(notes, ", "));
}

std::string hardeningText(const BinaryFacts &facts) {
  Texts parts;
  if (facts.pie) parts.emplace_back(*facts.pie ? "PIE" : "no PIE");
  if (facts.relro)
    parts.push_back(*facts.relro == Relro::none ? "no RELRO"
                                                : fmt::format("{} RELRO", toString(*facts.relro)));
  if (facts.nx) parts.emplace_back(*facts.nx ? "NX stack" : "executable stack");
  if (facts.textRelocations == true) parts.emplace_back("relocations in code");
  parts.insert(parts.end(), facts.protections.begin(), facts.protections.end());
  return join(parts, ", ");
}

std::string_view debugFileText(const BinaryFacts &facts) {
  if (!facts.debugFile) return {};
  switch (*facts.debugFile) {
  case DebugFile::missing: return ", which is not there";
  case DebugFile::same: return ", which is there";
  case DebugFile::other: return ", where there is one of another build";
  }
  return {};
}

/// The oldest Windows that has what the program imports.
std::string windowsText(const BinaryFacts &facts) {
  if (!facts.oldestWindows) return {};
  std::string text = windows::titleOf(*facts.oldestWindows) + " and newer";
  bool update = facts.libc == toString(Libc::ucrt) && *facts.oldestWindows < windows::windows10;
  return update ? text + "; before Windows 10 with the update of the Universal C Runtime" : text;
}

/// Compilers' runtimes that have to be brought with the program.
std::string runtimeText(const BinaryFacts &facts) {
  Texts parts;
  for (const std::string &name : facts.runtimeDlls)
    parts.push_back(fmt::format("{} of {}", name, windows::runtimeOf(name)));
  return join(parts, ", ");
}

std::string symbolsText(const BinaryFacts &facts) {
  Texts parts;
  if (facts.stripped) parts.emplace_back(*facts.stripped ? "stripped" : "symbol table");
  if (facts.debugInfo) parts.emplace_back(*facts.debugInfo ? "debug information" : "no debug information");
  if (!facts.debugLink.empty())
    parts.push_back(fmt::format("debug information in {}{}", facts.debugLink, debugFileText(facts)));
  return join(parts, ", ");
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
    {"runs on", windowsText},
    {"size", [](const BinaryFacts &facts) { return sizeText(facts.size); }},
    {"loader", [](const BinaryFacts &facts) { return facts.interpreter; }},
    {"own name", [](const BinaryFacts &facts) { return facts.soname; }},
    {"hardening", hardeningText},
    {"memory",
     [](const BinaryFacts &facts) { return std::string(facts.sharedMemory == true ? "shared" : ""); }},
    {"symbols", symbolsText},
    {"build id", [](const BinaryFacts &facts) { return facts.buildId; }},
    {"allocator", [](const BinaryFacts &facts) { return facts.allocator; }},
    {"signature",
     [](const BinaryFacts &facts) { return std::string(facts.signature ? toString(*facts.signature) : ""); }},
    {"brings", runtimeText},
    {"rpath", [](const BinaryFacts &facts) { return join(facts.rpath, ":"); }},
    {"runpath", [](const BinaryFacts &facts) { return join(facts.runpath, ":"); }},
};

void addLine(std::string &out, std::string_view label, std::string_view text) {
  if (!text.empty()) out += fmt::format("  {:10} {}\n", label, printable(text));
}

/// Of Windows, its name.
std::string versionTitle(const WantedVersion &version) {
  std::optional<Version> system = windowsVersion(version);
  return system ? windows::titleOf(*system) : version.name;
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
    addLine(out, label, fmt::format("{} of {}{}", versionTitle(version), version.library, who));
    label = "";
  }
}

/// How many members of each kind an archive has.
void addMembers(std::string &out, const BinaryFacts &facts) {
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

/// The facts of every part of a universal file.
void addParts(std::string &out, const BinaryFacts &facts) {
  for (const BinaryFacts &part : facts.parts) {
    out += fmt::format(" {}:\n", printable(part.name));
    if (part.format == BinaryFormat::archive)
      addMembers(out, part);
    else
      addFacts(out, part);
  }
}

} // namespace

std::string printable(std::string_view text) {
  std::string out = jsonSafe(text);
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
  if (facts.format == BinaryFormat::archive)
    addMembers(out, facts);
  else
    addParts(out, facts);
  return out;
}

} // namespace linkshim
