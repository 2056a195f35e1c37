#include "shim/link/coff/GnuWords.h"
#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace linkshim {
namespace {

struct Translation {
  std::string_view gnu, linkExe;
};
/// With a value, behind a space or `=`. An empty word is one that the image has no place for.
constexpr Translation withValues[] = {
    {"out-implib", "-implib:"},
    {"subsystem", "-subsystem:"},
    {"stack", "-stack:"},
    {"heap", "-heap:"},
    {"entry", "-entry:"},
    {"image-base", "-base:"},
    {"undefined", "-include:"},
    {"Map", "-map:"},
    {"major-image-version", ""},
    {"minor-image-version", ""},
    {"major-os-version", ""},
    {"minor-os-version", ""},
    {"major-subsystem-version", ""},
    {"minor-subsystem-version", ""},
};
constexpr Translation flags[] = {
    {"dynamicbase", "-dynamicbase"},
    {"nxcompat", "-nxcompat"},
    {"high-entropy-va", "-highentropyva"},
    {"large-address-aware", "-largeaddressaware"},
    {"gc-sections", "-opt:ref"},
    {"no-gc-sections", "-opt:noref"},
    {"fatal-warnings", "-wx"},
    {"tsaware", "-tsaware"},
};
/// What holds for every link here, or is a matter of GNU's objects.
constexpr std::string_view leftOut[] = {
    "Bstatic",
    "Bdynamic",
    "start-group",
    "end-group",
    "as-needed",
    "no-as-needed",
    "strip-all",
    "strip-debug",
    "no-undefined",
    "enable-auto-import",
    "kill-at",
    "disable-auto-import",
    "no-seh",
    "no-insert-timestamp",
    "enable-stdcall-fixup",
    "sort-common",
    "exclude-all-symbols",
    "build-id",
    "enable-runtime-pseudo-reloc",
    "allow-multiple-definition",
};

/// The word without its hyphens: two, or one for a long name.
std::string_view nameOf(std::string_view word) {
  return word.starts_with("--")  ? word.substr(2)
         : word.starts_with('-') ? word.substr(1)
                                 : std::string_view();
}

} // namespace

GnuWords::Word GnuWords::withValue(std::string_view option, std::string_view value) {
  if (option == "out-implib") importLibrary = true;
  if (option == "major-image-version") major = value;
  if (option == "minor-image-version") minor = value;
  const Translation *found = std::find_if(std::begin(withValues), std::end(withValues),
                                          [&](const Translation &row) { return row.gnu == option; });
  if (found->linkExe.empty()) return {{}, "link.exe has one option for both numbers"};
  return {fmt::format("{}{}", found->linkExe, value), "link.exe's word"};
}

std::optional<GnuWords::Word> GnuWords::read(std::string_view word) {
  if (!pending.empty()) return withValue(std::exchange(pending, {}), word);
  std::string_view name = nameOf(word), option = name.substr(0, name.find('='));
  if (name.empty()) return std::nullopt;
  for (const Translation &row : withValues) {
    if (row.gnu != option) continue;
    if (option.size() < name.size()) return withValue(option, name.substr(option.size() + 1));
    pending = option;
    return Word{{}, "its value follows"};
  }
  for (const Translation &row : flags)
    if (row.gnu == name) return Word{std::string(row.linkExe), "link.exe's word"};
  if (std::ranges::find(leftOut, option) != std::end(leftOut))
    return Word{{}, "of no account in a link for Microsoft's targets"};
  return std::nullopt;
}

std::string GnuWords::version() const {
  return major == "0" && minor == "0" ? std::string() : fmt::format("-version:{}.{}", major, minor);
}

} // namespace linkshim
