#include "shim/inspect/formats/MachOSignature.h"
#include "llvm/BinaryFormat/MachO.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/SHA256.h"
#include <algorithm>
#include <cstddef>
#include <fmt/format.h>

namespace linkshim {
namespace {

namespace MachO = llvm::MachO;

/// The number at an offset; 0 beyond the end. Signatures are big-endian on every processor.
uint32_t word(std::string_view bytes, size_t at) {
  return bytes.size() < 4 || at > bytes.size() - 4 ? 0 : llvm::support::endian::read32be(bytes.data() + at);
}

/// The part of a signature in a slot, its head included.
std::string_view blob(std::string_view signature, uint32_t slot) {
  constexpr size_t head = 12, entry = 8, blobHead = 8;
  uint32_t count = word(signature, 8);
  for (size_t i = 0; i < count && head + (i + 1) * entry <= signature.size(); ++i) {
    size_t at = head + i * entry;
    if (word(signature, at) != slot) continue;
    uint32_t offset = word(signature, at + 4), length = word(signature, size_t{offset} + 4);
    if (offset > signature.size() || length < blobHead || length > signature.size() - offset) return {};
    return signature.substr(offset, length);
  }
  return {};
}

uint32_t field(std::string_view directory, size_t offset) {
  return word(directory, offset);
}

/// The first page whose digest is not what the directory says; nullopt when all are right, or are of a kind
/// that is not looked at.
std::optional<size_t> firstChanged(std::string_view file, std::string_view directory) {
  constexpr size_t digestSize = 32;
  auto number = [&](size_t offset) { return field(directory, offset); };
  size_t slots = number(offsetof(MachO::CS_CodeDirectory, nCodeSlots)),
         hashes = number(offsetof(MachO::CS_CodeDirectory, hashOffset)),
         limit = number(offsetof(MachO::CS_CodeDirectory, codeLimit));
  auto byteAt = [&](size_t offset) { return static_cast<uint8_t>(directory[offset]); };
  bool known = directory.size() > offsetof(MachO::CS_CodeDirectory, pageSize) &&
               byteAt(offsetof(MachO::CS_CodeDirectory, hashType)) == MachO::kSecCodeSignatureHashSHA256 &&
               byteAt(offsetof(MachO::CS_CodeDirectory, hashSize)) == digestSize;
  constexpr unsigned largestShift = 24, smallestShift = 8;
  unsigned shift = known ? byteAt(offsetof(MachO::CS_CodeDirectory, pageSize)) : 0;
  if (!known || shift < smallestShift || shift > largestShift) return std::nullopt;
  size_t page = size_t{1} << shift;
  for (size_t i = 0; i < slots; ++i) {
    size_t at = i * page, hash = hashes + i * digestSize;
    if (at >= limit || limit > file.size() || hash + digestSize > directory.size()) return i;
    std::string_view contents = file.substr(at, std::min(page, limit - at));
    auto digest = llvm::SHA256::hash({reinterpret_cast<const uint8_t *>(contents.data()), contents.size()});
    if (std::string_view(reinterpret_cast<const char *>(digest.data()), digestSize) !=
        directory.substr(hash, digestSize))
      return i;
  }
  return slots * page < limit ? std::optional(slots) : std::nullopt;
}

} // namespace

Signature readSignature(std::string_view file, std::string_view signature, BinaryFacts &facts) {
  constexpr size_t emptyWrapper = 8;
  std::string_view directory = blob(signature, MachO::CSSLOT_CODEDIRECTORY);
  if (word(signature, 0) != MachO::CSMAGIC_EMBEDDED_SIGNATURE || directory.empty()) {
    facts.contradictions.emplace_back("has a damaged signature");
    return Signature::none;
  }
  if (std::optional<size_t> page = firstChanged(file, directory))
    facts.contradictions.push_back(fmt::format(
        "was changed after it was signed: page {} has another digest than the signature says", *page));
  uint32_t flags = field(directory, offsetof(MachO::CS_CodeDirectory, flags));
  if (flags & MachO::CS_RUNTIME) facts.protections.emplace_back("hardened-runtime");
  if (blob(signature, MachO::CSSLOT_SIGNATURESLOT).size() > emptyWrapper) return Signature::cms;
  return flags & MachO::CS_LINKER_SIGNED ? Signature::linkerSigned : Signature::adHoc;
}

} // namespace linkshim
