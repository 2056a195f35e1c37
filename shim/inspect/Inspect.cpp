#include "shim/inspect/Inspect.h"
#include <fmt/format.h>

namespace linkshim {
namespace {

using namespace std::string_view_literals;
using Inspector = Reading<BinaryFacts> (*)(std::string_view bytes);

/// The magic number at the start of a format's files.
struct Magic {
  std::string_view bytes;
  Inspector inspect;
};
constexpr Magic magics[] = {
    {"\x7f"
     "ELF"sv,
     inspectElf},
    {"MZ"sv, inspectPe},
    {"\0asm"sv, inspectWasm},
    {"\xfe\xed\xfa\xce"sv, inspectMachO},
    {"\xfe\xed\xfa\xcf"sv, inspectMachO},
    {"\xce\xfa\xed\xfe"sv, inspectMachO},
    {"\xcf\xfa\xed\xfe"sv, inspectMachO},
    {"!<arch>\n"sv, inspectArchive},
    {"!<thin>\n"sv, inspectArchive},
    {"\x64\x86"sv, inspectCoff},     // x86_64
    {"\x4c\x01"sv, inspectCoff},     // x86
    {"\x64\xaa"sv, inspectCoff},     // aarch64
    {"\xc4\x01"sv, inspectCoff},     // arm
    {"\x41\xa6"sv, inspectCoff},     // arm64ec
    {"\0\0\xff\xff"sv, inspectCoff}, // objects with many sections, and entries of import libraries
};

/// Other files that people give by mistake, for a better message.
struct OtherFile {
  std::string_view bytes, name;
};
constexpr OtherFile otherFiles[] = {
    {"#!"sv, "a script"},
    {"PK\x03\x04"sv, "a zip archive"},
    {"\x1f\x8b"sv, "compressed by gzip"},
    {"\xfd"
     "7zXZ"sv,
     "compressed by xz"},
    {"\x28\xb5\x2f\xfd"sv, "compressed by zstd"},
    {"BC\xc0\xde"sv, "LLVM bitcode, which becomes an object when it is linked"},
    {"\xca\xfe\xba\xbe"sv, "a class file of Java"},
};

/// A class file of Java has the same magic number as a universal file. Where the one has its version, the
/// other has the number of its parts, which is always smaller.
bool isUniversalHead(std::string_view bytes) {
  constexpr char oldestClassFile = 43; // JDK 1.0
  return bytes.size() > 7 &&
         (bytes.starts_with("\xca\xfe\xba\xbe"sv) || bytes.starts_with("\xca\xfe\xba\xbf"sv)) &&
         bytes.substr(4, 3) == "\0\0\0"sv && bytes[7] >= 0 && bytes[7] < oldestClassFile;
}

Inspector inspectorOf(std::string_view bytes) {
  if (isUniversalHead(bytes)) return inspectUniversal;
  for (const Magic &magic : magics)
    if (bytes.starts_with(magic.bytes)) return magic.inspect;
  return nullptr;
}

} // namespace

bool looksLikeBinary(std::string_view bytes) {
  return inspectorOf(bytes) != nullptr;
}

Reading<BinaryFacts> inspect(std::string_view bytes) {
  if (Inspector inspector = inspectorOf(bytes)) return inspector(bytes);
  if (bytes.empty()) return unreadable("is empty");
  for (const OtherFile &other : otherFiles)
    if (bytes.starts_with(other.bytes))
      return unreadable(fmt::format("is no program, library or object: it is {}", other.name));
  return unreadable("is no program, library or object of a known format");
}

} // namespace linkshim
