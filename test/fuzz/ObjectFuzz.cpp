// Whatever an object, an archive or a universal file holds, it is read without a fault; what was read,
// written again and read back is the same.
#include "../unit/FakeFileSystem.h"
#include "shim/link/InputCheck.h"
#include "shim/objects/Archive.h"
#include "shim/objects/CutInput.h"
#include "shim/objects/GlibcNeed.h"
#include "shim/objects/LlvmVersion.h"
#include "shim/objects/MachO.h"
#include "shim/objects/ObjectHead.h"
#include "shim/tools/Ar.h"
#include <algorithm>
#include <cstdlib>

using namespace linkshim;

namespace {

void check(bool holds) {
  if (!holds) std::abort();
}

/// LLVM's reader of WebAssembly ends the process on numbers that are cut off.
bool isSafe(std::string_view object) {
  return !object.starts_with(std::string_view("\0asm", 4));
}

/// False where a member is not for LLVM's readers.
bool checkArchive(std::string_view bytes) {
  auto members = readArchive(bytes);
  if (!members) {
    check(!members.error().empty());
    return true;
  }
  auto safe = [](const ArchiveMember &member) { return isSafe(member.bytes); };
  check(readArchive(writeArchive(*members, elf::ArIndex::none).value()) == *members);
  if (!std::all_of(members->begin(), members->end(), safe)) return false;
  if (auto written = writeArchive(*members, elf::ArIndex::symbols)) check(readArchive(*written) == *members);
  return true;
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
  bool safe = checkArchive(bytes);
  checkMachO(bytes);
  checkAsInput(bytes);
  if (isSafe(bytes)) (void)elf::definedSymbols(bytes);
  describeObject(bytes);
  bitcodeMajor(bytes);
  test::FakeFileSystem files;
  files.file("/w/a.a", std::string(bytes)).workIn("/w");
  whyCut("/w/a.a", files);
  (void)neededGlibc("/w/a.a", files);
  for (const char *operation : {"t", "x"})
    runAr({operation, "a.a"}, files);
  if (safe) runAr({"s", "a.a"}, files);
  return 0;
}
