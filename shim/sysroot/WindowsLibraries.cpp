#include "shim/sysroot/WindowsLibraries.h"
#include "shim/objects/CoffMachine.h"
#include "shim/sysroot/Pack.h"
#include "sysroots/coff/ImportLibrary.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include <algorithm>
#include <fmt/format.h>
#include <list>

namespace linkshim {
namespace {

constexpr std::string_view more = "-more", objectsEnding = ".objects";

std::string packPath(const SysrootPlaces &places, std::string_view of, std::string_view end) {
  return fmt::format("{}/sysroots/windows-{}{}.pack", places.share, of, end);
}

std::string fileName(std::string_view library) {
  return fmt::format("lib{}.a", library);
}

/// The library of a file name; empty for another file.
llvm::StringRef libraryOf(llvm::StringRef file) {
  bool whole = file.consume_front("lib") && file.consume_back(".a");
  return whole ? file : llvm::StringRef();
}

/// The name of a file in the packs of lists, taken apart.
struct ListName {
  llvm::StringRef library, kind, arches;
  explicit ListName(llvm::StringRef name) {
    std::tie(name, arches) = name.rsplit('.');
    std::tie(library, kind) = name.rsplit('.');
  }
  bool isFor(llvm::StringRef arch) const {
    llvm::StringRef each, rest = arches;
    do {
      std::tie(each, rest) = rest.split('+');
      if (each == arch) return true;
    } while (!rest.empty());
    return false;
  }
  bool isLibrary() const { return kind == "def" || kind == "list"; }
};

bool hasStore(const Target &target, const SysrootPlaces &places) {
  return !places.share.empty() && isOfWindows(target);
}

PieceFolder folderFor(const Target &target, std::string_view end, std::string_view only,
                      const SysrootPlaces &places, const FileReader &files) {
  std::string source = packPath(places, target.arch, end), lists = packPath(places, "imports", end);
  std::string name = fmt::format("windows-{}-{}-{}-{}{}{}", target.arch, packDigest(source, files),
                                 packDigest(lists, files), coff::generation(), only.empty() ? "" : "-", only);
  PieceFolder folder{PieceFolder::Kind::windowsLibraries, target.triple, {}, joinPath(places.cache, name)};
  folder.source = linkedPack(source, files);
  folder.lists = linkedPack(lists, files);
  folder.only = only;
  folder.machine = target.machine;
  return folder;
}

/// Makes libraries of what the packs hold.
class Maker {
public:
  explicit Maker(const PieceFolder &folder)
      : folder(folder), options{.machine = folder.machine, .killAt = true} {
    llvm::StringRef name(baseName(folder.source));
    name.consume_front("windows-");
    name.consume_back(".pack");
    name.consume_back(more);
    arch = name.str();
  }

  /// Reads the pack of lists at `path`.
  Result<void> readLists(const std::string &path, const FileReader &files) {
    PieceFolder pack = folder;
    pack.source = path;
    Result<Pieces> read = readPack(pack, files);
    if (!read) return failed(read);
    texts.push_back(std::move(*read));
    llvm::StringMap<const Piece *> byName;
    for (const Piece &piece : texts.back())
      byName[piece.name] = &piece;
    for (const Piece &piece : texts.back())
      if (ListName name(piece.name); name.isFor(arch))
        lists.try_emplace(name.library,
                          List{piece.linkTo.empty() ? &piece : byName[piece.linkTo], name.kind});
    return {};
  }

  /// Takes the processor's pack: what is a file of its own goes to `pieces`.
  void takeCompiled(Pieces all, Pieces &pieces) {
    compiled = std::move(all);
    // A link stays one only where both files will be there.
    auto isPart = [](llvm::StringRef name) { return name.ends_with(objectsEnding); };
    for (Piece &piece : compiled)
      if (!piece.linkTo.empty() && (!folder.only.empty() || isPart(piece.name) || isPart(piece.linkTo))) {
        piece.bytes = std::ranges::find(compiled, piece.linkTo, &Piece::name)->bytes;
        piece.linkTo.clear();
      }
    for (Piece &piece : compiled)
      if (isPart(piece.name))
        objects[llvm::StringRef(piece.name).drop_back(objectsEnding.size())] = piece.bytes;
      else
        pieces.push_back(std::move(piece));
  }

