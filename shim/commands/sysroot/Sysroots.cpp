#include "shim/base/Json.h"
#include "shim/commands/Command.h"
#include "shim/commands/sysroot/SysrootInstall.h"
#include "shim/commands/sysroot/SysrootOverlay.h"
#include "shim/run/Run.h"
#include "shim/sysroot/DataDirectory.h"
#include "shim/sysroot/Pack.h"
#include "shim/sysroot/UserSysroot.h"
#include <algorithm>
#include <fmt/ranges.h>

namespace linkshim {

const std::string_view sysrootUsage = R"(linkshim sysroot [--json]
linkshim sysroot add [--sources FILE] TARGET PACKAGE...
linkshim sysroot remove TARGET
linkshim sysroot install FILE|FOLDER|TARGET...

Lists what is installed for C and C++ in share/linkshim beside the program (or in LINKSHIM_SHARE), and in folders of
further packs: the headers that targets share, the pack of each target with its larger files, and their sizes on disk.
What a link against glibc or dynamic musl needs is generated, and not listed here. Packages that were added come last.

`add` fetches packages of the distribution for the target's architecture, with their dependencies except the C library,
and unpacks them into $XDG_DATA_HOME/linkshim/overlays (~/.local/share). Compilers, linkers and pkg-config of that
target find them there, unless LINKSHIM_SYSROOT_<target> or --sysroot= names another folder.

`install` puts files linkshim-VERSION-NAME.packs, each with the packs of some targets, into share/linkshim, or where that
cannot be written into $XDG_DATA_HOME/linkshim/packs. A target's file is looked for in the folders of LINKSHIM_PACKS, the
current one, share/linkshim/packs and $XDG_DATA_HOME/linkshim/packs. With pip `pip install 'linkshim[all]'` does the same.

  --json           an object with the folder, the total size, an array of parts and an array of overlays
  --sources FILE   a sources.list for apt-get to use instead of this machine's
)";

