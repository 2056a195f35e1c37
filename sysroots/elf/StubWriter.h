#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim::elf {

/// What the header of every ELF file of a target says.
struct Machine {
  uint16_t number = 0; ///< e_machine
  uint8_t bits = 64;   ///< 32 or 64
  bool bigEndian = false;
  uint32_t flags = 0; ///< e_flags
};

enum class SymbolKind : uint8_t {
  none,         ///< STT_NOTYPE
  function,     ///< STT_FUNC
  indirect,     ///< STT_GNU_IFUNC
  object,       ///< STT_OBJECT in writable memory
  constantData, ///< STT_OBJECT in memory that is read-only once the program runs
  threadLocal,  ///< STT_TLS
};

/// One exported symbol of a stub.
struct StubSymbol {
  std::string_view name;
  int version = -1;      ///< index into StubLibrary::versions, or -1 for a symbol without a version
  bool isDefault = true; ///< `@@`: a reference without a version binds to it; else `@`
  bool weak = false;
  SymbolKind kind = SymbolKind::function;
  uint8_t other = 0;       ///< the processor-specific bits of st_other
  uint64_t size = 0;       ///< bytes, of objects and thread-local variables
  uint32_t aliasGroup = 0; ///< symbols with the same number share an address; 0: it has its own
};

/// A version definition, with the versions that it inherits from (indices of earlier or later entries).
struct StubVersion {
  std::string_view name;
  std::vector<uint16_t> parents;
};

/// A shared library that can be linked against and holds no code.
struct StubLibrary {
  Machine machine;
  std::string_view soname;
  std::vector<std::string_view> needed;        ///< DT_NEEDED
  std::vector<StubVersion> versions;           ///< empty: a library without symbol versions
  std::vector<StubSymbol> symbols;             ///< in the order in which they are written
  std::vector<std::string_view> weakUndefined; ///< symbols that the library uses if the program defines them
};

/// The bytes of the shared library. Equal input gives equal bytes.
std::string writeStub(const StubLibrary &library);

} // namespace linkshim::elf
