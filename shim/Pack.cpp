#include "shim/Pack.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SHA256.h"
#include <charconv>
#include <fmt/format.h>
#include <set>
#include <zstd.h>

namespace linkshim {
namespace {

constexpr std::string_view mark = "linkshim-pack 1 ";
constexpr size_t digestSize = 64, shortDigest = 16;
/// No pack is near it; a damaged size must not ask for all memory.
constexpr size_t largest = 256 << 20;

std::string_view takeLine(std::string_view &text) {
  size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

std::string_view takeWord(std::string_view &line) {
  size_t end = std::min(line.find(' '), line.size());
  std::string_view word = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return word;
}

/// True for what can be a file of lib/ and nothing above it.
bool isName(std::string_view name) {
  return !name.empty() && !name.starts_with('.') &&
         name.find_first_of(std::string_view("/\0", 2)) == std::string_view::npos;
}

/// The digest that the first line names; empty where that is no line of a pack.
std::string_view digestOf(std::string_view firstLine) {
  if (!firstLine.starts_with(mark) || firstLine.size() != mark.size() + digestSize) return {};
  std::string_view digest = firstLine.substr(mark.size());
  return digest.find_first_not_of("0123456789abcdef") == std::string_view::npos ? digest : std::string_view();
}

std::string sha256(std::string_view bytes) {
  return llvm::toHex(llvm::SHA256::hash({reinterpret_cast<const uint8_t *>(bytes.data()), bytes.size()}),
                     /*LowerCase=*/true);
}

/// The lines up to the empty one; false for a line that is none, a name that is there twice, or a link to
/// what no line before it names. `total` is the size of all files.
bool readHead(std::string_view &text, std::vector<PackedFile> &all, size_t &total) {
  std::set<std::string_view> names;
  for (std::string_view line = takeLine(text); !line.empty(); line = takeLine(text)) {
    std::string_view first = takeWord(line), name = takeWord(line);
    if (first == "recipe") continue;
    bool link = first == "link";
    if (!isName(name) || link != names.contains(line) || (!link && !line.empty())) return false;
    if (!names.insert(name).second) return false;
    size_t size = 0;
    if (!link) {
      auto [end, error] = std::from_chars(first.data(), first.data() + first.size(), size);
      if (error != std::errc() || end != first.data() + first.size() || size > largest - total) return false;
    }
    all.push_back({std::string(name), size, std::string(line)});
    total += size;
  }
  return true;
}

/// What is wrong with the pack; empty when its pieces have been read.
std::string_view unpack(const std::optional<std::string> &file, Pieces &pieces) {
  if (!file) return "it cannot be read";
  std::string_view rest = *file;
  std::string_view digest = digestOf(takeLine(rest));
  if (digest.empty()) return "it is no pack of this version of linkshim";
  if (sha256(rest) != digest) return "its bytes do not have the digest that its first line names";
  std::vector<PackedFile> all;
  size_t total = 0;
  if (!readHead(rest, all, total)) return "its list of files cannot be understood";
  std::string bytes(total, '\0');
  size_t made = ZSTD_decompress(bytes.data(), bytes.size(), rest.data(), rest.size());
  if (ZSTD_isError(made) != 0 || made != total) return "it cannot be unpacked";
  size_t at = 0;
  for (PackedFile &each : all) {
    pieces.push_back({std::move(each.name), bytes.substr(at, each.size), std::move(each.linkTo)});
    at += each.size;
  }
  return {};
}

} // namespace

std::string packFile(const Target &target, const SysrootPlaces &places) {
  return places.share.empty() ? "" : fmt::format("{}/sysroots/{}.pack", places.share, target.triple);
}

std::optional<PieceFolder> packFolder(const Target &target, const SysrootPlaces &places,
                                      const FileReader &files) {
  std::string file = packFile(target, places);
  if (file.empty() || !files.status(file).isFile()) return std::nullopt;
  std::string line = files.readPart(file, 0, mark.size() + digestSize);
  std::string_view digest = digestOf(line);
  std::string name =
      fmt::format("pack-{}-{}", target.triple, digest.empty() ? "damaged" : digest.substr(0, shortDigest));
  return PieceFolder{
      PieceFolder::Kind::pack, target.triple, {}, joinPath(places.cache, name), std::move(file)};
}

std::vector<PackedFile> listPack(const std::string &path, const FileReader &files) {
  constexpr size_t longestHead = 256 << 10;
  std::string head = files.readPart(path, 0, longestHead);
  std::string_view rest = head;
  std::vector<PackedFile> all;
  size_t total = 0;
  bool good = !digestOf(takeLine(rest)).empty() && readHead(rest, all, total);
  return good ? all : std::vector<PackedFile>();
}

bool readPack(const PieceFolder &pack, const FileReader &files, Pieces &pieces, Failure &failure) {
  std::string_view reason = unpack(files.read(pack.source), pieces);
  if (reason.empty()) return true;
  failure = {fmt::format("the pack of {} is damaged", pack.abi),
             {{"pack", pack.source}, {"reason", std::string(reason)}},
             fmt::format("scripts/sysroots {}", pack.abi)};
  return false;
}

} // namespace linkshim
