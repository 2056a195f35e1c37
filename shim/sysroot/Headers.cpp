#include "shim/sysroot/Headers.h"
#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace linkshim {
namespace {

/// Which headers of glibc a floor gets (scripts/pins/header-packages.json has the packages): as old as the
/// floor, so that they ask for no function that came later. 2.34 moved libraries into libc and renamed
/// res_*; 2.38 brought __isoc23_*.
struct Age {
  Version from; ///< the lowest floor that has these
  Version version;
};
constexpr Age ages[] = {{{2, 17}, {2, 31}}, {{2, 34}, {2, 36}}, {{2, 38}, {2, 41}}};

/// What came within the floors of an age, in a folder of its own.
constexpr Version additions[] = {{2, 32}};

/// The ages from the one that fits best to the one that fits least: newer ones, then older ones. An age that
/// did not know the architecture yet (`first` is newer) is none.
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

/// Those of the family first, then those that all share.
void addLayers(const Target &target, const std::string &share, const std::vector<std::string> &folders,
               const FileReader &files, Headers &headers) {
  for (std::string_view family : {target.linuxArch, std::string_view("all")})
    for (const std::string &folder : folders)
      if (std::string path = below(share, folder, family); files.status(path).isDirectory())
        headers.folders.push_back(std::move(path));
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
    for (Version added : additions)
      if (floor >= added && age < added) layers.push_back(fmt::format("glibc-{}", added.str()));
    addLayers(target, share, layers, files, headers);
    headers.define = fmt::format("-D__LINKSHIM_GLIBC_MINOR__={}", floor.minor);
    return;
  }
}

/// What all architectures share comes first: nothing is in both folders, and clang searches the first one
/// before its own headers, as musl wants it.
void findMusl(const Target &target, const std::string &share, const FileReader &files, Headers &headers) {
  std::string own = below(share, "musl", target.arch);
  headers.lookedFor = own;
  if (files.status(own).isDirectory()) headers.folders = {below(share, "musl", "all"), own};
}

/// What is the architecture's comes first, then what the system's architectures share.
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
  if (isMinGw(target)) {
    headers.lookedFor = joinPath(share, "mingw/include");
    if (files.status(headers.lookedFor).isDirectory()) headers.folders.push_back(headers.lookedFor);
    if (target.libc == Libc::ucrt) headers.define = "-D_UCRT";
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
