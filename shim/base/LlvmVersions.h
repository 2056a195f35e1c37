/// What differs between the versions of LLVM that linkshim is built with, 19 to 22: no other file has a
/// condition on the version. scripts/cmake/LlvmParts.cmake says which libraries there are.
///
/// From LLVM 20 on the strings of an option table are one array, and tables refer to places in it. In LLVM 19
/// each prefix is a string of its own; what is here lets Options.cpp be written for the former.
#pragma once
#include "llvm/Config/llvm-config.h"
#include "llvm/Option/OptTable.h"
#include <vector>

namespace linkshim {

#if LLVM_VERSION_MAJOR >= 20

using OptionPrefix = llvm::StringTable::Offset;
using llvm::opt::PrecomputedOptTable;

#else

using OptionPrefix = llvm::StringLiteral;

/// In the place of the array of strings: a prefix is its own text.
struct OptionStrings {
  constexpr llvm::StringRef operator[](llvm::StringLiteral prefix) const { return prefix; }
};
inline constexpr OptionStrings OptionStrTable;
inline constexpr std::nullptr_t OptionPrefixesTable = nullptr;

/// Before the table among its bases: the table keeps a reference to what the caller gives.
struct KeptPrefixes {
  std::vector<OptionPrefix> kept;
};

class PrecomputedOptTable : private KeptPrefixes, public llvm::opt::PrecomputedOptTable {
protected:
  PrecomputedOptTable(OptionStrings, std::nullptr_t, llvm::ArrayRef<Info> options,
                      std::vector<OptionPrefix> prefixes, bool ignoreCase)
      : KeptPrefixes{std::move(prefixes)}, llvm::opt::PrecomputedOptTable(options, kept, ignoreCase) {}
};

#endif

} // namespace linkshim
