#pragma once
#include "shim/base/FileSystem.h"
#include "triples/Target.h"
#include <optional>
#include <string>
#include <string_view>

namespace linkshim {

/// What a look at the first bytes of a linker's input tells, without reading all of it.
struct InputHead {
  std::string object; ///< the first bytes of the first object; empty when there is none
  bool hasBitcode = false;
  int bitcode = 0; ///< the newest major version of LLVM that wrote some of it
};

/// Of an archive, the first members are read, or all of them with `allMembers`.
InputHead readInputHead(const std::string &path, bool allMembers, const FileReader &files);

/// True where `isMadeFor` can tell: the format and the machine of the target's objects are known.
bool canTellMachine(const Target &target);

/// Whether the object that starts with `head` was made for the target.
bool isMadeFor(const Target &target, std::string_view head);

/// Whether a file (of an archive: its first object) was made for the target; nullopt where it is missing or
/// no object of a known format.
std::optional<bool> isFileMadeFor(const Target &target, const std::string &path, const FileReader &files);

/// The format and machine that an object file names in its header, such as `x86_64 ELF, 64-bit
/// little-endian`; empty for any other file.
std::string describeObject(std::string_view head);

/// The same for the objects of a target.
std::string describeMachine(const Target &target);

} // namespace linkshim
