#pragma once
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim::coff {

/// One line of the EXPORTS of a module definition file.
struct Export {
  std::string name;       ///< as the DLL exports it
  std::string alias = {}; ///< of `name == alias`: what the DLL calls it; empty when it is `name`
  uint16_t ordinal = 0;   ///< 0: none is given
  bool noName = false;    ///< exported by its ordinal alone
  bool data = false;      ///< a variable: there is no function of that name
  bool constant = false;  ///< likewise; the name itself means the pointer
  bool priv = false;      ///< left out of the import library
  bool operator==(const Export &) const = default;
};

/// What a module definition file (.def) says that an import library needs.
struct ModuleDefinition {
  std::string library; ///< of LIBRARY or NAME; empty when it does not say
  std::vector<Export> exports;
};

/// What is wrong with a file, and where.
struct DefinitionError {
  size_t line = 0;
  std::string what;
};

/// Reads a .def file. LLVM's reader (COFFModuleDefinition.h) is not used: it reads many mistakes as names of
/// symbols.
std::expected<ModuleDefinition, DefinitionError> readDefinition(std::string_view text);

} // namespace linkshim::coff
