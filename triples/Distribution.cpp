#include "triples/Distribution.h"
#include "triples/EditDistance.h"
#include <algorithm>
#include <string>

namespace linkshim {
namespace {

namespace generated {
#define GET_Releases_IMPL
#include "triples/Distributions.inc"
} // namespace generated

/// The `2.28` of manylinux_2_28 (PEP 600); nullopt for another text.
std::optional<Version> parseWheelTag(std::string_view text) {
  constexpr std::string_view start = "manylinux_";
  if (!text.starts_with(start)) return std::nullopt;
  std::string version(text.substr(start.size()));
  std::ranges::replace(version, '_', '.');
  return Version::parse(version);
}

} // namespace

std::span<const Release> allReleases() {
  return generated::Releases;
}

const Release *findRelease(std::string_view name) {
  if (name.empty()) return nullptr;
  auto found = std::ranges::find_if(
      allReleases(), [name](const Release &row) { return row.name == name || row.codename == name; });
  return found == allReleases().end() ? nullptr : &*found;
}

std::optional<Version> parseGlibc(std::string_view text) {
  if (const Release *release = findRelease(text)) return Version::parse(release->glibc);
  if (std::optional<Version> version = Version::parse(text)) return version;
  return parseWheelTag(text);
}

std::string_view nearestRelease(std::string_view text) {
  NearestSpelling nearest(text);
  for (const Release &row : allReleases())
    for (std::string_view name : {row.name, row.codename})
      if (!name.empty()) nearest.consider(name);
  return nearest.found();
}

} // namespace linkshim
