#include "shim/Headers.h"
#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace linkshim {
namespace {

/// Which headers of glibc a floor gets (scripts/pins/header-packages.json has the packages): as old as the
/// floor, so that they ask for no function that came later. 2.34 moved libraries into libc and renamed
/// res_*; 2.38 brought
/// __isoc23_*.
struct Age {
  Version from;
  std::string_view name;
};
constexpr Age ages[] = {{{2, 17}, "2.31"}, {{2, 34}, "2.36"}, {{2, 38}, "2.41"}};

/// The ages from the one that fits best to the one that fits least: newer ones for an architecture that came
/// later, then older ones.
std::vector<std::string_view> agesFor(Version floor) {
  const Age *end = std::end(ages);
  const Age *fits =
      std::find_if(std::begin(ages) + 1, end, [&](const Age &age) { return floor < age.from; }) - 1;
  std::vector<std::string_view> names;
  for (const Age *age = fits; age != end; ++age)
    names.push_back(age->name);
  for (const Age *age = fits; age != std::begin(ages);)
    names.push_back((--age)->name);
  return names;
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
  for (std::string_view age : agesFor(floor)) {
    std::string folder = fmt::format("glibc-{}", age);
    std::string place = below(share, folder, target.linuxArch);
    if (headers.lookedFor.empty()) headers.lookedFor = place;
    if (!files.status(place).isDirectory()) continue;
    addLayers(target, share, {folder, "glibc"}, files, headers);
    headers.define = fmt::format("-D__LINKSHIM_GLIBC_MINOR__={}", floor.minor);
    return;
  }
}

} // namespace

Headers findHeaders(const Target &target, std::optional<Version> floor, const std::string &share,
                    const FileReader &files) {
  Headers headers;
  if (share.empty()) return headers;
  std::string pack = fmt::format("{}/sysroots/{}/include", share, target.triple);
  bool glibc = target.libc == Libc::glibc && floor && !target.linuxArch.empty();
  if (glibc) findGlibc(target, *floor, share, files, headers);
  if (!glibc) headers.lookedFor = pack;
  if (!glibc && files.status(pack).isDirectory()) headers.folders.push_back(pack);
  if (!headers.folders.empty() && !target.linuxArch.empty())
    addLayers(target, share, {"linux"}, files, headers);
  return headers;
}

} // namespace linkshim
