#include "shim/commands/Command.h"
#include "shim/commands/sysroot/SysrootOverlay.h"
#include "shim/commands/text/Quote.h"
#include "shim/run/Run.h"
#include "shim/sysroot/Pack.h"
#include "shim/sysroot/UserSysroot.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {

const std::string_view sysrootUsage = R"(linkshim sysroot [--json]
linkshim sysroot add [--sources FILE] TARGET PACKAGE...
linkshim sysroot remove TARGET

Lists what is installed for C and C++ beside the program, in share/linkshim (LINKSHIM_SHARE): the headers that targets
share, the packs of single targets with their larger files, and their sizes on disk. scripts/sysroots makes them.
What a link against glibc or dynamic musl needs is generated and not listed here. Then the packages that were added.

`add` fetches packages of the distribution for the target's architecture, with what they depend on except the C library,
and unpacks them into $XDG_DATA_HOME/linkshim/overlays (~/.local/share). Compiles, links and pkg-config of that target
find them by themselves, unless LINKSHIM_SYSROOT_<target> or --sysroot= names another folder.

  --json           an object with the folder, the total, an array of parts and one of overlays
  --sources FILE   a sources.list for apt-get, in the place of this machine's
)";

namespace {

constexpr uint64_t block = 4096;

/// A folder below share/linkshim.
struct Part {
  std::string name;
  std::string holds; ///< the names in it
  uint64_t bytes = 0;
};

/// What a file or folder takes on a disk with blocks of the usual size; a symbolic link takes nothing.
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
  for (const PackedFile &file : listPack(path, files))
    if (file.size > block) names.push_back(file.name);
  parts.push_back({name, fmt::format("{}", fmt::join(names, " ")), sizeOnDisk(path, files)});
}

/// headers/ and sysroots/ part by part, whatever else is there as a whole.
std::vector<Part> findParts(const std::string &share, const FileReader &files) {
  std::vector<Part> parts;
  for (const std::string &name : files.list(share)) {
    if (name.starts_with('.') || !files.status(joinPath(share, name)).isDirectory()) continue;
    bool split = name == "headers" || name == "sysroots";
    if (!split) addPart(share, name, false, files, parts);
    for (const std::string &inner : split ? files.list(joinPath(share, name)) : std::vector<std::string>()) {
      std::string part = fmt::format("{}/{}", name, inner);
      if (inner.starts_with('.')) continue;
      if (inner.ends_with(".pack")) addPack(share, part, files, parts);
      if (files.status(joinPath(share, part)).isDirectory()) addPart(share, part, true, files, parts);
    }
  }
  return parts;
}

std::string overlaysFolder(const Environment &environment) {
  std::string one = overlayFolder(allTargets().front(), environment);
  return one.empty() ? one : parentPath(one);
}

/// What `add` unpacked, target by target.
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

std::string asText(const std::string &share, const std::vector<Part> &parts) {
  std::string out = share + "\n";
  size_t width = 5;
  for (const Part &part : parts)
    width = std::max(width, part.name.size());
  for (const Part &part : parts) {
    std::string line = fmt::format("  {:{}}  {:>9}  {}", part.name, width, megabytes(part.bytes), part.holds);
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  return out + fmt::format("  {:{}}  {:>9}\n", "total", width, megabytes(totalOf(parts)));
}

std::string jsonParts(const std::vector<Part> &parts) {
  std::string out;
  for (const Part &part : parts)
    out +=
        fmt::format("{}\n  {{\"name\": {}, \"bytes\": {}, \"holds\": {}}}", &part == parts.data() ? "" : ",",
                    jsonString(part.name), part.bytes, jsonString(part.holds));
  return out;
}

std::string asJson(const std::string &share, const std::vector<Part> &parts,
                   const std::vector<Part> &overlays) {
  return fmt::format("{{\"folder\": {}, \"bytes\": {}, \"parts\": [{}\n], \"overlays\": [{}\n]}}\n",
                     jsonString(share), totalOf(parts), jsonParts(parts), jsonParts(overlays));
}

} // namespace

bool runSysroot(CommandCall &call, Failure &failure) {
  constexpr CommandOption options[] = {{"--json"}, {"--sources", true}};
  CommandArgs args;
  if (!takeOptions("sysroot", call.args, options, false, args, failure)) return false;
  std::string action = args.rest.empty() ? "list" : args.rest.front();
  if (action == "add") return sysrootAdd(call, args, failure);
  if (action == "remove") return sysrootRemove(call, args, failure);
  if (action != "list" || args.rest.size() > 1) {
    failure = {"linkshim sysroot has only list, add and remove",
               {{"argument", args.rest.back()}},
               "linkshim help sysroot"};
    return false;
  }
  std::string share = shareFolder(call.environment, call.self);
  std::vector<Part> parts = findParts(share, call.files);
  std::string overlays = overlaysFolder(call.environment);
  std::vector<Part> added = findOverlays(overlays, call.files);
  call.output = args.has("--json") ? asJson(share, parts, added) : asText(share, parts);
  if (!added.empty() && !args.has("--json")) call.output += asText(overlays, added);
  if (parts.empty() && !args.has("--json"))
    call.notice =
        "Nothing is installed there. scripts/sysroots TARGET makes it; pure Rust rarely needs it.\n";
  return true;
}

} // namespace linkshim
