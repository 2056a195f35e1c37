#include "shim/objects/GlibcNeed.h"
#include "llvm/Object/ELFTypes.h"
#include <algorithm>
#include <string_view>
#include <vector>

namespace linkshim {
namespace {

using namespace llvm::object;

constexpr size_t mostBytes = 1 << 20; ///< of a list of versions or its names: no library has as many

/// The part of a file as an array of structures; empty where it is shorter or longer than can be.
template <typename T>
std::vector<T> readAll(const std::string &path, uint64_t offset, uint64_t count, const FileReader &files) {
  if (count > mostBytes / sizeof(T)) return {};
  std::string bytes = files.readPart(path, offset, count * sizeof(T));
  std::vector<T> all(bytes.size() == count * sizeof(T) ? count : 0);
  if (!all.empty()) std::memcpy(all.data(), bytes.data(), bytes.size());
  return all;
}

/// The version in a name such as GLIBC_2.34, among the names from `at` on.
std::optional<Version> glibcVersion(std::string_view names, size_t at) {
  constexpr std::string_view family = "GLIBC_";
  if (at >= names.size()) return std::nullopt;
  std::string_view name = names.substr(at, names.find('\0', at) - at);
  return name.starts_with(family) ? Version::parse(name.substr(family.size())) : std::nullopt;
}

/// The newest of the versions that a section of Verneed and Vernaux entries lists.
template <typename Elft> std::optional<Version> newestOf(std::string_view section, std::string_view names) {
  using Need = Elft::Verneed;
  using Name = Elft::Vernaux;
  std::optional<Version> newest;
  size_t left = section.size() / sizeof(Name); // entries that overlap are no list
  auto has = [&](size_t at, size_t size) { return at <= section.size() && section.size() - at >= size; };
  for (size_t at = 0; has(at, sizeof(Need));) {
    auto *need = reinterpret_cast<const Need *>(section.data() + at);
    size_t each = at + need->vn_aux;
    for (unsigned i = 0; i < need->vn_cnt && has(each, sizeof(Name)); ++i) {
      if (left-- == 0) return std::nullopt;
      auto *name = reinterpret_cast<const Name *>(section.data() + each);
      if (std::optional<Version> version = glibcVersion(names, name->vna_name))
        newest = std::max(newest, version);
      if (name->vna_next == 0) break;
      each += name->vna_next;
    }
    if (need->vn_next < sizeof(Need)) break;
    at += need->vn_next;
  }
  return newest;
}

template <typename Elft> std::optional<Version> neededBy(const std::string &path, const FileReader &files) {
  using Header = Elft::Ehdr;
  using Section = Elft::Shdr;
  std::vector<Header> header = readAll<Header>(path, 0, 1, files);
  if (header.empty() || header[0].e_type != llvm::ELF::ET_DYN || header[0].e_shentsize != sizeof(Section))
    return std::nullopt;
  std::vector<Section> sections = readAll<Section>(path, header[0].e_shoff, header[0].e_shnum, files);
  for (const Section &section : sections) {
    if (section.sh_type != llvm::ELF::SHT_GNU_verneed || section.sh_link >= sections.size()) continue;
    const Section &names = sections[section.sh_link];
    if (section.sh_size > mostBytes || names.sh_size > mostBytes) return std::nullopt;
    return newestOf<Elft>(files.readPart(path, section.sh_offset, section.sh_size),
                          files.readPart(path, names.sh_offset, names.sh_size));
  }
  return std::nullopt;
}

} // namespace

std::optional<Version> neededGlibc(const std::string &path, const FileReader &files) {
  std::string start = files.readPart(path, 0, llvm::ELF::EI_NIDENT);
  if (start.size() < llvm::ELF::EI_NIDENT || !start.starts_with("\177ELF")) return std::nullopt;
  bool wide = start[llvm::ELF::EI_CLASS] == llvm::ELF::ELFCLASS64,
       big = start[llvm::ELF::EI_DATA] == llvm::ELF::ELFDATA2MSB;
  if (wide) return big ? neededBy<ELF64BE>(path, files) : neededBy<ELF64LE>(path, files);
  return big ? neededBy<ELF32BE>(path, files) : neededBy<ELF32LE>(path, files);
}

} // namespace linkshim
