// Whatever an object, an archive or a universal file holds, it is read without a fault; what was read,
// written again and read back is the same.
#include "../unit/FakeFileSystem.h"
#include "shim/link/InputCheck.h"
#include "shim/objects/Archive.h"
#include "shim/objects/CutInput.h"
#include "shim/objects/LlvmVersion.h"
#include "shim/objects/MachO.h"
#include "shim/objects/ObjectHead.h"
#include "shim/tools/Ar.h"
#include <cstdlib>

using namespace linkshim;

namespace {

void check(bool holds) {
  if (!holds) std::abort();
}

void checkArchive(std::string_view bytes) {
  std::vector<ArchiveMember> members, again;
  std::string error;
  if (!readArchive(bytes, members, error)) return check(!error.empty());
  for (bool index : {false, true}) {
    std::string written = writeArchive(members, index);
    check(readArchive(written, again, error));
    check(again == members);
  }
}

void checkMachO(std::string_view bytes) {
  std::vector<MachOSlice> slices = readMachO(bytes);
  if (slices.empty()) return;
  Result<std::string> written = writeUniversal(slices);
  if (!written) return;
  std::vector<MachOSlice> again = readMachO(*written);
  check(again.size() == slices.size());
}

void checkAsInput(std::string_view bytes) {
  test::FakeFileSystem files;
  files.file("/a.o", std::string(bytes));
  Provider linker;
  linker.path = "/usr/lib/llvm-22/bin/lld";
  for (const char *triple : {"x86_64-unknown-linux-gnu", "armv7-unknown-linux-musleabihf",
                             "x86_64-pc-windows-gnu", "aarch64-apple-darwin", "wasm32-wasip1"}) {
    auto checked = checkInputs(*findTarget(triple), linker, {"/a.o"}, files);
    check(checked || !checked.error().what.empty());
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  std::string_view bytes(reinterpret_cast<const char *>(data), size);
  checkArchive(bytes);
  checkMachO(bytes);
  checkAsInput(bytes);
  definedSymbols(bytes);
  describeObject(bytes);
  bitcodeMajor(bytes);
  test::FakeFileSystem files;
  files.file("/w/a.a", std::string(bytes)).workIn("/w");
  whyCut("/w/a.a", files);
  for (const char *operation : {"t", "x", "s"})
    runAr({operation, "a.a"}, files);
  return 0;
}