namespace {

constexpr uint64_t block = 4096;
constexpr size_t lineWidth = 120;

/// A folder below share/linkshim.
struct Part {
  std::string name;
  std::string holds; ///< the names of what is in it
  uint64_t bytes = 0;
};

/// The size of a file or folder on a disk with blocks of the usual size; a symbolic link counts nothing.
uint64_t sizeOnDisk(const std::string &path, const FileReader &files) {
  if (files.readLink(path)) return 0;
  FileStatus status = files.status(path);
  if (status.isFile()) return (status.size + block - 1) / block * block;
  if (!status.isDirectory()) return 0;
  uint64_t total = block;
  for (const std::string &name : files.list(path))
    total += sizeOnDisk(joinPath(path, name), files);
  return total;
}

void addPart(const std::string &share, const std::string &name, bool withNames, const FileReader &files,
             std::vector<Part> &parts) {
  std::string path = joinPath(share, name);
  std::vector<std::string> names = files.list(path);
  std::erase_if(names, [&](const std::string &n) { return !files.status(joinPath(path, n)).isDirectory(); });
  parts.push_back({name, withNames ? fmt::format("{}", fmt::join(names, " ")) : "", sizeOnDisk(path, files)});
}

/// A pack with its larger files.
void addPack(const std::string &share, const std::string &name, const FileReader &files,
             std::vector<Part> &parts) {
  std::string path = joinPath(share, name);
  std::vector<std::string> names;
  for (const PackedFile &file : listPack(path, files).all)
    if (file.size > block) names.push_back(file.name);
  parts.push_back({name, fmt::format("{}", fmt::join(names, " ")), sizeOnDisk(path, files)});
}

/// Each part of headers/, sysroots/ and parts/, and every other folder as a whole.
std::vector<Part> findParts(const std::string &share, const FileReader &files) {
  std::vector<Part> parts;
  for (const std::string &name : files.list(share)) {
    if (name.starts_with('.') || !files.status(joinPath(share, name)).isDirectory()) continue;
    bool split = name == "headers" || name == "sysroots" || name == "parts";
    if (name == "packs") continue; // folders like this one
    if (!split) addPart(share, name, false, files, parts);
    for (const std::string &inner : split ? files.list(joinPath(share, name)) : std::vector<std::string>()) {
      std::string part = fmt::format("{}/{}", name, inner);
      if (inner.starts_with('.')) continue;
      if (name == "parts")
        parts.push_back({part, "", sizeOnDisk(joinPath(share, part), files)});
      else if (inner.ends_with(".pack"))
        addPack(share, part, files, parts);
      if (files.status(joinPath(share, part)).isDirectory()) addPart(share, part, true, files, parts);
    }
  }
  return parts;
}

/// The folder with the overlays of all targets; empty where there is no place for one.
std::string overlaysFolder(const Environment &environment) {
  std::string overlay = overlayFolder(allTargets().front(), environment);
  return overlay.empty() ? overlay : parentPath(overlay);
}

/// What `add` has unpacked for each target.
std::vector<Part> findOverlays(const std::string &folder, const FileReader &files) {
  std::vector<Part> parts;
  for (const std::string &name : folder.empty() ? std::vector<std::string>() : files.list(folder)) {
    std::string path = joinPath(folder, name);
    if (!findTarget(name) || !files.status(path).isDirectory()) continue;
    std::vector<std::string> wanted = overlayWanted(path, files);
    parts.push_back({name, fmt::format("{}", fmt::join(wanted, " ")), sizeOnDisk(path, files)});
  }
  return parts;
}

uint64_t totalOf(const std::vector<Part> &parts) {
  uint64_t total = 0;
  for (const Part &part : parts)
    total += part.bytes;
  return total;
}

std::string megabytes(uint64_t bytes) {
  return fmt::format("{}.{:02} MB", bytes / 1'000'000, bytes % 1'000'000 / 10'000);
}

/// `text` in lines of at most `width` characters, broken between words; the later ones begin with `indent`
/// blanks.
std::string folded(std::string_view text, size_t indent, size_t width) {
  std::string out;
  size_t at = indent;
  for (std::string_view word : splitWords(text)) {
    bool first = out.empty(), fits = at + 1 + word.size() <= width;
    if (!first) out += fits ? " " : "\n" + std::string(indent, ' ');
    at = first || !fits ? indent + word.size() : at + 1 + word.size();
    out += word;
  }
  return out;
}

/// The first of the names that a part holds, and how many there are beside them.
std::string firstNames(std::string_view holds) {
  constexpr size_t shown = 16;
  std::vector<std::string_view> names = splitWords(holds);
  if (names.size() <= shown + 1) return std::string(holds);
  size_t left = names.size() - shown;
  names.resize(shown);
  return fmt::format("{} and {} more", fmt::join(names, " "), left);
}

std::string asText(const std::string &share, const std::vector<Part> &parts) {
  std::string out = share + "\n";
  size_t width = 5;
  for (const Part &part : parts)
    width = std::max(width, part.name.size());
  for (const Part &part : parts) {
    std::string line = fmt::format("  {:{}}  {:>9}  ", part.name, width, megabytes(part.bytes));
    line += folded(firstNames(part.holds), line.size(), lineWidth);
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  return out + fmt::format("  {:{}}  {:>9}\n", "total", width, megabytes(totalOf(parts)));
}

void writeParts(llvm::json::OStream &out, const std::string &folder, const std::vector<Part> &parts) {
  for (const Part &part : parts)
    out.object([&] {
      jsonAttribute(out, "name", part.name);
      out.attribute("bytes", part.bytes);
      jsonAttribute(out, "holds", part.holds);
      jsonAttribute(out, "folder", folder);
    });
}

/// What is in a folder.
struct Found {
  std::string folder;
  std::vector<Part> parts;
};

/// The data directory, and the folders of further packs that belong to it.
std::vector<Found> findAll(const std::string &share, const CommandCall &call) {
  std::vector<Found> all;
  for (const std::string &root : packRoots(share, call.environment, call.files))
    all.insert(all.begin(), {root, findParts(root, call.files)});
  return all;
}

std::string asJson(const std::string &used, const std::vector<Found> &all, const Found &overlays) {
  return jsonText(jsonIndent,
                  [&](llvm::json::OStream &out) {
                    uint64_t total = 0;
                    for (const Found &found : all)
                      total += totalOf(found.parts);
                    out.object([&] {
                      jsonAttribute(out, "folder", all.front().folder);
                      jsonAttribute(out, "used", used);
                      out.attribute("bytes", total);
                      out.attributeArray("parts", [&] {
                        for (const Found &found : all)
                          writeParts(out, found.folder, found.parts);
                      });
                      out.attributeArray("overlays",
                                         [&] { writeParts(out, overlays.folder, overlays.parts); });
                    });
                  }) +
         "\n";
}

CommandResult listSysroots(const CommandCall &call, bool json) {
  std::string used = shareFolder(call.environment, call.self), folder = overlaysFolder(call.environment);
  std::vector<Found> all = findAll(installedShare(used, call.files), call);
  Found overlays{folder, findOverlays(folder, call.files)};
  if (json) return {asJson(used, all, overlays)};
  CommandResult result;
  for (const Found &found : all)
    result.output += asText(found.folder, found.parts);
  if (!overlays.parts.empty()) result.output += asText(folder, overlays.parts);
  if (all.front().parts.empty() && all.size() == 1)
    result.notice =
        "Nothing is installed there, and pure Rust rarely needs it. `linkshim help sysroot` tells how to "
        "install it.\n";
  return result;
}

} // namespace

Result<CommandResult> runSysroot(const CommandCall &call) {
  constexpr CommandOption options[] = {{"--json"}, {"--sources", true}};
  Result<CommandArgs> args = parseOptions("sysroot", call.args, options);
  if (!args) return failed(args);
  std::string action = args->rest.empty() ? "list" : args->rest.front();
  if (action == "add") return sysrootAdd(call, *args);
  if (action == "remove") return sysrootRemove(call, *args);
  if (action == "install") return sysrootInstall(call, *args);
  if (action == "list" && args->rest.size() < 2) return listSysroots(call, args->has("--json"));
  return fail({"linkshim sysroot has only list, add, remove and install",
               {{"argument", args->rest.back()}},
               "linkshim help sysroot"});
}

} // namespace linkshim
