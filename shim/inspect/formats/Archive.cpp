#include "shim/objects/Archive.h"
#include "shim/inspect/Inspect.h"
#include <fmt/format.h>

namespace linkshim {
bool inspectArchive(std::string_view bytes, BinaryFacts &facts, std::string &problem) {
  facts.format = BinaryFormat::archive;
  facts.kind = BinaryKind::archive;
  facts.size = bytes.size();
  if (bytes.starts_with("!<thin>\n")) {
    problem = "is a thin archive: it has the names of its members, and not their contents";
    return false;
  }
  std::expected<std::vector<ArchiveMember>, std::string> members = readArchive(bytes);
  if (!members) {
    problem = "is no whole archive: " + members.error();
    return false;
  }
  for (const ArchiveMember &member : *members) {
    BinaryFacts part;
    part.name = member.name;
    // Bitcode, rustc's metadata and texts are no objects: they have no machine to be wrong about.
    if (!looksLikeBinary(member.bytes) || member.bytes.starts_with("!<")) continue;
    if (!inspect(member.bytes, part, problem)) {
      problem = fmt::format("has a member, {}, that {}", member.name, problem);
      return false;
    }
    facts.parts.push_back(std::move(part));
  }
  return true;
}

} // namespace linkshim
