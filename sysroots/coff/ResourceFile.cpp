#include "sysroots/coff/ResourceFile.h"
#include "llvm/BinaryFormat/COFF.h"
#include "llvm/Support/Endian.h"

namespace linkshim::coff {
namespace {

constexpr uint32_t headerSize = 32, alignment = 4;
constexpr uint16_t isNumber = 0xffff; // before a type or a name that is no text
constexpr uint16_t english = 1033;    // the language that Microsoft's and LLVM's tools give a manifest
constexpr uint16_t moveablePure = 0x30;

template <typename Number> void append(std::string &out, Number value) {
  char bytes[sizeof value];
  llvm::support::endian::write(bytes, value, llvm::endianness::little);
  out.append(bytes, sizeof bytes);
}

void appendHeader(std::string &out, uint32_t size, uint16_t type, uint16_t name, uint16_t flags,
                  uint16_t language) {
  append(out, size);
  append(out, headerSize);
  for (uint16_t word : {isNumber, type, isNumber, name})
    append(out, word);
  append(out, uint32_t(0)); // version of the data
  append(out, flags);
  append(out, language);
  append(out, uint64_t(0)); // version, characteristics
}

} // namespace

std::string writeManifestResource(std::string_view manifest, uint16_t number) {
  std::string out;
  appendHeader(out, 0, 0, 0, 0, 0); // an empty resource marks the format
  appendHeader(out, static_cast<uint32_t>(manifest.size()), llvm::COFF::RID_Manifest, number, moveablePure,
               english);
  out += manifest;
  out.append((alignment - out.size() % alignment) % alignment, '\0');
  return out;
}

} // namespace linkshim::coff
