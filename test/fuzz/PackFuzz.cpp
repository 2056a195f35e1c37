// A pack whose checksum is right and whose content is anything is read or refused, without a fault: names
// stay inside of its folder, links come after what they link to.
#include "../unit/FakeFileSystem.h"
#include "shim/sysroot/Pack.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SHA256.h"
#include <cstdlib>
#include <set>

using namespace linkshim;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const Target &target = *findTarget("x86_64-unknown-linux-musl");
  SysrootPlaces places{"/cache", "/share"};
  std::string head = "linkshim-pack 1 " + llvm::toHex(llvm::SHA256::hash({data, size}), true) + "\n";
  test::FakeFileSystem files;
  files.file(packFile(target, places), head + std::string(reinterpret_cast<const char *>(data), size));
  std::optional<PieceFolder> folder = packFolder(target, places, files);
  if (!folder) return 0;
  listPack(packFile(target, places), files);
  Result<Pieces> pieces = readPack(*folder, files);
  if (!pieces) {
    if (pieces.error().what.empty() || pieces.error().action.empty()) std::abort();
    return 0;
  }
  std::set<std::string> names;
  for (const Piece &piece : *pieces) {
    if (piece.name.empty() || piece.name.starts_with("/") ||
        ("/" + piece.name + "/").find("/../") != std::string::npos)
      std::abort();
    if (!piece.linkTo.empty() && !names.contains(piece.linkTo)) std::abort();
    names.insert(piece.name);
  }
  return 0;
}
