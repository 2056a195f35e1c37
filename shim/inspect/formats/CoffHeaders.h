#pragma once
#include "shim/inspect/Inspect.h"
#include "llvm/Object/COFF.h"
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// The headers of an image or an object, which refer to its bytes. LLVM Object's own reader is not used: it
/// follows addresses of damaged sections out of the file (COFFObjectFile::initialize, getRvaPtr); its
/// structures are.
struct CoffHeaders {
  std::string_view bytes;
  uint16_t machine = 0, characteristics = 0;
  const llvm::object::pe32_header *narrow = nullptr;   ///< of a 32-bit image
  const llvm::object::pe32plus_header *wide = nullptr; ///< of a 64-bit image
  std::vector<const llvm::object::data_directory *> directories;
  std::vector<const llvm::object::coff_section *> sections;
  uint64_t symbols = 0, symbolCount = 0, symbolSize = 18;

  bool isImage() const { return narrow || wide; }
  bool fits(uint64_t offset, uint64_t size) const {
    return offset <= bytes.size() && size <= bytes.size() - offset;
  }
  /// nullptr when there is none.
  const llvm::object::data_directory *directory(size_t index) const;
  /// The bytes at an address, to the end of what the file has of its section.
  std::string_view mapped(uint32_t address) const;
  /// A section's name; a long one is among the strings behind the symbols.
  std::string_view name(const llvm::object::coff_section &section) const;
  /// True when the symbols and the strings behind them are in the file.
  bool symbolsFit() const;
};

/// Reads the headers of an image ("MZ") or an object, and looks whether the contents of all sections are in
/// the file.
Reading<CoffHeaders> readCoffHeaders(std::string_view bytes);

/// A part of a file, in words such as `its header`, is not all there.
std::unexpected<std::string> cutOff(std::string_view part, std::string_view bytes);

} // namespace linkshim
