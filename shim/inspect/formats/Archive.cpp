#include "shim/objects/Archive.h"
#include "shim/inspect/Inspect.h"
#include <fmt/format.h>

namespace linkshim {

Reading<BinaryFacts> inspectArchive(std::string_view bytes) {
  BinaryFacts facts = factsOf(BinaryFormat::archive, bytes);
  facts.kind = BinaryKind::archive;
  if (bytes.starts_with("!<thin>\n"))
    return unreadable("is a thin archive: it has the names of its members, and not their contents");
  Reading<std::vector<ArchiveMember>> members = readArchive(bytes);
  if (!members) return unreadable("is no whole archive: " + members.error());
  for (const ArchiveMember &member : *members) {
    // Bitcode, rustc's metadata and texts are no objects: there is no processor to check.
    if (!looksLikeBinary(member.bytes) || member.bytes.starts_with("!<")) continue;
    Reading<BinaryFacts> part = inspect(member.bytes);
    if (!part) return unreadable(fmt::format("has a member, {}, that {}", member.name, part.error()));
    part->name = member.name;
    facts.parts.push_back(std::move(*part));
  }
  return facts;
}

} // namespace linkshim
