#include "shim/inspect/Checks.h"
#include "shim/base/FileSystem.h"
#include "sysroots/windows/Windows.h"
#include "llvm/Support/GlobPattern.h"
#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace linkshim {
namespace {

using Faults = std::vector<std::string>;

/// The first of many names, and how many more there are.
std::string some(const std::vector<std::string> &names) {
  constexpr size_t shown = 3;
  std::string out = fmt::format(
      "{}", fmt::join(names.begin(),
                      names.begin() + static_cast<std::ptrdiff_t>(std::min(shown, names.size())), ", "));
  if (names.size() > shown) out += fmt::format(" and {} more", names.size() - shown);
  return out;
}

std::string lower(std::string_view text) {
  return llvm::StringRef(text.data(), text.size()).lower();
}

bool matches(std::string_view pattern, const BinaryFacts &facts, std::string_view library) {
  bool windows = facts.format == BinaryFormat::pe;
  std::string glob = windows ? lower(pattern) : std::string(pattern),
              name = windows ? lower(library) : std::string(library);
  auto compiled = llvm::GlobPattern::create(glob);
  if (!compiled) {
    llvm::consumeError(compiled.takeError());
    return glob == name;
  }
  std::string_view last = baseName(name);
  return compiled->match(name) || compiled->match(llvm::StringRef(last.data(), last.size()));
}

bool matchesAny(const std::vector<std::string> &patterns, const BinaryFacts &facts,
                std::string_view library) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string &pattern) { return matches(pattern, facts, library); });
}

std::vector<std::string> neededNames(const BinaryFacts &facts) {
  std::vector<std::string> names;
  for (const NeededLibrary &library : facts.needed)
    names.push_back(library.name);
  return names;
}

void checkStatic(const BinaryFacts &facts, const Requirements &requirements, Faults &faults) {
  if (!requirements.isStatic || facts.linkage == Linkage::fixed || facts.linkage == Linkage::staticPie)
    return;
  if (!isLinked(facts))
    faults.push_back(fmt::format("is no program that could be static: it is {}", toString(facts.kind)));
  else if (!facts.needed.empty())
    faults.push_back(fmt::format("is not static: it needs {}", some(neededNames(facts))));
  else if (!facts.interpreter.empty())
    faults.push_back(fmt::format("is not static: it needs the loader {}", facts.interpreter));
  else
    faults.push_back("is not static");
}

void checkNeeded(const BinaryFacts &facts, const Requirements &requirements, Faults &faults) {
  for (const NeededLibrary &library : facts.needed)
    if (matchesAny(requirements.forbidNeeded, facts, library.name))
      faults.push_back(fmt::format("needs {}, which is forbidden", library.name));
    else if (requirements.neededOnly && !matchesAny(*requirements.neededOnly, facts, library.name))
      faults.push_back(fmt::format("needs {}, which is not among what is allowed", library.name));
}

/// A version name without a number that glibc's libraries have, and the first glibc that has it.
struct FeatureVersion {
  std::string_view name;
  Version since;
};
constexpr FeatureVersion featureVersions[] = {{"GLIBC_ABI_DT_RELR", {2, 36, 0}},
                                              {"GLIBC_ABI_DT_X86_64_PLT", {2, 42, 0}},
                                              {"GLIBC_ABI_GNU2_TLS", {2, 43, 0}},
                                              {"GLIBC_ABI_GNU_TLS", {2, 43, 0}}};
constexpr Version relrSince = {2, 36, 0};

std::optional<Version> glibcOf(const WantedVersion &version) {
  for (const FeatureVersion &row : featureVersions)
    if (row.name == version.name) return row.since;
  constexpr std::string_view family = "GLIBC_";
  if (!version.name.starts_with(family)) return std::nullopt;
  return Version::parse(std::string_view(version.name).substr(family.size()));
}

/// `2.31`, or `2.31 of Debian 11`.
std::string nameOfGlibc(const Requirements &requirements) {
  std::string version = requirements.maxGlibc->str();
  return requirements.release ? fmt::format("{} of {}", version, requirements.release->title) : version;
}

