#include "shim/inspect/formats/Pdb.h"
#include "llvm/DebugInfo/MSF/MSFCommon.h"
#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <vector>

namespace linkshim {
namespace {

namespace msf = llvm::msf;
using llvm::support::endian::read32le;

constexpr uint32_t word = 4;

/// A file of streams (MSF), each in blocks that lie anywhere.
class Streams {
public:
  Streams(const std::string &path, const FileReader &files) : path(path), files(files) {}

  /// False for another format, and where the table of streams does not lie in the file.
  bool open() {
    constexpr size_t most = size_t{1} << 26;
    msf::SuperBlock head;
    std::string bytes = files.readPart(path, 0, sizeof(head));
    if (bytes.size() != sizeof(head)) return false;
    std::memcpy(&head, bytes.data(), sizeof(head));
    if (std::memcmp(head.MagicBytes, msf::Magic, sizeof(msf::Magic)) != 0) return false;
    blockSize = head.BlockSize;
    size_t size = head.NumDirectoryBytes;
    if (!msf::isValidBlockSize(blockSize) || size > most) return false;
    std::string map = files.readPart(path, uint64_t{head.BlockMapAddr} * blockSize, blocksOf(size) * word);
    directory = gather(map, 0, size);
    return directory.size() == size && size >= word;
  }

  /// The first bytes of a stream, as many as fit a block; empty where it is none.
  std::string begin(uint32_t stream, size_t size) const {
    uint32_t count = read32le(directory.data());
    if (stream >= count || directory.size() / word <= count) return {};
    size_t place = (size_t{count} + 1) * word;
    for (uint32_t i = 0; i < stream; ++i)
      place += blocksOf(sizeOf(i)) * word;
    if (sizeOf(stream) < size || place + word > directory.size()) return {};
    return gather(directory, place, size);
  }

private:
  size_t blocksOf(size_t size) const { return (size + blockSize - 1) / blockSize; }
  uint32_t sizeOf(uint32_t stream) const {
    uint32_t size = read32le(directory.data() + (size_t{stream} + 1) * word);
    return size == UINT32_MAX ? 0 : size; // that of a stream that was deleted
  }

  /// The bytes of the blocks whose numbers stand in `numbers` from `place` on.
  std::string gather(const std::string &numbers, size_t place, size_t size) const {
    std::string out;
    for (; out.size() < size && place + word <= numbers.size(); place += word) {
      size_t part = std::min<size_t>(blockSize, size - out.size());
      std::string bytes = files.readPart(path, uint64_t{read32le(numbers.data() + place)} * blockSize, part);
      out += bytes;
      if (bytes.size() != part) break;
    }
    return out;
  }

  const std::string &path;
  const FileReader &files;
  uint32_t blockSize = 0;
  std::string directory;
};

} // namespace

std::string codeViewId(std::string_view guid, uint32_t age) {
  std::string id;
  for (char c : guid)
    id += fmt::format("{:02x}", static_cast<uint8_t>(c));
  return id + fmt::format("{:x}", age);
}

std::optional<std::string> pdbBuildId(const std::string &path, const FileReader &files) {
  constexpr uint32_t infoStream = 1, debugStream = 3;
  constexpr size_t guidAt = 12, guidSize = 16, infoAgeAt = 8, ageAt = 8;
  Streams streams(path, files);
  if (!streams.open()) return std::nullopt;
  std::string info = streams.begin(infoStream, guidAt + guidSize);
  if (info.size() < guidAt + guidSize) return std::nullopt;
  // Debuggers compare the age of the debug information; tools that add to a PDB raise the other.
  std::string debug = streams.begin(debugStream, ageAt + word);
  uint32_t age = read32le(debug.empty() ? info.data() + infoAgeAt : debug.data() + ageAt);
  return codeViewId(std::string_view(info).substr(guidAt, guidSize), age);
}

} // namespace linkshim
