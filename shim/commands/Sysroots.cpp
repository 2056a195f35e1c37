#include "shim/Run.h"
#include "shim/commands/Command.h"
#include "shim/commands/Quote.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {

const std::string_view sysrootUsage = R"(linkshim sysroot [--json]

Lists what is installed for C and C++ beside the program, in share/linkshim (LINKSHIM_SHARE): the headers that targets
share, the packs of single targets, the files that packs share, and their sizes on disk. scripts/sysroots makes them.
What a link against glibc or dynamic musl needs is generated and not listed here.

  --json   an object with the folder, the total and an array of parts
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

/// headers/ and sysroots/ part by part, whatever else is there as a whole.
std::vector<Part> findParts(const std::string &share, const FileReader &files) {
  std::vector<Part> parts;
  for (const std::string &name : files.list(share)) {
    if (name.starts_with('.') || !files.status(joinPath(share, name)).isDirectory()) continue;
    bool split = name == "headers" || name == "sysroots";
    if (!split) addPart(share, name, false, files, parts);
    for (const std::string &inner : split ? files.list(joinPath(share, name)) : std::vector<std::string>())
      if (!inner.starts_with('.') && files.status(fmt::format("{}/{}/{}", share, name, inner)).isDirectory())
        addPart(share, fmt::format("{}/{}", name, inner), true, files, parts);
  }
  return parts;
}

std::string megabytes(uint64_t bytes) {
  return fmt::format("{}.{:02} MB", bytes / 1'000'000, bytes % 1'000'000 / 10'000);
}

std::string asText(const std::string &share, const std::vector<Part> &parts, uint64_t total) {
  std::string out = share + "\n";
  size_t width = 5;
  for (const Part &part : parts)
    width = std::max(width, part.name.size());
  for (const Part &part : parts) {
    std::string line = fmt::format("  {:{}}  {:>9}  {}", part.name, width, megabytes(part.bytes), part.holds);
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  return out + fmt::format("  {:{}}  {:>9}\n", "total", width, megabytes(total));
}

std::string asJson(const std::string &share, const std::vector<Part> &parts, uint64_t total) {
  std::string out = fmt::format("{{\"folder\": {}, \"bytes\": {}, \"parts\": [", jsonString(share), total);
  for (const Part &part : parts)
    out +=
        fmt::format("{}\n  {{\"name\": {}, \"bytes\": {}, \"holds\": {}}}", &part == parts.data() ? "" : ",",
                    jsonString(part.name), part.bytes, jsonString(part.holds));
  return out + "\n]}\n";
}

} // namespace

bool runSysroot(CommandCall &call, Failure &failure) {
  constexpr CommandOption options[] = {{"--json"}};
  CommandArgs args;
  if (!takeOptions("sysroot", call.args, options, false, args, failure)) return false;
  if (!args.rest.empty()) {
    failure = {"linkshim sysroot takes no argument", {{"argument", args.rest.front()}}, "linkshim sysroot"};
    return false;
  }
  std::string share = shareFolder(call.environment, call.self);
  std::vector<Part> parts = findParts(share, call.files);
  uint64_t total = 0;
  for (const Part &part : parts)
    total += part.bytes;
  call.output = args.has("--json") ? asJson(share, parts, total) : asText(share, parts, total);
  if (parts.empty() && !args.has("--json"))
    call.notice =
        "Nothing is installed there. scripts/sysroots TARGET makes it; pure Rust rarely needs it.\n";
  return true;
}

} // namespace linkshim