void checkGlibc(const BinaryFacts &facts, const Requirements &requirements, Faults &faults) {
  if (!requirements.maxGlibc) return;
  bool named = false;
  for (const WantedVersion &version : facts.versions) {
    if (version.weak) continue;
    std::optional<Version> since = glibcOf(version);
    if (version.name == "GLIBC_PRIVATE")
      faults.push_back(fmt::format("wants private symbols of {}, which any other glibc may lack: {}",
                                   version.library, some(version.symbols)));
    if (!since || *since <= *requirements.maxGlibc) continue;
    named |= version.name == "GLIBC_ABI_DT_RELR";
    std::string who = version.symbols.empty() ? "" : ": " + some(version.symbols);
    faults.push_back(fmt::format("wants {} of {}, newer than glibc {}{}", version.name, version.library,
                                 nameOfGlibc(requirements), who));
  }
  if (facts.relr && !named && facts.libc == "glibc" && *requirements.maxGlibc < relrSince)
    faults.push_back(
        fmt::format("has packed relative relocations (DT_RELR), which glibc knows since {} and not in {}",
                    relrSince.str(), nameOfGlibc(requirements)));
}

/// What a Windows of that version lacks. A DLL that is loaded late may be missing.
void checkWindows(const BinaryFacts &facts, const Requirements &requirements, Faults &faults) {
  if (!requirements.maxWindows || !facts.oldestWindows) return;
  Version most = *requirements.maxWindows, named = windows::oldest;
  // Windows 10 is for each processor the first build that there is for it.
  if (most >= windows::windows10) most = std::max(most, windows::firstFor(facts.architecture));
  for (const WantedVersion &version : facts.versions) {
    std::optional<Version> since = windowsVersion(version);
    if (version.weak || !since || *since <= most) continue;
    named = std::max(named, *since);
    std::string who = version.symbols.empty() ? "" : ": " + some(version.symbols);
    faults.push_back(fmt::format("wants {} of {}, newer than {}{}", windows::titleOf(*since), version.library,
                                 windows::titleOf(most), who));
  }
  if (*facts.oldestWindows > std::max(most, named))
    faults.push_back(
        fmt::format("is for {} and newer, by its header", windows::titleOf(*facts.oldestWindows)));
  windows::Versions table;
  for (const NeededLibrary &library : facts.needed)
    if (library.how.empty() && table.isGone(library.name))
      faults.push_back(fmt::format("needs {}, which Windows 10 and newer lack", library.name));
}

void checkSize(const BinaryFacts &facts, const Requirements &requirements, Faults &faults) {
  if (requirements.maxSize && facts.size > *requirements.maxSize)
    faults.push_back(fmt::format("has {} bytes, {} more than the {} that are allowed", facts.size,
                                 facts.size - *requirements.maxSize, *requirements.maxSize));
}

