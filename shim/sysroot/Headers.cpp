#include "shim/sysroot/Headers.h"
#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <iterator>

namespace linkshim {
namespace {

/// Which version of glibc's headers a floor gets (scripts/pins/header-packages.json lists the packages).
/// Newer headers would refer to functions that the floor lacks: 2.34 moved libraries into libc and renamed
/// res_*, 2.38 added __isoc23_*.
struct Age {
  Version from; ///< the lowest floor that gets these headers
  Version version;
};
constexpr Age ages[] = {{{2, 17}, {2, 31}}, {{2, 34}, {2, 36}}, {{2, 38}, {2, 41}}};

/// The versions of the headers, best first: the one for the floor, newer ones, then older ones. Versions from
/// before the architecture (`first` is newer) are left out.
std::vector<Version> agesFor(Version floor, Version first) {
  const Age *end = std::end(ages);
  const Age *fits = std::begin(ages);
  while (fits + 1 != end && (floor >= fits[1].from || fits->version < first))
    ++fits;
  std::vector<Version> versions;
  for (const Age *age = fits; age != end; ++age)
    versions.push_back(age->version);
  for (const Age *age = fits; age != std::begin(ages) && age[-1].version >= first;)
    versions.push_back((--age)->version);
  return versions;
}

std::string below(const std::string &share, std::string_view folder, std::string_view family) {
  return fmt::format("{}/headers/{}/{}/include", share, folder, family);
}

/// Adds the folders of the architecture's family, then those that all architectures share.
void addLayers(const Target &target, const std::string &share, const std::vector<std::string> &folders,
               const FileReader &files, Headers &headers) {
  for (std::string_view family : {target.linuxArch, std::string_view("all")})
    for (const std::string &folder : folders)
      if (std::string path = below(share, folder, family); files.status(path).isDirectory())
        headers.folders.push_back(std::move(path));
}

/// The folders with the headers that came with a release or went with it: `since-2.25` or `until-2.32` below
/// a version's folder, for the floors that have them.
void addWindows(const std::string &share, const std::vector<std::string> &layers, Version floor,
                const FileReader &files, Headers &headers) {
  for (const std::string &layer : layers)
    for (const std::string &name : files.list(joinPath(share + "/headers", layer))) {
      std::string_view release = name;
      bool isSince = release.starts_with("since-");
      if (!isSince && !release.starts_with("until-")) continue;
      std::optional<Version> of = Version::parse(release.substr(strlen("since-")));
      if (of && (floor >= *of) == isSince) headers.folders.push_back(below(share, layer, name));
    }
}

void findGlibc(const Target &target, Version floor, const std::string &share, const FileReader &files,
               Headers &headers) {
  Version first = Version::parse(target.glibcFirst).value_or(Version());
  for (Version age : agesFor(floor, first)) {
    std::string folder = fmt::format("glibc-{}", age.str());
    std::string place = below(share, folder, target.linuxArch);
    if (headers.lookedFor.empty()) headers.lookedFor = place;
    if (!files.status(place).isDirectory()) continue;
    std::vector<std::string> layers = {folder, "glibc"};
    addLayers(target, share, layers, files, headers);
    addWindows(share, layers, floor, files, headers);
    headers.define = fmt::format("-D__LINKSHIM_GLIBC_MINOR__={}", floor.minor);
    return;
  }
}

/// The folder that all architectures share comes first: no header is in both, and clang searches the first
/// folder before its own headers, which musl needs.
void findMusl(const Target &target, const std::string &share, const FileReader &files, Headers &headers) {
  std::string own = below(share, "musl", target.arch);
  headers.lookedFor = own;
  if (files.status(own).isDirectory()) headers.folders = {below(share, "musl", "all"), own};
}

/// The architecture's folder comes first, then that which all architectures of the system share.
void findBsd(const Target &target, const std::string &share, const FileReader &files, Headers &headers) {
  std::string own = below(share, target.system, target.arch);
  headers.lookedFor = own;
  headers.isSysroot = false;
  if (!files.status(own).isDirectory()) return;
  headers.folders = {own, below(share, target.system, "all")};
  headers.define = target.headerDefine;
}

} // namespace

Headers findHeaders(const Target &target, std::optional<Version> floor, const std::string &share,
                    const FileReader &files) {
  Headers headers;
  if (share.empty()) return headers;
  if (isOfWindows(target)) {
    headers.isSysroot = isMinGw(target);
    headers.lookedFor = joinPath(share, "mingw/include");
    if (files.status(headers.lookedFor).isDirectory()) headers.folders.push_back(headers.lookedFor);
    if (target.libc == Libc::ucrt) headers.define = "-D_UCRT";
    std::string overlay = joinPath(share, "mingw/any-case.json");
    if (files.status(overlay).isFile()) headers.overlay = std::move(overlay);
    return headers;
  }
  if (target.libc == Libc::glibc && floor && !target.linuxArch.empty())
    findGlibc(target, *floor, share, files, headers);
  if (target.libc == Libc::musl && !target.muslArch.empty()) findMusl(target, share, files, headers);
  if (target.libc == Libc::wasi) {
    headers.lookedFor = fmt::format("{}/wasi/{}/include", share, target.triple);
    if (files.status(headers.lookedFor).isDirectory()) headers.folders.push_back(headers.lookedFor);
  }
  if (!target.stubAbi.empty()) findBsd(target, share, files, headers);
  if (target.libc == Libc::darwin) {
    headers.lookedFor = share + "/headers/darwin/usr/include";
    if (files.status(headers.lookedFor).isDirectory()) headers.folders.push_back(headers.lookedFor);
  }
  if (!headers.folders.empty() && !target.linuxArch.empty())
    addLayers(target, share, {"linux"}, files, headers);
  return headers;
}

} // namespace linkshim
