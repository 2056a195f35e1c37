// Any module definition file (.def) is either refused with the line of what is wrong, or becomes an archive
// that can be read, one import or more for each export that is not private.
#include "shim/objects/Archive.h"
#include "sysroots/coff/ImportLibrary.h"
#include <cstdlib>

using namespace linkshim;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  std::string_view text(reinterpret_cast<const char *>(data), size);
  coff::ModuleDefinition definition;
  coff::DefinitionError error;
  if (!coff::readDefinition(text, definition, error)) {
    if (!error.line || error.what.empty()) std::abort();
    return 0;
  }
  size_t exports = 0;
  for (const coff::Export &one : definition.exports)
    exports += !one.priv;
  for (uint16_t machine : {0x8664, 0x14c, 0xaa64}) {
    std::vector<ArchiveMember> members;
    std::string why,
        bytes = coff::writeImportLibrary("a.dll", definition.exports, {machine, machine == 0x14c, false});
    if (!readArchive(bytes, members, why) || members.size() < 3 + exports) std::abort();
  }
  return 0;
}
