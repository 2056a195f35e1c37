#include "shim/sysroot/Pack.h"
#include "shim/sysroot/HowToInstall.h"
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
/// No pack is that large; a damaged size must not allocate all memory.
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

/// True for the name of a file in lib/ itself.
bool isName(std::string_view name) {
  return !name.empty() && !name.starts_with('.') &&
         name.find_first_of(std::string_view("/\0", 2)) == std::string_view::npos;
}

/// True for a path that stays below its folder.
bool isPath(std::string_view path) {
  while (true) {
    size_t slash = path.find('/');
    std::string_view name = path.substr(0, slash);
    if (name.empty() || name == "." || name == ".." || name.find('\0') != std::string_view::npos)
      return false;
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

/// The digest in the first line; empty where it is not the first line of a pack.
std::string_view digestOf(std::string_view firstLine) {
  if (!firstLine.starts_with(mark) || firstLine.size() != mark.size() + digestSize) return {};
  std::string_view digest = firstLine.substr(mark.size());
  return digest.find_first_not_of("0123456789abcdef") == std::string_view::npos ? digest : std::string_view();
}

std::string sha256(std::string_view bytes) {
  return llvm::toHex(llvm::SHA256::hash({reinterpret_cast<const uint8_t *>(bytes.data()), bytes.size()}),
                     /*LowerCase=*/true);
}

struct Head {
  std::vector<PackedFile> all;
  size_t total = 0;      ///< the size of all files
  std::string_view base; ///< the pack whose bytes are the prefix of this one's frame
  PackFacts facts;
};

/// Takes a line that is about the pack as a whole; false for any other.
bool takeFact(std::string_view first, std::string_view name, PackFacts &facts) {
  if (first == "for") facts.version = name;
  if (first == "top" && isPath(name)) facts.tops.emplace_back(name);
  return first == "recipe" || first == "for" || first == "top";
}

/// Reads the lines up to the empty one, and removes them from `text`. Only a `deep` pack has folders in it.
/// nullopt for a malformed line, a name that occurs twice, or a link to a file that no line before it names.
std::optional<Head> readHead(std::string_view &text, bool deep) {
  Head head;
  std::set<std::string_view> names;
  for (std::string_view line = takeLine(text); !line.empty(); line = takeLine(text)) {
    std::string_view first = takeWord(line), name = takeWord(line);
    if (takeFact(first, name, head.facts)) continue;
    bool link = first == "link", base = first == "base";
    if (base) {
      if (!isName(name) || !line.empty() || !head.base.empty()) return std::nullopt;
      head.base = name;
      continue;
    }
    if (!(deep ? isPath(name) : isName(name)) || link != names.contains(line) || (!link && !line.empty()))
      return std::nullopt;
    if (!names.insert(name).second) return std::nullopt;
    size_t size = 0;
    if (!link) {
      auto [end, error] = std::from_chars(first.data(), first.data() + first.size(), size);
      if (error != std::errc() || end != first.data() + first.size() || size > largest - head.total)
        return std::nullopt;
    }
    head.all.push_back({std::string(name), size, std::string(line)});
    head.total += size;
  }
  return head;
}

/// Decompresses a frame to `size` bytes, with `base` as its prefix; nullopt for a damaged one. The frame has
/// a checksum, so a wrong prefix is noticed.
std::optional<std::string> decompress(std::string_view frame, std::string_view base, size_t size) {
  ZSTD_DCtx *context = ZSTD_createDCtx();
  if (!context) return std::nullopt;
  std::string bytes(size, '\0');
  ZSTD_DCtx_refPrefix(context, base.data(), base.size());
  size_t made = ZSTD_decompressDCtx(context, bytes.data(), bytes.size(), frame.data(), frame.size());
  ZSTD_freeDCtx(context);
  if (ZSTD_isError(made) != 0 || made != size) return std::nullopt;
  return bytes;
}

/// The contents of a pack: the list, and the bytes of all files one after the other.
struct Contents {
  std::vector<PackedFile> all;
  std::string bytes;
  PackFacts facts;
};

/// The error says what is wrong with the file, as the end of a sentence.
using ContentsOrReason = std::expected<Contents, std::string>;

/// `deep`: files may be in folders. `bases`: how long a chain of packs, each with the next as its prefix, may
/// be.
ContentsOrReason readContents(const std::string &path, bool deep, const FileReader &files, int bases) {
  SystemResult<std::string> file = files.read(path);
  if (!file) return std::unexpected("it cannot be read");
  std::string_view rest = *file;
  std::string_view digest = digestOf(takeLine(rest));
  if (digest.empty()) return std::unexpected("it is no pack of this version of linkshim");
  if (sha256(rest) != digest)
    return std::unexpected("its bytes do not have the digest that its first line names");
  std::optional<Head> head = readHead(rest, deep);
  if (!head) return std::unexpected("its list of files cannot be understood");
  std::string base;
  if (!head->base.empty()) {
    if (bases == 0) return std::unexpected("it builds on too many others");
    std::string below = fmt::format("{}/{}.pack", parentPath(path), head->base);
    ContentsOrReason lower = readContents(below, false, files, bases - 1);
    if (!lower) return std::unexpected(fmt::format("it builds on {}, and of that: {}", below, lower.error()));
    base = std::move(lower->bytes);
  }
  std::optional<std::string> bytes = decompress(rest, base, head->total);
  if (!bytes) return std::unexpected("it cannot be unpacked");
  return Contents{std::move(head->all), std::move(*bytes), std::move(head->facts)};
}

Pieces takePieces(Contents contents) {
  Pieces pieces;
  size_t at = 0;
  for (PackedFile &each : contents.all) {
    pieces.push_back({std::move(each.name), contents.bytes.substr(at, each.size), std::move(each.linkTo)});
    at += each.size;
  }
  return pieces;
}

Failure damaged(const PieceFolder &pack, std::string reason, const FileReader &files) {
  std::string what = pack.kind == PieceFolder::Kind::share ? fmt::format("linkshim's pack of {}", pack.abi)
                                                           : fmt::format("the pack of {}", pack.abi);
  return {what + " is damaged",
          {{"pack", pack.source}, {"reason", std::move(reason)}},
          howToRepair(pack.abi, pack.source, files)};
}

} // namespace

std::string packDigest(const std::string &path, const FileReader &files) {
  std::string line = files.readPart(path, 0, mark.size() + digestSize);
  std::string_view digest = digestOf(line);
  return std::string(digest.empty() ? "damaged" : digest.substr(0, shortDigest));
}

std::string linkedPack(const std::string &path, const FileReader &files) {
  std::optional<std::string> leads = files.readLink(path);
  return leads && leads->starts_with('/') ? *leads : path;
}

std::string packFile(const Target &target, const SysrootPlaces &places) {
  return places.share.empty() ? "" : fmt::format("{}/sysroots/{}.pack", places.share, target.pack);
}

std::optional<PieceFolder> packFolder(const Target &target, const SysrootPlaces &places,
                                      const FileReader &files) {
  std::string file = packFile(target, places);
  if (file.empty() || !files.status(file).isFile()) return std::nullopt;
  std::string name = fmt::format("pack-{}-{}", target.pack, packDigest(file, files));
  std::string source = linkedPack(file, files);
  return PieceFolder{
      PieceFolder::Kind::pack, target.pack, {}, joinPath(places.cache, name), std::move(source)};
}

PieceFolder partFolder(std::string_view part, const std::string &file, const std::string &cache,
                       const FileReader &files) {
  std::string name = fmt::format("part-{}-{}", part, packDigest(file, files));
  return {PieceFolder::Kind::share, part, {}, joinPath(cache, name), linkedPack(file, files)};
}

PackList listPack(const std::string &path, const FileReader &files) {
  constexpr size_t longestHead = 2 << 20;
  std::string head = files.readPart(path, 0, longestHead);
  std::string_view rest = head;
  if (digestOf(takeLine(rest)).empty()) return {};
  std::optional<Head> found = readHead(rest, /*deep=*/true);
  return found ? PackList{std::move(found->all), std::move(found->facts)} : PackList();
}

std::expected<Pieces, std::string> readBundle(const std::string &path, std::string_view version,
                                              const FileReader &files) {
  ContentsOrReason contents = readContents(path, /*deep=*/true, files, /*bases=*/0);
  if (!contents) return std::unexpected(std::move(contents.error()));
  if (contents->facts.version != version)
    return std::unexpected(contents->facts.version.empty()
                               ? "it is the pack of one target, or of headers"
                               : fmt::format("it was made for linkshim {}", contents->facts.version));
  return takePieces(std::move(*contents));
}

Result<Pieces> readPack(const PieceFolder &pack, const FileReader &files) {
  constexpr int mostBases = 4;
  bool deep = pack.kind == PieceFolder::Kind::share;
  ContentsOrReason contents = readContents(pack.source, deep, files, mostBases);
  if (!contents) return fail(damaged(pack, std::move(contents.error()), files));
  return takePieces(std::move(*contents));
}

} // namespace linkshim