std::string pieFault(const BinaryFacts &facts) {
  return facts.pie == false ? "is not position independent" : "";
}
std::string relroFault(const BinaryFacts &facts) {
  if (!facts.relro || *facts.relro == Relro::full) return {};
  return *facts.relro == Relro::none ? "has no RELRO: its relocated data stays writable"
                                     : "has partial RELRO: its table of functions stays writable";
}
std::string nxFault(const BinaryFacts &facts) {
  if (facts.nx == false) return "asks for an executable stack";
  bool silent = facts.format == BinaryFormat::elf && isLinked(facts) && !facts.nx;
  return silent ? "does not say whether its stack is executable (no PT_GNU_STACK)" : "";
}
std::string textFault(const BinaryFacts &facts) {
  return facts.textRelocations == true ? "has relocations in its code (TEXTREL)" : "";
}
std::string pathFault(const BinaryFacts &facts) {
  std::vector<std::string> paths = facts.rpath;
  paths.insert(paths.end(), facts.runpath.begin(), facts.runpath.end());
  return paths.empty() ? "" : fmt::format("has a search path for libraries: {}", some(paths));
}
std::string strippedFault(const BinaryFacts &facts) {
  if (facts.stripped == false) return "is not stripped";
  return facts.debugInfo == true ? "has debug information" : "";
}
std::string signedFault(const BinaryFacts &facts) {
  return !facts.signature || *facts.signature == Signature::none ? "has no signature" : "";
}
std::string debugFileFault(const BinaryFacts &facts) {
  if (facts.format != BinaryFormat::pe || !isLinked(facts)) return {};
  if (facts.debugLink.empty()) return "names no file with its debug information";
  if (facts.debugFile == DebugFile::other)
    return fmt::format("has debug information in {}, where there is one of another build", facts.debugLink);
  return facts.debugFile == DebugFile::same
             ? ""
             : fmt::format("has debug information in {}, which is not there", facts.debugLink);
}
std::string runtimeFault(const BinaryFacts &facts) {
  if (facts.runtimeDlls.empty()) return {};
  return fmt::format("needs {} of {}, which is no part of Windows", some(facts.runtimeDlls),
                     windows::runtimeOf(facts.runtimeDlls.front()));
}

/// A protection that a program or library for Windows lacks.
std::string lacks(const BinaryFacts &facts, std::string_view protection, std::string_view clause) {
  bool asked = facts.format == BinaryFormat::pe && facts.system == "windows" && isLinked(facts);
  bool has = std::ranges::find(facts.protections, protection) != facts.protections.end();
  return asked && !has ? std::string(clause) : "";
}
std::string entropyFault(const BinaryFacts &facts) {
  return facts.bits == 64
             ? lacks(facts, "high-entropy", "is loaded in the lowest 4 GiB alone (no high-entropy ASLR)")
             : "";
}
std::string guardFault(const BinaryFacts &facts) {
  return lacks(facts, "cfg", "has no control flow guard");
}
std::string handlersFault(const BinaryFacts &facts) {
  bool x86 = facts.architecture == "x86" && lacks(facts, "no-seh", "x") == "x";
  return x86 ? lacks(facts, "safe-seh", "has no table of its exception handlers (SafeSEH)") : "";
}
std::string buildIdFault(const BinaryFacts &facts) {
  return facts.buildId.empty() ? "has no build id" : "";
}

constexpr Property properties[] = {
    {"pie", "position independent (Windows: with ASLR)", pieFault},
    {"relro", "full RELRO", relroFault},
    {"nx", "a stack that is not executable", nxFault},
    {"no-textrel", "no relocations in code", textFault},
    {"no-rpath", "no search path for libraries in the file", pathFault},
    {"stripped", "no symbol table and no debug information", strippedFault},
    {"build-id", "a build id", buildIdFault},
    {"signed", "a signature, of any kind", signedFault},
    {"high-entropy", "Windows: 64-bit ASLR", entropyFault},
    {"cfg", "Windows: control flow guard", guardFault},
    {"safe-seh", "Windows on x86: a table of exception handlers, or none", handlersFault},
    {"no-runtime-dlls", "Windows: no DLL of a compiler's runtime", runtimeFault},
    {"pdb", "Windows: its PDB is there, of the same build", debugFileFault},
};

void checkProperties(const BinaryFacts &facts, const Requirements &requirements, Faults &faults) {
  for (const Property *property : requirements.properties)
    if (std::string fault = property->fault(facts); !fault.empty()) faults.push_back(std::move(fault));
}

using Check = void (*)(const BinaryFacts &facts, const Requirements &requirements, Faults &faults);
/// In the order in which their faults are printed.
constexpr Check checks[] = {checkStatic, checkGlibc, checkWindows, checkNeeded, checkProperties};

/// All checks but that of the size, which is for a whole file.
Faults checkOne(const BinaryFacts &facts, const Requirements &requirements) {
  Faults faults = facts.contradictions;
  if (requirements.target)
    for (std::string &fault : checkTarget(facts, *requirements.target))
      faults.push_back(std::move(fault));
  for (Check check : checks)
    check(facts, requirements, faults);
  return faults;
}

