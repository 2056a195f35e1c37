#include "shim/inspect/Inspect.h"
#include <fmt/format.h>

namespace linkshim {
namespace {

using namespace std::string_view_literals;
using Inspector = bool (*)(std::string_view bytes, BinaryFacts &facts, std::string &problem);

/// How the files of a format begin.
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

/// What people give by mistake, for a better sentence.
struct Stranger {
  std::string_view bytes, name;
};
constexpr Stranger strangers[] = {
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

/// A class file of Java has the same first bytes as a universal file; its version is a count that no such
/// file has.
bool isUniversalHead(std::string_view bytes) {
  constexpr char javasFirst = 43;
  return bytes.size() > 7 &&
         (bytes.starts_with("\xca\xfe\xba\xbe"sv) || bytes.starts_with("\xca\xfe\xba\xbf"sv)) &&
         bytes.substr(4, 3) == "\0\0\0"sv && bytes[7] >= 0 && bytes[7] < javasFirst;
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

bool inspect(std::string_view bytes, BinaryFacts &facts, std::string &problem) {
  if (Inspector one = inspectorOf(bytes)) return one(bytes, facts, problem);
  problem = bytes.empty() ? "is empty" : "is no program, library or object of a known format";
  for (const Stranger &stranger : strangers)
    if (bytes.starts_with(stranger.bytes))
      problem = fmt::format("is no program, library or object: it is {}", stranger.name);
  return false;
}

} // namespace linkshim
