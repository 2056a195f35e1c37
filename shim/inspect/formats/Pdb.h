#pragma once
#include "shim/base/FileSystem.h"
#include <optional>
#include <string>

namespace linkshim {

/// What a PDB says of its build, as BinaryFacts::buildId has it: the GUID's bytes, then the age, both in
/// hexadecimal. nullopt for a file that is no PDB or a damaged one. Only as much is read as that takes.
std::optional<std::string> pdbBuildId(const std::string &path, const FileReader &files);

/// Digits of a GUID and an age as one text.
std::string codeViewId(std::string_view guid, uint32_t age);

} // namespace linkshim
