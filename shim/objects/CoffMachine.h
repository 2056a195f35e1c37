#pragma once
#include <cstdint>
#include <span>
#include <string_view>

namespace linkshim {

/// A processor that objects and programs in COFF (PE) are for.
struct CoffMachine {
  uint16_t number;               ///< in the file's header
  std::string_view architecture; ///< its name in messages and reports
  uint8_t bits;
  std::string_view dlltool; ///< its name for GNU dlltool's -m; empty where it knows none
};

std::span<const CoffMachine> coffMachines();

/// The machine with the number of a header; null for an unknown one.
const CoffMachine *findCoffMachine(uint16_t number);

} // namespace linkshim
