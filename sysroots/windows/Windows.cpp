#include "sysroots/windows/Windows.h"
#include "sysroots/elf/PackedTables.h"
#include "triples/EditDistance.h"
#include "llvm/ADT/StringRef.h"
#include <algorithm>
#include <charconv>
#include <tuple>

extern "C" {
extern const unsigned char linkshim_windows_tables[];
extern const unsigned long linkshim_windows_tables_size;
}

namespace linkshim::windows {
namespace {

using elf::cut;

struct Release {
  std::string_view name, title;
  Version version;
};
/// Of releases that share a version, the first names it.
constexpr Release releases[] = {
    {"vista", "Windows Vista", {6, 0, 0}},
    {"7", "Windows 7", {6, 1, 0}},
    {"8", "Windows 8", {6, 2, 0}},
    {"8.1", "Windows 8.1", {6, 3, 0}},
    {"10", "Windows 10", {10, 0, 10240}},
    {"10-1507", "Windows 10", {10, 0, 10240}},
    {"10-1511", "Windows 10 1511", {10, 0, 10586}},
    {"10-1607", "Windows 10 1607", {10, 0, 14393}},
    {"10-1703", "Windows 10 1703", {10, 0, 15063}},
    {"10-1709", "Windows 10 1709", {10, 0, 16299}},
    {"10-1803", "Windows 10 1803", {10, 0, 17134}},
    {"10-1809", "Windows 10 1809", {10, 0, 17763}},
    {"10-1903", "Windows 10 1903", {10, 0, 18362}},
    {"10-1909", "Windows 10 1909", {10, 0, 18363}},
    {"10-2004", "Windows 10 2004", {10, 0, 19041}},
    {"10-20H2", "Windows 10 20H2", {10, 0, 19042}},
    {"10-21H1", "Windows 10 21H1", {10, 0, 19043}},
    {"10-21H2", "Windows 10 21H2", {10, 0, 19044}},
    {"10-22H2", "Windows 10 22H2", {10, 0, 19045}},
    {"server2022", "Windows Server 2022", {10, 0, 20348}},
    {"11", "Windows 11", {10, 0, 22000}},
    {"11-21H2", "Windows 11", {10, 0, 22000}},
    {"11-22H2", "Windows 11 22H2", {10, 0, 22621}},
    {"11-23H2", "Windows 11 23H2", {10, 0, 22631}},
    {"11-24H2", "Windows 11 24H2", {10, 0, 26100}},
    {"11-25H2", "Windows 11 25H2", {10, 0, 26200}},
    {"server2008r2", "Windows Server 2008 R2", {6, 1, 0}},
    {"server2012", "Windows Server 2012", {6, 2, 0}},
    {"server2012r2", "Windows Server 2012 R2", {6, 3, 0}},
    {"server2016", "Windows Server 2016", {10, 0, 14393}},
    {"server2019", "Windows Server 2019", {10, 0, 17763}},
    {"server2025", "Windows Server 2025", {10, 0, 26100}},
};

struct Runtime {
  std::string_view start, product; ///< how the name of a DLL begins
};
constexpr Runtime runtimes[] = {
    {"vcruntime", "Visual C++"}, {"msvcp", "Visual C++"},    {"concrt1", "Visual C++"},
    {"vccorlib", "Visual C++"},  {"vcomp1", "Visual C++"},   {"vcamp1", "Visual C++"},
    {"mfc1", "Visual C++"},      {"msvcr1", "Visual C++"},   {"msvcr7", "Visual C++"},
    {"msvcr8", "Visual C++"},    {"msvcr9", "Visual C++"},   {"ucrtbased", "Visual Studio"},
    {"libgcc_s", "GCC"},         {"libstdc++", "GCC"},       {"libssp", "GCC"},
    {"libgomp", "GCC"},          {"libatomic", "GCC"},       {"libgfortran", "GCC"},
    {"libquadmath", "GCC"},      {"libwinpthread", "MinGW"}, {"libunwind", "LLVM"},
    {"libc++", "LLVM"},          {"clang_rt.asan", "LLVM"},  {"libomp", "LLVM"},
    {"cygwin1", "Cygwin"},       {"msys-2.0", "MSYS2"},
};

constexpr std::string_view setStart = "api-ms-win-", ending = ".dll";

std::string lower(std::string_view text) {
  return llvm::StringRef(text.data(), text.size()).lower();
}

/// A DLL's name as the tables have it: small letters, no ending.
std::string plainName(std::string_view dll) {
  std::string name = lower(dll);
  if (name.ends_with(ending)) name.resize(name.size() - ending.size());
  return name;
}

bool isSet(std::string_view name) {
  return name.starts_with("api-ms-") || name.starts_with("ext-ms-");
}

/// A name that many DLLs share: API sets, and those that have the functions of API sets as well.
bool isOneOfMany(std::string_view name) {
  return isSet(name) || name == "kernelbase" || name == "kernel32";
}

} // namespace

std::optional<Version> parseVersion(std::string_view text) {
  std::string wanted = lower(text);
  for (const Release &row : releases)
    if (lower(row.name) == wanted) return row.version;
  std::optional<Version> version = Version::parse(text);
  // 10.0 alone is any Windows 10.
  if (version == Version{10, 0, 0}) return windows10;
  bool known =
      version && (version->major == 6 ? version->minor <= 3 : version->major == 10 && version->minor == 0);
  return known ? version : std::nullopt;
}

std::string_view nearestName(std::string_view text) {
  NearestSpelling nearest(text);
  for (const Release &row : releases)
    nearest.consider(row.name);
  return nearest.found();
}

std::string titleOf(Version version) {
  for (const Release &row : releases)
    if (row.version == version) return std::string(row.title);
  return "Windows " + version.str();
}

Version firstFor(std::string_view architecture) {
  constexpr Version arm = {6, 2, 0}, arm64 = {10, 0, 16299}, emulated = {10, 0, 22000};
  if (architecture == "arm64ec") return emulated;
  if (architecture == "aarch64") return arm64;
  return architecture == "arm" ? arm : oldest;
}

bool isUniversalRuntime(std::string_view dll) {
  std::string name = plainName(dll);
  return name == "ucrtbase" || name.starts_with("api-ms-win-crt-");
}

std::string_view runtimeOf(std::string_view dll) {
  std::string name = plainName(dll);
  for (const Runtime &row : runtimes)
    if (name.starts_with(row.start) && name != "msvcp_win" && name != "msvcp60") return row.product;
  return {};
}

Versions::Versions() {
  elf::PackedTables tables = elf::unpackTables(
      {reinterpret_cast<const char *>(linkshim_windows_tables), linkshim_windows_tables_size});
  bytes = std::move(tables.bytes);
  std::string_view text(reinterpret_cast<const char *>(bytes.data()), bytes.size());
  text = text.substr(0, text.find('\0'));
  Version version;
  while (!text.empty()) {
    std::string_view line = cut(text, '\n'), key = cut(line, ' ');
    if (key == "version") {
      version = Version::parse(line).value_or(oldest);
      continue;
    }
    bool whole = key == "sets" || key == "dlls";
    while (!line.empty()) {
      std::string_view name = cut(line, ' ');
      if (key == "gone")
        gone.push_back(name);
      else if (key != "update")
        rows.push_back(
            {name, whole ? std::string_view() : key.substr(0, key.size() - ending.size()), version});
    }
  }
  std::ranges::sort(
      rows, [](const Row &a, const Row &b) { return std::tie(a.name, a.dll) < std::tie(b.name, b.dll); });
}

const Versions::Row *Versions::find(std::string_view name, std::string_view dll) const {
  auto [from, to] = std::ranges::equal_range(rows, name, {}, &Row::name);
  for (auto row = from; row != to; ++row)
    if (row->dll == dll || (!dll.empty() && !row->dll.empty() && isOneOfMany(row->dll) && isOneOfMany(dll)))
      return &*row;
  return nullptr;
}

Version Versions::sinceSet(std::string_view set) const {
  if (!set.starts_with(setStart)) return windows10;
  const Row *row = find(set.substr(setStart.size()), {});
  return row ? row->version : windows10;
}

Version Versions::since(std::string_view dll, std::string_view function) const {
  std::string name = plainName(dll);
  if (isUniversalRuntime(name)) return oldest;
  const Row *whole = find(name, {});
  Version first = isSet(name) ? sinceSet(name) : whole ? whole->version : oldest;
  const Row *row = find(function, name);
  return row ? std::max(first, row->version) : first;
}

bool Versions::isGone(std::string_view dll) const {
  std::string name = plainName(dll);
  if (!name.starts_with(setStart)) return false;
  std::string_view family = std::string_view(name).substr(setStart.size());
  // What follows the family's name are three numbers: -l1-1-0.
  size_t end = family.rfind("-l");
  return std::ranges::find(gone, family.substr(0, end)) != gone.end();
}

} // namespace linkshim::windows
