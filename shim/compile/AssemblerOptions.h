#pragma once
#include "shim/call/Arguments.h"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// What clang gets in the place of an option of GNU as, and why; no arguments where it is left out.
struct AssemblerReplacement {
  std::vector<std::string> args;
  std::string_view why;
};

/// For an option that clang's assembler refuses, though it has it under another name or does what it asks for
/// anyhow. `option` is one string, as in a call of as or between the commas of -Wa. nullopt for all others.
std::optional<AssemblerReplacement> assemblerReplacement(std::string_view option);

/// The same for a compiler driver's -Wa,OPTIONS or -Xassembler OPTION: all of them, those that stay included.
/// nullopt where none is replaced.
std::optional<AssemblerReplacement> forAssembler(const Argument &argument);

} // namespace linkshim
