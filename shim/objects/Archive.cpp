#include "shim/objects/Archive.h"
#include "shim/objects/ArchiveHead.h"
#include <fmt/format.h>

namespace linkshim {
namespace {

/// The name of the member with this header and contents. A name that is part of the contents (BSD's long
/// names) is removed from `body`. `longNames` is the table of long names: GNU's, or Microsoft's, where names
/// end in a zero byte.
std::string_view memberName(const ArchiveHead &head, std::string_view longNames, std::string_view &body) {
  std::string_view name = head.name;
  if (head.nameLength || name.starts_with("#1/")) {
    name = body.substr(0, std::min<size_t>(head.nameLength, body.size()));
    body.remove_prefix(name.size());
    name = name.substr(0, name.find('\0'));
  } else if (name.starts_with('/')) {
    name = longNames.substr(std::min<size_t>(archiveNumber(name.substr(1)), longNames.size()));
    name = name.substr(0, name.find_first_of(std::string_view("\0\n", 2)));
  }
  if (name.ends_with('/')) name.remove_suffix(1);
  return name;
}

bool isIndex(std::string_view name) {
  return name == "/" || name == "/SYM64/";
}

} // namespace

std::expected<std::vector<ArchiveMember>, std::string> readArchive(std::string_view bytes) {
  bool thin = bytes.starts_with(thinArchiveMagic);
  if (thin || !bytes.starts_with(archiveMagic))
    return std::unexpected(thin ? "it is a thin archive, which needs llvm-ar" : "it is no archive");
  std::vector<ArchiveMember> members;
  std::string_view longNames;
  for (size_t at = archiveMagic.size(); at < bytes.size();) {
    if (at + archiveHeadSize > bytes.size())
      return std::unexpected(fmt::format("it ends too early, in the head of a member at byte {}", at));
    std::optional<ArchiveHead> head = readArchiveHead(bytes.substr(at));
    if (!head || head->size > bytes.size() - at - archiveHeadSize)
      return std::unexpected(fmt::format("it is damaged at byte {}", at));
    std::string_view body = bytes.substr(at + archiveHeadSize, head->size);
    at += head->step();
    if (head->name == "//") longNames = body;
    if (head->name == "//" || isIndex(head->name)) continue;
    std::string_view name = memberName(*head, longNames, body);
    if (name.empty() || name.find_first_of(std::string_view("\0\n", 2)) != std::string_view::npos)
      return std::unexpected(fmt::format("it has a member without a name before byte {}", at));
    if (!name.starts_with("__.SYMDEF")) members.push_back({std::string(name), std::string(body)});
  }
  return members;
}

std::expected<std::string, std::string> writeArchive(const std::vector<ArchiveMember> &members,
                                                     elf::ArIndex index) {
  std::vector<elf::ArMember> views;
  for (const ArchiveMember &member : members)
    views.push_back({member.name, member.bytes});
  return elf::writeArchive(views, index);
}

} // namespace linkshim
