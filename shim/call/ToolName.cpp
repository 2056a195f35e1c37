#include "shim/call/ToolName.h"
#include <iterator>

namespace linkshim {

const ToolSpelling toolSpellings[] = {
    {"cc", Tool::cc},           {"c++", Tool::cxx},
    {"gcc", Tool::cc},          {"g++", Tool::cxx},
    {"clang", Tool::cc},        {"clang++", Tool::cxx},
    {"ld", Tool::ld},           {"ld.lld", Tool::ld},
    {"ar", Tool::ar},           {"ranlib", Tool::ranlib},
    {"nm", Tool::nm},           {"strip", Tool::strip},
    {"objcopy", Tool::objcopy}, {"pkg-config", Tool::pkgConfig},
    {"dlltool", Tool::dlltool}, {"windres", Tool::windres},
    {"as", Tool::as},           {"install_name_tool", Tool::installNameTool},
    {"otool", Tool::otool},     {"lld-link", Tool::ld, true},
    {"link", Tool::ld, true},   {"llvm-lib", Tool::lib, true},
    {"lib", Tool::lib, true},   {"llvm-rc", Tool::rc, true},
    {"rc", Tool::rc, true},
};
const size_t toolSpellingCount = std::size(toolSpellings);

namespace {

constexpr ToolSpelling rustcTools[] = {{"rust-objcopy", Tool::objcopy}, {"dsymutil", Tool::dsymutil}};

std::string_view withoutVersion(std::string_view name) {
  size_t end = name.size();
  while (end > 0 && (name[end - 1] == '.' || (name[end - 1] >= '0' && name[end - 1] <= '9')))
    --end;
  bool versioned =
      end > 1 && end < name.size() && name[end - 1] == '-' && name.back() != '.' && name[end] != '.';
  return versioned ? name.substr(0, end - 1) : name;
}

std::optional<ToolName> parseExact(std::string_view name) {
  if (name == "linkshim") return ToolName{Tool::linkshim, name, {}};
  if (name == "cargo-linkshim") return ToolName{Tool::cargo, name, {}};
  for (const ToolSpelling &s : rustcTools)
    if (name == s.name) return ToolName{s.tool, name, {}};
  for (const ToolSpelling &s : toolSpellings) {
    if (name == s.name) return ToolName{s.tool, name, {}, s.microsofts};
    if (name.size() > s.name.size() + 1 && name.ends_with(s.name) &&
        name[name.size() - s.name.size() - 1] == '-')
      return ToolName{s.tool, s.name, name.substr(0, name.size() - s.name.size() - 1), s.microsofts};
  }
  return std::nullopt;
}

} // namespace

std::optional<ToolName> parseToolName(std::string_view fileName) {
  if (fileName.ends_with(".exe")) fileName.remove_suffix(4);
  if (auto exact = parseExact(fileName)) return exact;
  std::string_view plain = withoutVersion(fileName);
  return plain.size() == fileName.size() ? std::nullopt : parseExact(plain);
}

} // namespace linkshim
