#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace linkshim {

/// The programs that linkshim stands in for.
enum class Tool : uint8_t {
  cc,
  cxx,
  ld,
  ar,
  lib, ///< Microsoft's archiver
  ranlib,
  nm,
  strip,
  objcopy,
  pkgConfig,
  dlltool,
  windres,
  rc, ///< Microsoft's compiler of resources
  as,
  installNameTool,
  otool,
  dsymutil,
  linkshim,
  cargo
};

/// A program's own name taken apart: `aarch64-linux-gnu-gcc` is the tool cc for `aarch64-linux-gnu`.
struct ToolName {
  Tool tool = Tool::linkshim;
  std::string_view spelling; ///< the tool's part of the name, as in `gcc`
  std::string_view target;   ///< the part before it, without the hyphen; empty for a bare tool, such as `cc`
  bool microsofts = false;   ///< the name of one of Microsoft's tools, which are for Windows alone
};

/// Takes a file name (without folders) apart. A trailing `.exe` and a trailing version such as `-12` are
/// ignored. nullopt for a name that is not a tool's. `rust-objcopy` and `dsymutil`, which rustc calls for
/// Apple's targets, have no target in their names.
std::optional<ToolName> parseToolName(std::string_view fileName);

/// Every spelling of a tool that `parseToolName` knows, in the order of the documentation, without our own
/// two names.
struct ToolSpelling {
  std::string_view name;
  Tool tool;
  bool microsofts = false; ///< offered for targets whose linker is Microsoft's alone
};
extern const ToolSpelling toolSpellings[];
extern const size_t toolSpellingCount;

} // namespace linkshim
