// Any module definition file (.def) is either refused with the line of what is wrong, or becomes an archive
// that can be read, one import or more for each export that is not private.
#include "shim/objects/Archive.h"
#include "sysroots/coff/ImportLibrary.h"
#include "llvm/BinaryFormat/COFF.h"
#include <cstdlib>

using namespace linkshim;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  std::string_view text(reinterpret_cast<const char *>(data), size);
  auto definition = coff::readDefinition(text);
  if (!definition) {
    if (!definition.error().line || definition.error().what.empty()) std::abort();
    return 0;
  }
  size_t exports = 0;
  for (const coff::Export &entry : definition->exports)
    exports += !entry.priv;
  namespace COFF = llvm::COFF;
  for (uint16_t machine :
       {COFF::IMAGE_FILE_MACHINE_AMD64, COFF::IMAGE_FILE_MACHINE_I386, COFF::IMAGE_FILE_MACHINE_ARM64}) {
    bool x86 = machine == COFF::IMAGE_FILE_MACHINE_I386;
    auto members =
        readArchive(coff::writeImportLibrary("a.dll", definition->exports, {machine, x86, false}).value());
    if (!members || members->size() < 3 + exports) std::abort();
  }
  return 0;
}
