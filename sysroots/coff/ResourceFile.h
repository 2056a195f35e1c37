#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace linkshim::coff {

/// A resource file (.res) with a program's manifest under this number: 1 for a program, 2 for a DLL. A linker
/// for Windows takes it as an input.
std::string writeManifestResource(std::string_view manifest, uint16_t number);

} // namespace linkshim::coff