  /// The libraries of the first pack of lists.
  void makeAll(Pieces &pieces) {
    for (const Piece &piece : texts.front())
      if (ListName name(piece.name); name.isLibrary() && name.isFor(arch))
        make(name.library, fileName(name.library), pieces);
  }

  bool has(llvm::StringRef library) const { return lists.contains(library); }

  void make(llvm::StringRef library, std::string file, Pieces &pieces) {
    out.clear();
    add(library);
    pieces.push_back({std::move(file), out.finish()});
  }

private:
  struct List {
    const Piece *piece;
    llvm::StringRef kind;
  };

  /// The list's members, those of its parts, then the objects that belong to it.
  void add(llvm::StringRef library) {
    if (auto found = lists.find(library); found != lists.end()) {
      const auto &[piece, kind] = found->second;
      if (kind == "list") {
        llvm::StringRef name, rest = piece->bytes;
        while (!rest.empty()) {
          std::tie(name, rest) = rest.split('\n');
          if (name != library) add(name);
        }
      } else if (auto definition = coff::readDefinition(piece->bytes)) {
        bool ending = definition->library.contains('.');
        coff::addImports(ending ? definition->library : definition->library + ".dll", definition->exports,
                         options, out);
      }
    }
    if (auto found = objects.find(library); found != objects.end()) out.addArchive(found->second);
  }

  const PieceFolder &folder;
  coff::ImportOptions options;
  std::string arch;
  std::list<Pieces> texts;
  Pieces compiled;
  llvm::StringMap<List> lists;
  llvm::StringMap<std::string_view> objects;
  coff::ArchiveWriter out;
};

} // namespace

std::optional<PieceFolder> commonLibraryFolder(const Target &target, const SysrootPlaces &places,
                                               const FileReader &files) {
  if (!hasStore(target, places) || !files.status(packPath(places, target.arch, "")).isFile())
    return std::nullopt;
  return folderFor(target, "", "", places, files);
}

std::vector<std::string> furtherLibraries(const Target &target, const SysrootPlaces &places,
                                          const FileReader &files) {
  std::vector<std::string> all;
  if (!hasStore(target, places)) return all;
  for (const PackedFile &file : listPack(packPath(places, "imports", more), files).all)
    if (ListName name(file.name); name.isLibrary() && name.isFor(target.arch))
      all.push_back(fileName(name.library));
  for (PackedFile &file : listPack(packPath(places, target.arch, more), files).all)
    if (!libraryOf(file.name).empty()) all.push_back(std::move(file.name));
  return all;
}

PieceFolder furtherLibraryFolder(std::string_view file, const Target &target, const SysrootPlaces &places,
                                 const FileReader &files) {
  return folderFor(target, more, file, places, files);
}

Result<Pieces> makeWindowsLibraries(const PieceFolder &folder, const FileReader &files) {
  Maker maker(folder);
  if (Result<void> read = maker.readLists(folder.lists, files); !read) return failed(read);
  PieceFolder all = folder;
  all.only.clear();
  Result<Pieces> compiled = readPack(all, files);
  if (!compiled) return compiled;
  Pieces pieces;
  maker.takeCompiled(std::move(*compiled), pieces);
  if (folder.only.empty()) {
    maker.makeAll(pieces);
    return pieces;
  }
  llvm::StringRef library = libraryOf(folder.only);
  if (!maker.has(library)) {
    std::erase_if(pieces, [&](const Piece &piece) { return piece.name != folder.only; });
    return pieces;
  }
  // What a further library is put together from may be one that most programs link.
  llvm::StringRef common(folder.lists);
  if (common.consume_back(".pack") && common.consume_back(more))
    if (Result<void> read = maker.readLists(common.str() + ".pack", files); !read) return failed(read);
  pieces.clear();
  maker.make(library, folder.only, pieces);
  return pieces;
}

} // namespace linkshim