/// A fault once for all members that have it, in the order in which the faults are found.
Faults checkArchive(const BinaryFacts &facts, Requirements requirements) {
  Faults faults;
  checkStatic(facts, requirements, faults);
  requirements.isStatic = false;
  requirements.maxSize.reset();
  std::vector<std::pair<std::string, std::vector<std::string>>> found;
  for (const BinaryFacts &part : facts.parts)
    for (std::string &fault : checkOne(part, requirements)) {
      auto known =
          std::find_if(found.begin(), found.end(), [&](const auto &row) { return row.first == fault; });
      if (known == found.end())
        found.emplace_back(std::move(fault), std::vector<std::string>{part.name});
      else
        known->second.push_back(part.name);
    }
  for (const auto &[fault, members] : found)
    faults.push_back(fmt::format("holds {}, {} {}", some(members),
                                 members.size() == 1 ? "which" : "each of which", fault));
  return faults;
}

/// One part of a universal file has to be for the target; the other requirements hold for every part.
Faults checkUniversal(const BinaryFacts &facts, const Requirements &requirements) {
  Requirements others = requirements;
  others.target = nullptr;
  others.maxSize.reset();
  Requirements whole = others;
  whole.target = requirements.target;
  Faults faults;
  std::vector<std::string> names;
  bool found = !requirements.target;
  for (const BinaryFacts &part : facts.parts) {
    bool its = requirements.target && part.name == requirements.target->emulation;
    found |= its;
    names.push_back(part.name);
    for (const std::string &fault : check(part, its ? whole : others))
      faults.push_back(fmt::format("has a part for {} that {}", part.name, fault));
  }
  if (!found)
    faults.push_back(fmt::format("has no part for {}: it has {}", requirements.target->triple, some(names)));
  return faults;
}

} // namespace

std::span<const Property> allProperties() {
  return properties;
}

std::vector<std::string> check(const BinaryFacts &facts, const Requirements &requirements) {
  Faults faults = facts.format == BinaryFormat::archive     ? checkArchive(facts, requirements)
                  : facts.format == BinaryFormat::universal ? checkUniversal(facts, requirements)
                                                            : checkOne(facts, requirements);
  checkSize(facts, requirements, faults);
  return faults;
}

std::optional<uint64_t> parseSize(std::string_view text) {
  struct Unit {
    std::string_view name;
    uint64_t bytes;
  };
  constexpr uint64_t k = 1024, kilo = 1000;
  constexpr Unit units[] = {{"", 1},
                            {"B", 1},
                            {"k", k},
                            {"K", k},
                            {"KiB", k},
                            {"kB", kilo},
                            {"KB", kilo},
                            {"m", k * k},
                            {"M", k * k},
                            {"MiB", k * k},
                            {"MB", kilo * kilo},
                            {"g", k * k * k},
                            {"G", k * k * k},
                            {"GiB", k * k * k},
                            {"GB", kilo * kilo * kilo}};
  // Whole and thousandths apart: std::from_chars of a double brings a static constructor along.
  uint64_t whole = 0, thousandths = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), whole);
  if (error != std::errc() || end == text.data()) return std::nullopt;
  std::string_view rest = text.substr(static_cast<size_t>(end - text.data()));
  if (rest.starts_with('.')) {
    size_t digits = std::min(rest.find_first_not_of("0123456789", 1), rest.size()) - 1;
    if (digits == 0) return std::nullopt;
    for (size_t i = 1, place = 100; i <= digits; ++i, place /= 10)
      thousandths += static_cast<uint64_t>(rest[i] - '0') * place;
    rest.remove_prefix(digits + 1);
  }
  for (const Unit &unit : units)
    if (unit.name == rest && whole <= UINT64_MAX / unit.bytes - 1)
      return whole * unit.bytes + thousandths * unit.bytes / 1000;
  return std::nullopt;
}

} // namespace linkshim
